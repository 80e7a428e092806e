"""Dialects of 界址点 told apart by the magnitude of their numbers."""

from __future__ import annotations

import numpy as np
import pytest

from geo import words
from geo.errors import SourceError
from geo.readers.checks.point_dialects import tell_dialect

HEAD = {"坐标系": "2000国家大地坐标系", "几度分带": "3", "带号": "41"}
NORTH, EAST = 3_420_000.0, 400_000.0


def pairs(first: float, second: float) -> np.ndarray:
    return np.array([[first, second], [first + 100.0, second + 100.0]])


def said(key: str, **values: object) -> tuple[str, str]:
    return words.both(f"points.{key}", **values)


def test_the_plain_form_needs_no_assumption() -> None:
    assert tell_dialect(HEAD, pairs(NORTH, 41_000_000 + EAST), "a.txt") == ("EPSG:4529", False, False, [])


@pytest.mark.parametrize(
    ("head", "given", "crs", "swapped", "assumed"),
    [
        (HEAD, (41_000_000 + EAST, NORTH), "EPSG:4529", True, [said("swapped")]),
        (HEAD, (NORTH, EAST), "EPSG:4550", False, [said("zone_of_header", zone=41)]),
        ({**HEAD, "带号": "40"}, (NORTH, 41_000_000 + EAST), "EPSG:4529", False, ["other"]),
        ({**HEAD, "几度分带": "6", "带号": "21"}, (NORTH, 21_000_000 + EAST), "EPSG:4499", False, []),
        ({**HEAD, "几度分带": "6", "带号": "21"}, (NORTH, EAST), "EPSG:4510", False, [said("zone_of_header", zone=21)]),
        ({}, (NORTH, 41_000_000 + EAST), "EPSG:4529", False, [said("datum")]),
    ],
)
def test_what_departs_from_it_is_named(
    head: dict[str, str], given: tuple[float, float], crs: str, swapped: bool, assumed: list[object]
) -> None:
    found = tell_dialect(head, pairs(*given), "a.txt")
    assert (found.crs, found.swapped, found.guessed) == (crs, swapped, False)
    assert found.assumed == ([said("other_zone", stated=40, zone=41)] if assumed == ["other"] else assumed)


@pytest.mark.parametrize(("easting", "crs", "zone"), [(EAST, "EPSG:4550", 41), (690_000.0, "EPSG:4549", 40)])
def test_a_zone_that_nothing_names_is_the_one_that_holds_lingang(easting: float, crs: str, zone: int) -> None:
    found = tell_dialect({}, pairs(NORTH, easting), "a.txt")
    assert (found.crs, found.guessed) == (crs, True)
    assert said("zone_guessed", zone=zone, middle=3 * zone) in found.assumed


@pytest.mark.parametrize(("first", "second", "key"), [(30.9, 121.9, "degrees"), (121.9, 30.9, "degrees_swapped")])
def test_degrees_are_known_in_both_orders(first: float, second: float, key: str) -> None:
    points = np.array([[first, second], [first + 0.1, second + 0.1]])
    found = tell_dialect({"坐标系": "CGCS2000"}, points, "a.txt")
    assert (found.crs, found.swapped, found.assumed) == ("EPSG:4490", key != "degrees", [said(key)])
    assert tell_dialect({"坐标系": "WGS84"}, points, "a.txt").crs == "EPSG:4326"


@pytest.mark.parametrize(
    ("head", "given", "message"),
    [
        ({**HEAD, "坐标系": "1980西安坐标系"}, (NORTH, EAST), "1980"),
        ({**HEAD, "坐标系": "WGS84"}, (NORTH, EAST), "WGS84"),
        ({**HEAD, "带号": "99"}, (NORTH, EAST), "带号=99"),
        (HEAD, (1.0, 2.0), "coordinates of 1 to 101 and 2 to 102"),
        (HEAD, (NORTH, 41_999_950.0), "northing and easting of one zone"),
    ],
)
def test_what_cannot_be_told_is_refused(head: dict[str, str], given: tuple[float, float], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        tell_dialect(head, pairs(*given), "a.txt")
