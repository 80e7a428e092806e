"""FlatGeobuf, and which geometry type a layer of a file gets."""

from __future__ import annotations

from pathlib import Path

import pyogrio
import pytest
import shapely

from geo import Atlas
from geo.export.gdal import geometry_type, split_types
from tests.geo.export.layer_files import export
from tests.geo.shapes import frame

POINT, SQUARE = shapely.Point(121.8, 30.9), shapely.box(121.8, 30.9, 121.9, 31.0)


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        ([SQUARE, None], ("Polygon", False)),
        ([SQUARE, shapely.MultiPolygon([SQUARE])], ("MultiPolygon", True)),
        ([SQUARE, POINT], ("Unknown", False)),
        ([None], ("Unknown", False)),
    ],
)
def test_a_layer_of_one_kind_has_its_type_and_a_mixed_one_none(shapes: list[object], expected: object) -> None:
    assert geometry_type(set(frame(*shapes).geom_type.dropna())) == expected


def test_a_frame_is_split_by_what_a_shapefile_can_hold() -> None:
    parts = split_types(frame(POINT, SQUARE, shapely.MultiPolygon([SQUARE]), None))
    assert {kind: list(rows.index) for kind, rows in parts.items()} == {
        "polygon": ["b", "c"],
        "point": ["a"],
        "none": ["d"],
    }


def test_flatgeobuf_keeps_the_places_without_location(atlas: Atlas, tmp_path: Path) -> None:
    located = atlas.layer("parks").geometry.notna()
    assert not located.all()
    found = pyogrio.read_dataframe(export(atlas, tmp_path, "parks", "fgb")).set_index("place_id")
    assert dict(found.geometry.notna()) == dict(located)
