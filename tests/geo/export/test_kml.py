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

SPACE = "{http://www.opengis.net/kml/2.2}"


def test_kml_has_the_sources(atlas: Atlas, tmp_path: Path) -> None:
    root = ElementTree.fromstring(export(atlas, tmp_path, "functional_areas", "kml").read_bytes())
    texts = [item.text or "" for item in root.iter(f"{SPACE}description")]
    assert atlas.version in texts[0]
    assert all("2020产业规划" in text for text in texts[1:])


def test_each_placemark_has_the_style_its_place_has_on_the_map(atlas: Atlas, tmp_path: Path) -> None:
    root = ElementTree.fromstring(export(atlas, tmp_path, "functional_areas", "kml").read_bytes())
    fills = {style.get("id"): style.findtext(f"{SPACE}PolyStyle/{SPACE}color") for style in root.iter(f"{SPACE}Style")}
    looks = {place: look for look in atlas.entry("functional_areas").look for place in look.places}
    seen = set()
    for mark in root.iter(f"{SPACE}Placemark"):
        fill = fills[(mark.findtext(f"{SPACE}styleUrl") or "").removeprefix("#")]
        seen.add(fill)
        colour = looks[str(mark.get("id")).removeprefix("p-")].colour
        assert fill is not None
        assert fill[2:] == f"{colour[5:7]}{colour[3:5]}{colour[1:3]}"
    assert len(seen) == len(looks)


def test_grade_c_has_a_style_of_its_own(atlas: Atlas, tmp_path: Path) -> None:
    root = ElementTree.fromstring(export(atlas, tmp_path, "scopes", "kml").read_bytes())
    urls = {str(mark.get("id")): mark.findtext(f"{SPACE}styleUrl") or "" for mark in root.iter(f"{SPACE}Placemark")}
    assert urls["p-lg-pilot-119"].endswith("-c")
    assert not urls["p-lg-new-area"].endswith("-c")
    assert {url.removeprefix("#") for url in urls.values()} <= {
        str(one.get("id")) for one in root.iter(f"{SPACE}Style")
    }


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


def test_the_sign_of_a_point_has_its_fill(atlas: Atlas, tmp_path: Path) -> None:
    root = ElementTree.fromstring(export(atlas, tmp_path, "parks", "kml").read_bytes())
    styles = {style.get("id"): style for style in root.iter(f"{SPACE}Style")}
    fill = styles["point-0"].findtext(f"{SPACE}PolyStyle/{SPACE}color")
    assert styles["point-0"].findtext(f"{SPACE}IconStyle/{SPACE}color") == fill != "ffffffff"
