"""Every claim of some places is listed with its document and section; every topic holds claim types that exist."""

from __future__ import annotations

from geo import Atlas
from geo.atlas.schema import CLAIM_TYPES
from geo.documents.claims import SOURCES, TOPICS, source_rows


def test_topics_hold_each_claim_type_at_most_once_and_only_known_ones() -> None:
    types = [kind for _, held in TOPICS for kind in held]
    assert len(set(types)) == len(types)
    assert set(types) <= set(CLAIM_TYPES)


def test_every_claim_of_a_place_is_a_row_with_its_document(atlas: Atlas) -> None:
    claims = atlas.tables["claims"]
    place = str(claims["place_id"].iloc[0])
    rows = source_rows(atlas, [place, "no-such-place"])
    assert len(rows) == (claims["place_id"] == place).sum()
    titles = set(atlas.tables["documents"]["title_zh"])
    for row in rows:
        assert set(row) == set(SOURCES.keys)
        assert row["document_zh"] in titles
        assert row["section"]


def test_rows_follow_the_order_of_the_places(atlas: Atlas) -> None:
    places = [str(place) for place in dict.fromkeys(atlas.tables["claims"]["place_id"])][:3]
    found = [row["place_id"] for row in source_rows(atlas, places[::-1])]
    assert list(dict.fromkeys(found)) == places[::-1]
