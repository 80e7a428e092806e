"""The page of a place: all the atlas knows, readable without JavaScript."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

from flask.testing import FlaskClient

from geo import Atlas
from geo.places.profile import profile
from webmap.pages.places import TOPICS, group_claims, tied

PLACE = "fp-oriental-chip-port"


def html(client: FlaskClient, path: str) -> str:
    return client.get(path, headers={"Accept": "text/html"}).text


def test_place_page_says_all_without_javascript(client: FlaskClient, atlas: Atlas) -> None:
    page = html(client, f"/places/{PLACE}")
    for claim in profile(atlas, PLACE)["claims"]:
        assert claim["summary_zh"] in page
        assert claim["citation_zh"] in page
        assert claim["document"]["short_zh"] in page
    # One script keeps what is folded out in the address, one what is collected; nothing is made by them.
    scripts = re.findall(r"<script(?! type=.application/ld)[^>]*>", page)
    assert len(scripts) == 2
    assert "open_sections.js" in scripts[0]
    assert "innerHTML" not in resources.files("webmap").joinpath("static/js/page/open_sections.js").read_text("utf-8")


def test_the_page_begins_with_the_lead_a_map_and_figures(client: FlaskClient, atlas: Atlas) -> None:
    page = html(client, "/places/lg-new-area")
    lead = next(claim for claim in profile(atlas, "lg-new-area")["claims"] if claim["term_zh"] == "特殊经济功能区")
    first = page.index(f'<p class="lead-term" lang="zh-CN">{lead["term_zh"]}</p>')
    assert page.index("<h1>") < first < page.index('class="place-map"') < page.index('class="figure-row"')
    assert "2020产业规划 第三部分（四）" in page[first : page.index('class="place-map"')]
    assert "文件没有写它的定位" not in page
    part = html(client, "/places/lg-mainland")
    assert "文件没有写它的定位" in part
    assert re.search(r'随上级</span> <a href="/places/lg-new-area">', part)


def test_the_contents_lead_to_sections_with_their_counts(client: FlaskClient, atlas: Atlas) -> None:
    page = html(client, f"/places/{PLACE}")
    contents = re.search(r'<nav class="page-contents".*?</nav>', page, re.DOTALL)
    assert contents
    links = dict(re.findall(r'<a href="#(\w+)">[^<]*(?:<small>(\d+)</small>)?', contents[0]))
    assert set(links) <= set(re.findall(r'id="(\w+)"', page))
    inherited = profile(atlas, PLACE)["inherited"]
    assert int(links["inherited"]) == len(inherited["targets"]) + len(inherited["measures"])


def test_number_and_date_of_a_document_stand_once(client: FlaskClient) -> None:
    for place in ("lg-new-area", "nc-nanhui"):
        page = html(client, f"/places/{place}")
        assert page.count("文号未载") <= 4
        assert page.count("沪经信规〔2020〕743号") <= 1
        assert "2020-09-23" not in page


def test_every_place_has_a_page_in_both_languages(client: FlaskClient, atlas: Atlas) -> None:
    for place_id in atlas.places.index:
        for query in ("", "?lang=en"):
            assert client.get(f"/places/{place_id}{query}").status_code == 200, place_id


def test_an_unknown_place_gets_a_page_that_says_so(client: FlaskClient) -> None:
    response = client.get("/places/no-such-place", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert "图集中没有这个地点" in response.text
    assert "no-such-place" in response.text


def test_claims_are_grouped_by_topic_document_and_section() -> None:
    def claim(kind: str, document: str, section: str) -> dict[str, Any]:
        cited = {"section": section, "citation_zh": section, "citation_en": section}
        return {"type": kind, "document": {"id": document}, **cited}

    claims = [claim("function", "a", "1"), claim("positioning", "a", "1"), claim("industry", "a", "1")]
    claims += [claim("positioning", "b", "1"), claim("positioning", "a", "1"), claim("other", "a", "1")]
    topics = {topic["topic"]: topic["blocks"] for topic in group_claims(claims)}
    assert list(topics) == [topic for topic, _ in TOPICS]
    shown = [(block["type"], block["document"]["id"], len(block["claims"])) for block in topics["positioning"]]
    assert shown == [("function", "a", 1), ("positioning", "a", 2), ("positioning", "b", 1)]
    assert [block["type"] for block in topics["industry"]] == ["industry"]
    assert topics["extent"] == []


def test_cited_documents_come_once_and_by_time(atlas: Atlas) -> None:
    record = profile(atlas, "lg-new-area")
    sequence = [document["sequence"] for document in record["documents"]]
    assert sequence == sorted(set(sequence))
    assert len(sequence) >= 3


def test_stops_stand_in_their_order_and_keep_their_notes() -> None:
    def tie(direction: str, position: int | None, note: str | None) -> dict[str, Any]:
        row = {"direction": direction, "relation": "connects", "basis": "stated", "document": {"id": "a"}}
        return {**row, "section": "1", "position": position, "note_zh": note}

    stops = [tie("out", 2, None), tie("out", 3, "b"), tie("out", 1, "a")]
    others = [tie("in", None, "a"), tie("in", None, "b")]
    shown = [[row["position"] for row in rows] for rows in tied([*stops, *others])]
    assert shown == [[1, 2, 3], [None], [None]]


def test_the_page_of_a_belt_lists_its_stops_by_number(client: FlaskClient, atlas: Atlas) -> None:
    stops = atlas.tables["relations"].query("relation == 'connects' and position != ''")
    belt = stops["place_id"].mode()[0]
    lists = re.findall(r'<ol class="stops">(.*?)</ol>', html(client, f"/places/{belt}"), re.DOTALL)
    assert lists
    for one in lists:
        numbers = [int(number) for number in re.findall(r'class="stop">(\d+)<', one)]
        assert numbers == sorted(numbers)


def test_official_terms_stand_beside_their_industry(client: FlaskClient, atlas: Atlas) -> None:
    place = next(
        place
        for place in atlas.tables["industry_places"]["place_id"]
        if any(row["term_zh"] for row in profile(atlas, place)["industries"])
    )
    row = next(row for row in profile(atlas, place)["industries"] if row["term_zh"])
    assert row["term_zh"].replace(";", "、") in html(client, f"/places/{place}")


def test_the_page_says_that_the_bound_is_a_worst_case_and_why_the_difference_is_no_scatter(client: FlaskClient) -> None:
    page = client.get("/places/lg-new-area", headers={"Accept": "text/html"}).text
    assert "最坏情形" in page
    assert "所量的不是图上这条线" in page
    assert "最坏情形" not in client.get("/places/fp-life-bay", headers={"Accept": "text/html"}).text


def test_figures_of_schematic_shapes_and_what_is_derived_from_them_are_about(client: FlaskClient) -> None:
    for place, area in (("fp-life-bay", "约 8.3"), ("belt-two-ports", "约 ")):
        page = client.get(f"/places/{place}", headers={"Accept": "text/html"}).text
        assert f'<span class="area-value">{area}' in page
    difference = client.get("/places/nc-nanhui", headers={"Accept": "text/html"}).text
    assert "+0.81 km²" in difference
    assert "0.813" not in difference
