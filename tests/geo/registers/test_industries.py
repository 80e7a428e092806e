"""The 7+5+4 system with what each industry is made of."""

from __future__ import annotations

from geo import Atlas
from geo.registers.industries import COLUMNS, industries, kinds_of


def test_the_system_has_seven_five_and_four_industries(atlas: Atlas) -> None:
    groups = industries(atlas).body["groups"]
    assert [(group["group"], len(group["industries"])) for group in groups] == [
        ("frontier", 7),
        ("services", 5),
        ("open_economy", 4),
    ]
    assert groups[0]["industries"][0]["industry_id"] == "ind-ic"


def test_every_link_and_every_tie_is_listed_once(atlas: Atlas) -> None:
    entries = [entry for group in industries(atlas).body["groups"] for entry in group["industries"]]
    links = [link["link_id"] for entry in entries for link in entry["links"]]
    assert sorted(links) == sorted(atlas.tables["industry_links"]["link_id"])
    assert sum(len(entry["places"]) for entry in entries) == len(atlas.tables["industry_places"])
    assert all(
        tie["basis"] in {"stated", "reading"} and tie["document"] for entry in entries for tie in entry["places"]
    )


def test_links_are_grouped_by_kind(atlas: Atlas) -> None:
    entry = industries(atlas).body["groups"][0]["industries"][0]
    groups = kinds_of(entry["links"])
    assert sum(len(rows) for _, rows in groups) == len(entry["links"])
    assert len({kind for kind, _ in groups}) == len(groups)


def test_flat_rows_are_links_and_ties(atlas: Atlas) -> None:
    register = industries(atlas)
    assert len(register.rows) == len(atlas.tables["industry_links"]) + len(atlas.tables["industry_places"])
    assert all(set(row) <= set(COLUMNS.keys) and row["industry_zh"] and row["group_en"] for row in register.rows)
