"""All measures and rules on land, whole and flat."""

from __future__ import annotations

from geo import Atlas
from geo.registers.measures import COLUMNS, measures, themes


def test_every_measure_and_rule_is_listed_with_its_source(atlas: Atlas) -> None:
    body = measures(atlas).body
    assert {row["measure_id"] for row in body["measures"]} == set(atlas.tables["measures"]["measure_id"])
    assert {row["rule_id"] for row in body["land_rules"]} == set(atlas.tables["land_rules"]["rule_id"])
    assert all(row["document"] and row["citation_zh"] for row in [*body["measures"], *body["land_rules"]])


def test_a_measure_leads_to_its_places_with_the_basis_of_the_tie(atlas: Atlas) -> None:
    tie = atlas.tables["measure_places"].iloc[0]
    row = next(row for row in measures(atlas).body["measures"] if row["measure_id"] == tie["measure_id"])
    assert {"id": tie["place_id"], "basis": tie["basis"]}.items() <= next(
        place for place in row["places"] if place["id"] == tie["place_id"]
    ).items()


def test_flat_rows_have_the_columns_of_the_file(atlas: Atlas) -> None:
    register = measures(atlas)
    assert len(register.rows) == len(register.body["measures"]) + len(register.body["land_rules"])
    assert all(set(row) <= set(COLUMNS.keys) for row in register.rows)
    assert all(row["title_zh"] and row["theme_en"] and row["document_zh"] for row in register.rows)


def test_one_document_alone_can_be_asked_for(atlas: Atlas) -> None:
    body = measures(atlas, frozenset({"ftz-park-2025"})).body
    assert {row["document"]["id"] for row in body["measures"]} == {"ftz-park-2025"}


def test_themes_come_with_the_largest_first(atlas: Atlas) -> None:
    counts = [len(rows) for _, rows in themes(measures(atlas).body["measures"])]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == len(atlas.tables["measures"])
