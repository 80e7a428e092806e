"""The map on the cover of an extract."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import pytest
import shapely

from geo import Atlas
from geo.extract.statement import extract_of_shape
from geo.printing.extract.location_map import LEAST_MM, MOST_MM, WIDTH_MM, cover_map, cover_png, map_height_mm
from geo.screen.canvas import ROUND_SCALES

SMALL = shapely.box(121.85, 30.89, 121.86, 30.9)


@pytest.mark.parametrize("shape", [SMALL, shapely.box(121.5, 30.6, 122.1, 31.1)], ids=["small", "large"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_site_is_named_on_a_map_at_a_round_scale(atlas: Atlas, shape: shapely.Polygon, lang: str) -> None:
    extract = extract_of_shape(atlas, shape, dt.date(2026, 11, 29), name_zh="甲地块", name_en="Plot A")
    picture = cover_map(atlas, extract, shape, lang, 100.0)
    assert picture is not None
    root = ET.fromstring(picture.svg)
    assert (root.attrib["width"], root.attrib["height"]) == (f"{WIDTH_MM:g}mm", "100mm")
    assert {"zh": "甲地块", "en": "Plot A"}[lang] in picture.texts
    assert any(f"{scale:,}" in picture.caption for scale in ROUND_SCALES)
    assert 0 < picture.bar[0] <= 40
    assert bool(picture.inset) is (shape is SMALL)


def test_a_site_without_location_has_no_map(atlas: Atlas) -> None:
    extract = extract_of_shape(atlas, SMALL, dt.date(2026, 11, 29))
    assert cover_map(atlas, extract, None, "zh") is None


def test_a_long_summary_leaves_less_height() -> None:
    heights = [map_height_mm([["在内", "临港新片区、" * count]]) for count in (1, 200, 2000)]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] == MOST_MM
    assert heights[-1] == LEAST_MM


def test_a_picture_for_files_without_svg_is_wide_enough(atlas: Atlas) -> None:
    picture = cover_map(atlas, extract_of_shape(atlas, SMALL, dt.date(2026, 11, 29)), SMALL, "zh", 60.0)
    assert picture is not None
    png = cover_png(picture)
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") > 1200
