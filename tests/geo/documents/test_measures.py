"""Measures on their places: stated or read, who acts, by when, how firmly."""

from __future__ import annotations

from typing import Any

from geo import Atlas
from geo.documents.measures import measure_details, measures_on, places_of_measures


def details(atlas: Atlas, measure_id: str) -> dict[str, Any]:
    measures = atlas.tables["measures"]
    (row,) = measures[measures["measure_id"] == measure_id].to_dict("records")
    return measure_details(atlas, row)


def test_a_place_has_the_measures_of_its_ties_with_their_basis(atlas: Atlas) -> None:
    found = {row["measure_id"]: row["basis"] for row in measures_on(atlas, "hqc-nanhui")}
    assert found == {"p2-06": "stated"}
    assert measures_on(atlas, "dishui-lake") == []
    order = list(atlas.tables["measures"]["measure_id"])
    many = [order.index(row["measure_id"]) for row in measures_on(atlas, "lg-new-area")]
    assert len(many) > 1
    assert many == sorted(many)


def test_places_of_a_measure_and_measures_of_a_place_are_the_same_ties(atlas: Atlas) -> None:
    pairs = {(place, m) for m, places in places_of_measures(atlas).items() for place, _ in places}
    assert ("hqc-nanhui", "p2-06") in pairs
    assert len(pairs) == len(atlas.tables["measure_places"])


def test_who_acts_stands_apart_from_who_takes_part(atlas: Atlas) -> None:
    found = details(atlas, "p3-15")
    assert [one["zh"] for one in found["lead"]] == ["区政府分管领导", "区科经委"]
    assert {"zh": "海关", "en": "customs"} in found["partners"]
    assert found["deadline"] is None


def test_a_deadline_has_its_phrase_and_its_year(atlas: Atlas) -> None:
    assert details(atlas, "p2-07")["deadline"] == {"zh": "“十四五”", "en": "14th Five-Year period", "on": "2025"}


def test_a_rule_is_told_from_an_intention(atlas: Atlas) -> None:
    assert details(atlas, "p1-48")["strength"] == "strict"
    assert details(atlas, "p0-12")["strength"] == "explore"
    assert details(atlas, "p0-15")["instruments"] == ["land"]
    assert details(atlas, "p0-15")["theme"] == "land"
