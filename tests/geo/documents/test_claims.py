"""Claims as rows of a table: each with its document, in the order asked for."""

from __future__ import annotations

from geo import Atlas
from geo.atlas.schema import CLAIM_TYPES
from geo.documents.claims import SOURCES, TOPICS, source_rows


def test_every_claim_on_the_places_is_a_row_in_the_order_asked_for(atlas: Atlas) -> None:
    claims = atlas.tables["claims"]
    asked = ["lg-pilot-119", "lg-new-area"]
    rows = source_rows(atlas, asked)
    expected = [row for place in asked for row in claims.loc[claims["place_id"] == place, "summary_zh"]]
    assert [row["summary_zh"] for row in rows] == expected
    assert all(list(row) and set(row) == set(SOURCES.keys) for row in rows)


def test_a_row_names_place_and_document(atlas: Atlas) -> None:
    claims = atlas.tables["claims"]
    row = source_rows(atlas, ["lg-new-area"])[0]
    claim = claims[claims["place_id"] == "lg-new-area"].iloc[0]
    document = atlas.tables["documents"].set_index("doc_id").loc[claim["doc_id"]]
    assert row["name_zh"] == atlas.name_of("lg-new-area", "zh")
    assert (row["document_zh"], row["number"]) == (document["title_zh"], document["number"])
    assert (row["section"], row["type"]) == (claim["section"], claim["type"])


def test_features_that_are_no_places_have_no_rows(atlas: Atlas) -> None:
    context = [str(name) for name in atlas.layers["coast"].index]
    assert source_rows(atlas, [*context, "nowhere"]) == []
    assert source_rows(atlas, []) == []


def test_topics_hold_each_claim_type_at_most_once_and_only_known_ones() -> None:
    types = [kind for _, held in TOPICS for kind in held]
    assert len(set(types)) == len(types)
    assert set(types) <= set(CLAIM_TYPES)
