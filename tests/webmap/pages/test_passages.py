"""The page of a passage: statement and words side by side, escaped, and never a text nobody supplied."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from geo import Atlas
from tests.geo.registers.made_up import DOC, PLACE, TEXT, atlas_with_document
from webmap import create_app
from webmap.http.current import STATIC_SITE
from webmap.pages.passages import numbers

PAGE = f"/documents/{DOC}/passage?table=claims&id=made.1"
#: Words of the made-up text that no table has.
ONLY_IN_THE_TEXT = "产值达到五千亿元"


@pytest.fixture
def made_up(atlas: Atlas, tmp_path: Path) -> Atlas:
    return atlas_with_document(atlas, tmp_path)


@pytest.fixture
def reader(made_up: Atlas, tmp_path: Path) -> FlaskClient:
    return create_app({"documents": tmp_path}, atlas=made_up).test_client()


def test_the_words_are_lit_beside_what_the_atlas_says(reader: FlaskClient) -> None:
    page = reader.get(PAGE).text
    assert re.findall(r'<mark class="chosen">([^<]+)<', page) == ["国际航运枢纽"]
    assert "要成为航运中心。" in page
    assert f'href="/places/{PLACE}"' in page
    assert 'rel="next" href="/documents/harbour-plan/passage?' in page
    assert 'rel="prev"' not in page
    assert "与登记的文本相同" in page


def test_text_and_tables_are_escaped(reader: FlaskClient) -> None:
    page = reader.get(f"{PAGE}&lang=en").text
    assert "<b>" not in page.split('class="passage-text"')[1].split("</div>")[0]
    assert "&amp;海洋装备" in page
    assert "&lt;i&gt;made up&lt;/i&gt;" in page
    assert "<i>" not in page


def test_a_page_with_text_is_kept_nowhere(reader: FlaskClient, made_up: Atlas) -> None:
    assert "no-store" in reader.get(PAGE).headers["Cache-Control"]
    assert ONLY_IN_THE_TEXT in reader.get(PAGE).text


def test_without_the_setting_no_text_leaves(made_up: Atlas, reader: FlaskClient) -> None:
    client = create_app(atlas=made_up).test_client()
    for path in (PAGE, PAGE.replace("passage?", "passage.json?"), f"/documents/{DOC}/passage", f"/documents/{DOC}"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert ONLY_IN_THE_TEXT not in answer.text
    page = client.get(PAGE).text
    assert "未提供文件原文" in page
    assert "国际航运枢纽" in page
    assert ONLY_IN_THE_TEXT not in reader.get(PAGE, environ_overrides={STATIC_SITE: "1"}).text


def test_another_version_is_said_in_both_languages(atlas: Atlas, tmp_path: Path) -> None:
    changed = atlas_with_document(atlas, tmp_path, TEXT.replace("国际航运枢纽", "国际航运中心枢纽"))
    client = create_app({"documents": tmp_path}, atlas=changed).test_client()
    assert "这是另一版本" in client.get(PAGE).text
    page = client.get(f"{PAGE}&lang=en").text
    assert "this is another version" in page
    assert "the closest" in page


@pytest.mark.parametrize("query", ["sektion=1", "table=claims", "table=places&id=x", "id=x", f"section={'x' * 300}"])
def test_a_query_that_makes_no_sense_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/documents/parks-2021/passage?{query}").status_code == 400


@pytest.mark.parametrize("path", ["/documents/none/passage", "/documents/parks-2021/passage?section=none"])
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"Accept": "text/html"}).status_code == 404


def test_every_link_of_a_page_leads_somewhere(client: FlaskClient) -> None:
    page = client.get("/documents/parks-2021/passage?lang=en").text
    links = {link.replace("&amp;", "&").partition("#")[0] for link in re.findall(r'href="(/[^"]+)"', page)}
    assert len(links) > 30
    assert [link for link in sorted(links) if client.get(link).status_code != 200] == []


def test_numbers_of_statements_are_one_or_a_range() -> None:
    assert (numbers([3]), numbers([3, 4, 7])) == ("3", "3–7")
