"""What the page of a place shows and in which order."""

from __future__ import annotations

from typing import Any

import pytest

from geo import Atlas
from geo.places.profile import profile
from webmap.pages import place_view


@pytest.fixture(scope="module")
def new_area(atlas: Atlas) -> dict[str, Any]:
    return profile(atlas, "lg-new-area")


def test_the_lead_and_what_says_the_same_are_claims_of_the_record(new_area: dict[str, Any]) -> None:
    lead = place_view.lead_claim(new_area)
    assert lead is not None
    assert lead["claim_id"] == new_area["lead"]
    same = place_view.same_claims(new_area)
    assert [claim["term_zh"] for claim in same] == [lead["term_zh"]]
    assert place_view.lead_claim({**new_area, "lead": None}) is None


def test_roles_stand_by_document_the_latest_first_and_none_is_lost(new_area: dict[str, Any]) -> None:
    groups = place_view.roles_by_document(new_area)
    sequences = [group["document"]["sequence"] for group in groups]
    assert sequences == sorted(sequences, reverse=True)
    shown = [claim["claim_id"] for group in groups for claim in group["claims"]]
    told = [claim["claim_id"] for claim in new_area["claims"] if claim["type"] in ("positioning", "function")]
    assert sorted(shown) == sorted(told)
    for group in groups:
        types = [claim["type"] for claim in group["claims"]]
        assert types == sorted(types, reverse=True)


def test_each_industry_is_named_once_those_of_the_system_first(new_area: dict[str, Any]) -> None:
    names = place_view.industry_names(new_area)
    words = [one["name_zh"] for one in names]
    assert len(words) == len(set(words))
    systems = [one["system"] for one in names]
    assert systems == sorted(systems, reverse=True)
    assert {"集成电路", "人工智能"} <= set(words)


def test_the_head_shows_a_figure_of_each_year_with_its_unit(new_area: dict[str, Any]) -> None:
    shown = [(row["year"], row["value"], row["unit"]) for row in place_view.head_targets(new_area)]
    assert shown == [("2025", "5000", "亿元"), ("2035", "1", "万亿元")]


def test_targets_stand_before_what_is_none_the_latest_year_first(new_area: dict[str, Any]) -> None:
    rows = place_view.targets_first(new_area)
    assert len(rows) == len(new_area["indicators"])
    keys = [(row["kind"] == "target", int(row["year"] or 0)) for row in rows]
    assert keys == sorted(keys, reverse=True)


def test_what_applies_through_places_above_is_counted_by_place_and_kind(atlas: Atlas) -> None:
    record = profile(atlas, "fp-oriental-chip-port")
    groups = place_view.inherited_groups(record)
    rows = [row for group in groups for kind in group["kinds"] for row in kind["rows"]]
    assert len(rows) == len(record["inherited"]["targets"]) + len(record["inherited"]["measures"]) > 100
    for group in groups:
        assert group["count"] == sum(len(kind["rows"]) for kind in group["kinds"])
        assert {row["through"]["id"] for kind in group["kinds"] for row in kind["rows"]} == {group["through"]["id"]}
        themes = [kind["theme"] for kind in group["kinds"]]
        assert None not in themes[1:]


def test_contents_list_what_there_is_with_its_count(new_area: dict[str, Any]) -> None:
    counts = {section["name"]: section["count"] for section in place_view.contents(new_area)}
    assert counts["measures"] == len(new_area["measures"])
    assert counts["children"] == len(new_area["children"]) + len(new_area["unlocated_children"])
    assert "inherited" not in counts
    assert all(counts.values())
    kinds = place_view.by_kind(new_area["children"])
    assert sum(len(rows) for rows in kinds) == len(new_area["children"])
    assert all(len({place["kind"] for place in rows}) == 1 for rows in kinds)
