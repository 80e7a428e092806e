"""The map on the cover of an extract, as SVG."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
import shapely

from geo import Atlas
from geo.atlas.symbology import PALETTE
from geo.printing.extract.location_map import HEIGHT, WIDTH, location_map

_SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    "shape",
    [
        shapely.box(121.85, 30.89, 121.86, 30.9),
        shapely.box(121.5, 30.6, 122.1, 31.1),
        shapely.box(121.9, 30.7, 121.91, 31.0),
        shapely.LineString([(121.8, 30.9), (121.9, 30.95)]),
        shapely.Point(121.9, 30.9),
    ],
    ids=["small", "large", "tall", "line", "point"],
)
def test_the_site_lies_in_the_middle_of_the_picture(atlas: Atlas, shape: shapely.Geometry) -> None:
    root = ET.fromstring(location_map(atlas, shape, ["lg-new-area"]))
    assert int(root.attrib["width"]) == pytest.approx(WIDTH, abs=3)
    assert int(root.attrib["height"]) == pytest.approx(HEIGHT, abs=6)
    last = list(root)[-1]
    assert PALETTE["accent"] in last.attrib.values()
    assert last.tag in {f"{_SVG}path", f"{_SVG}circle"}


def test_places_round_it_are_outlines(atlas: Atlas) -> None:
    site = shapely.box(121.85, 30.89, 121.86, 30.9)
    plain, marked = (location_map(atlas, site, places).count("<path") for places in ([], atlas.features.index))
    assert marked > plain
