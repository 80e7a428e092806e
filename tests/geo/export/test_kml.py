"""KML and KMZ with the style of the layer, its sources, and holes as inner boundaries."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import shapely

from geo import Atlas
from geo.export.kml import _abgr, _geometry
from tests.geo.export.layer_files import export


def test_kml_has_the_style_and_the_sources(atlas: Atlas, tmp_path: Path) -> None:
    root = ElementTree.fromstring(export(atlas, tmp_path, "functional_areas", "kml").read_bytes())
    space = "{http://www.opengis.net/kml/2.2}"
    stroke = atlas.entry("functional_areas").style.stroke
    colour = root.find(f".//{space}LineStyle/{space}color")
    assert colour is not None
    assert colour.text == f"ff{stroke[5:7]}{stroke[3:5]}{stroke[1:3]}".lower()
    texts = [item.text or "" for item in root.iter(f"{space}description")]
    assert atlas.version in texts[0]
    assert all("2020产业规划" in text for text in texts[1:])


def test_a_kmz_is_an_archive_of_the_same_document(atlas: Atlas, tmp_path: Path) -> None:
    plain = export(atlas, tmp_path, "belts", "kml").read_bytes()
    with zipfile.ZipFile(export(atlas, tmp_path, "belts", "kmz")) as archive:
        assert archive.namelist() == ["doc.kml"]
        assert archive.read("doc.kml") == plain


@pytest.mark.parametrize(
    ("colour", "opacity", "expected"),
    [("#12AbEf", 1.0, "ffefab12"), ("#ffffff", 0.0, "00ffffff"), ("#000000", 0.5, "80000000")],
)
def test_a_colour_is_opacity_blue_green_red(colour: str, opacity: float, expected: str) -> None:
    assert _abgr(colour, opacity) == expected


def test_a_hole_is_an_inner_boundary_and_parts_stand_in_one_geometry() -> None:
    ring = shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2))
    assert "".join(_geometry(ring)).count("<innerBoundaryIs>") == 1
    both = "".join(_geometry(shapely.MultiPolygon([ring, shapely.box(5, 5, 6, 6)])))
    assert both.startswith("<MultiGeometry>")
    assert both.count("<outerBoundaryIs>") == 2
    assert "".join(_geometry(shapely.Point(121.5, 30.25))) == (
        "<Point><coordinates>121.500000000,30.250000000</coordinates></Point>"
    )
