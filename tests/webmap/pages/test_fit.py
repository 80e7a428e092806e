"""The page of a question: a form that needs no script, rows with their evidence, and a way on where nothing is hit."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo import Atlas
from geo.registers.fit.question import FIELDS
from webmap.pages.fit import EXAMPLES, address, example_address

CHIPS = "/fit?industry=ind-ic&industry_must=1&industry_weight=3&area=500&area_weight=2&station=10&station_weight=2"


def html(client: FlaskClient, path: str, lang: str = "zh") -> str:
    answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": lang})
    assert answer.status_code == 200
    return answer.text


def test_without_a_condition_there_are_examples_that_each_hit_something(client: FlaskClient) -> None:
    page = html(client, "/fit")
    found = [one.replace("&amp;", "&") for one in re.findall(r'<li><a href="(/fit\?[^"]*)"', page)]
    assert len(found) == len(EXAMPLES)
    for one in found:
        assert 'class="fit-rows"' in html(client, one)
    assert all(f'name="{kind}"' in page for kind in FIELDS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_row_says_why_with_a_link_to_the_section(client: FlaskClient, lang: str) -> None:
    page = html(client, CHIPS, lang)
    assert len(re.findall(r'<details id="', page)) == 8
    row = page[page.index('id="fp-oriental-chip-port"') :]
    row = row[: row.index("</details>")]
    links = re.findall(r'class="source-link" href="([^"]*)"', row)
    assert any(link.startswith("/documents/parks-2021/passage") for link in links)
    assert any(link.startswith("https://app.sheitc.sh.gov.cn/") for link in links)
    assert {"zh": "点名", "en": "named"}[lang] in row
    assert {"zh": "五份文件之外", "en": "outside the documents"}[lang] in row


def test_the_form_keeps_the_question_and_the_files_answer_the_same(client: FlaskClient) -> None:
    page = html(client, CHIPS)
    assert re.search(r'<option value="ind-ic" selected>', page)
    assert re.search(r'name="industry_must" value="1" checked', page)
    assert re.search(r'name="area_weight" value="2" checked', page)
    query = CHIPS.partition("?")[2].replace("&", "&amp;")
    assert f'href="/fit.xlsx?{query}"' in page
    (on_map,) = re.findall(r'href="/#fit=([^"]*)"', page)
    assert unquote(on_map) == CHIPS.partition("?")[2]
    assert f'href="/extract/fp-oriental-chip-port.pdf?{query}"' in page


def test_no_hit_says_which_condition_dropped_gives_how_many(client: FlaskClient) -> None:
    page = html(client, "/fit?industry=ind-ai&industry_must=1&port=1&port_must=1")
    (link,) = {one.replace("&amp;", "&") for one in re.findall(r'<a href="(/fit\?port[^"]*)"', page)}
    assert "industry" not in link
    assert len(re.findall(r'<details id="', html(client, link))) == 3


def test_what_does_not_exist_is_refused(client: FlaskClient) -> None:
    for query in ("industry=none", "area=many", "industry_weight=4", "sort=name"):
        assert client.get(f"/fit?{query}", headers={"Accept": "text/html"}).status_code == 400


def test_addresses_of_a_question_hold_all_conditions(app: Flask, atlas: Atlas) -> None:
    with app.test_request_context("/"):
        asked = address(EXAMPLES[0][1])
        assert example_address(atlas) == asked
    for part in ("industry=ind-ic", "industry_must=1", "industry_weight=3", "area=500", "measures=any"):
        assert part in asked
