"""A limit within the ± of a figure cannot be told, on either side of it."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.registers.fit.conditions import Condition
from geo.registers.fit.figures import area, at_least, distance, half_last_digit, within


@pytest.mark.parametrize(("limit", "verdict"), [(90, "yes"), (90.1, "unknown"), (110, "unknown"), (110.1, "no")])
def test_an_area_is_enough_only_if_its_lower_end_is(limit: float, verdict: str) -> None:
    assert at_least(100, 10, limit) == verdict


@pytest.mark.parametrize(("limit", "verdict"), [(110, "yes"), (109.9, "unknown"), (90, "unknown"), (89.9, "no")])
def test_a_distance_is_met_only_if_its_far_end_is(limit: float, verdict: str) -> None:
    assert within(100, 10, limit) == verdict


@pytest.mark.parametrize(("figure", "pm"), [(6.5, 0.05), (25.31, 0.005), (240.0, 0.5), (5.45, 0.005)])
def test_a_printed_figure_is_known_to_half_its_last_digit(figure: float, pm: float) -> None:
    assert half_last_digit(figure) == pytest.approx(pm)


@pytest.mark.parametrize(
    ("place", "limit", "rule"),
    [
        ("fp-oriental-chip-port", "500", "area_stated_yes"),
        ("fp-oriental-chip-port", "545", "area_stated_unknown"),
        ("fp-info-fish", "500", "area_stated_no"),
        ("area-situan", "5000", "area_drawn_yes"),
        ("area-situan", "7000", "area_drawn_unknown"),
        ("area-situan", "9000", "area_drawn_no"),
        ("fa-frontier", "1", "area_schematic"),
        ("park-intl-info", "1", "area_none"),
    ],
)
def test_each_area_is_answered_by_its_rule(atlas: Atlas, place: str, limit: str, rule: str) -> None:
    assert area(atlas, place, Condition("area", limit)).rule == rule


def test_a_stated_area_leads_to_its_section_or_to_the_page_outside_the_documents(atlas: Atlas) -> None:
    (inside,) = area(atlas, "fa-intl-innovation", Condition("area", "1")).evidence
    (outside,) = area(atlas, "fp-oriental-chip-port", Condition("area", "1")).evidence
    assert (inside["document"]["id"], inside["section"]) == ("lg-press-2022", "五是")
    assert "outside" not in inside
    assert outside["document"] is None
    assert outside["outside"]["date"] == "2022-10-24"


def test_a_distance_has_the_accuracy_of_both_ends_and_needs_a_location(atlas: Atlas) -> None:
    near = distance(atlas, "fa-special-bonded", Condition("port", "10"))
    assert (near.verdict, near.figure) == ("yes", 0)
    ends = [atlas.features.at[place, "accuracy_m"] for place in ("fa-special-bonded", "node-yangshan-port")]
    assert near.pm == pytest.approx(sum(ends) / 1000)
    assert distance(atlas, "park-intl-info", Condition("port", "10")).told is False
