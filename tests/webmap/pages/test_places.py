"""The page of a place: all the atlas knows, readable without JavaScript."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from geo import Atlas
from geo.places.profile import profile
from webmap.pages.places import TOPICS, group_claims

PLACE = "fp-oriental-chip-port"


def html(client: FlaskClient, path: str) -> str:
    return client.get(path, headers={"Accept": "text/html"}).text


def test_place_page_says_all_without_javascript(client: FlaskClient, atlas: Atlas) -> None:
    page = html(client, f"/places/{PLACE}")
    for claim in profile(atlas, PLACE)["claims"]:
        assert claim["summary_zh"] in page
        assert claim["citation_zh"] in page
        assert claim["document"]["short_zh"] in page
    assert "<script" not in page.replace('<script type="application/ld+json">', "")


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
