"""Coordinates are read in the usual writings, and only they."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.coordinates.gcj02 import wgs84_to_gcj02
from geo.places.search_coordinates import coordinates

#: 121.9 E, 30.9 N in EPSG:4529.
NORTH, EAST = 3420405.939, 41394832.767


@pytest.mark.parametrize(
    "typed",
    [
        "121.9,30.9",
        "30.9,121.9",
        "121.9， 30.9",
        "121.9 30.9",
        "(121.9; 30.9)",
        "30.9N 121.9E",
        "30.9°N, 121.9°E",
        "N30.9 E121.9",
        "东经121.9 北纬30.9",
        "北纬30.9°，东经121.9°",
        "经度：121.9 纬度：30.9",
        "121°54′00″ 30°54′00″",
        "121°54'00\"E, 30°54'00\"N",
        "东经121°54′ 北纬30°54′",
        "东经121度54分0秒，北纬30度54分0秒",
        "lon=121.9, lat=30.9",
        "geo:30.9,121.9",
        "CGCS2000 121.9, 30.9",
        "WGS84 30.9 121.9",
        "EPSG:4490 121.9 30.9",
        f"{NORTH},{EAST}",
        f"{EAST} {NORTH}",
        f"X={NORTH} Y={EAST}",
        f"X: {NORTH}m, Y: {EAST}m",
        f"EPSG:4529 {NORTH} {EAST}",
        f"{NORTH},{EAST - 41e6}",
        f"EPSG:4550 {NORTH},{EAST - 41e6}",
        f"{NORTH},{EAST - 20e6}",
    ],
)
def test_a_point_is_read_however_it_is_written(atlas: Atlas, typed: str) -> None:
    (point,) = coordinates(atlas, typed)
    assert [point["lon"], point["lat"]] == pytest.approx([121.9, 30.9], abs=1e-7)
    assert [point["north"], point["east"]] == pytest.approx([NORTH, EAST], abs=0.01)
    assert point["on_map"]
    assert "nc-nanhui" in [place["id"] for place in point["places"]]


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "滴水湖",
            "743",
            "沪经信规〔2020〕743号",
            "2025年 2035年",
            "121.9",
            "1,2",
            "121.9,30.9,4",
            "6000亿 25%",
            "2020-09-23",
        ),
        *("30.9S 121.9E", "2.35, 48.85", "999999999, 999999999", "EPSG:99999 3420405 41394832", "121.9,30.9 tower"),
    ],
)
def test_nothing_else_is_taken_for_a_point(atlas: Atlas, typed: str) -> None:
    assert coordinates(atlas, typed) == []


def test_the_system_it_was_read_in_is_told(atlas: Atlas) -> None:
    said = {typed: coordinates(atlas, typed)[0]["read_as"] for typed in ("121.9,30.9", f"{NORTH} {EAST}")}
    assert said == {"121.9,30.9": "EPSG:4490", f"{NORTH} {EAST}": "EPSG:4529"}
    assert coordinates(atlas, f"{NORTH} {EAST - 41e6}")[0]["read_as"] == "EPSG:4550"


def test_the_shift_of_web_maps_is_taken_off_where_it_is_named(atlas: Atlas) -> None:
    lon, lat = wgs84_to_gcj02([(121.9, 30.9)])[0]
    (point,) = coordinates(atlas, f"高德 {lon:.9f},{lat:.9f}")
    assert [point["lon"], point["lat"]] == pytest.approx([121.9, 30.9], abs=1e-8)
    assert point["read_as"] == "GCJ-02"


def test_a_point_off_the_map_says_so(atlas: Atlas) -> None:
    (point,) = coordinates(atlas, "116.4, 39.9")
    assert not point["on_map"]
    assert point["places"] == []


def test_the_smallest_place_at_a_point_comes_first(atlas: Atlas) -> None:
    areas = [atlas.features.at[place["id"], "area_km2"] for place in coordinates(atlas, "121.9,30.9")[0]["places"]]
    assert areas == sorted(areas)
