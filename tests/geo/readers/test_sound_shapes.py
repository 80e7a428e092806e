"""Shapes that can be measured pass; what cannot be is refused with a name and a reason."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.errors import CRSError, GeometryError, ParameterError, SourceError
from geo.measure.arrays import BATCH_ROWS
from geo.readers.sound_shapes import guess_crs, require_sound, system_name

SQUARE = shapely.box(121.8, 30.9, 121.9, 31.0)
BOW_TIE = shapely.Polygon([(121.8, 30.9), (121.9, 31.0), (121.9, 30.9), (121.8, 31.0)])


def test_sound_shapes_and_missing_ones_pass() -> None:
    require_sound(np.array([SQUARE, None, shapely.Point(-180.0, 90.0)]), "a.gpkg")


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("row", [0, BATCH_ROWS // 2, BATCH_ROWS + 3])
def test_one_coordinate_that_is_no_number_is_seen_in_any_batch(value: float, row: int) -> None:
    shapes = np.full(BATCH_ROWS + 4, shapely.Point(121.8, 30.9), dtype=object)
    shapes[row] = shapely.Point(value, 30.9)
    with pytest.raises(GeometryError, match="a coordinate that is not a number"):
        require_sound(shapes, "a.gpkg")


@pytest.mark.parametrize("point", [(180.1, 0.0), (0.0, -90.1), (41_400_000.0, 3_420_000.0)])
def test_coordinates_that_are_no_degrees_are_refused(point: tuple[float, float]) -> None:
    with pytest.raises(GeometryError, match="beyond 180 or 90 degrees"):
        require_sound(np.array([SQUARE, shapely.Point(point)]), "a.gpkg")


def test_a_ring_that_crosses_itself_is_refused_with_its_name_and_place() -> None:
    with pytest.raises(GeometryError, match=r"b: Self-intersection\[121\.85 30\.95\]"):
        require_sound(np.array([SQUARE, BOW_TIE]), "a.gpkg", names=["a", "b"])


def test_vertices_are_counted_over_all_shapes() -> None:
    shapes = np.array([SQUARE, None, SQUARE])
    require_sound(shapes, "a.gpkg", most=10)
    with pytest.raises(ParameterError, match="10 vertices; expected at most 9"):
        require_sound(shapes, "a.gpkg", most=9)


@pytest.mark.parametrize(("east", "expected"), [(41_400_000.0, "EPSG:4529"), (400_000.0, "EPSG:4550")])
def test_metres_of_the_city_are_told_by_their_eastings(east: float, expected: str) -> None:
    assert guess_crs(gpd.GeoSeries([shapely.Point(east, 3_420_000.0)]), "a.dxf") == expected


@pytest.mark.parametrize("point", [(121.8, 30.9), (700_000.0, 3_420_000.0), (400_000.0, 4_000_000.0)])
def test_coordinates_of_neither_zone_are_not_guessed(point: tuple[float, float]) -> None:
    with pytest.raises(CRSError, match="metres of EPSG:4529 or EPSG:4550"):
        guess_crs(gpd.GeoSeries([shapely.Point(point)]), "a.dxf")


@pytest.mark.parametrize(
    "name",
    [
        "EPSG:4490",
        "urn:ogc:def:crs:EPSG::4490",
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "http://www.opengis.net/def/crs/EPSG/0/4490",
    ],
)
def test_a_code_is_the_name_of_a_system(name: str) -> None:
    assert system_name(name, "crs") == name


@pytest.mark.parametrize(
    "name",
    [
        "+init=/etc/passwd:x",
        "+proj=longlat",
        'GEOGCS["a"]',
        "http://127.0.0.1/a",
        "EPSG:" + "1" * 200,
        4490,
        True,
        None,
        [],
    ],
)
def test_a_definition_is_none(name: object) -> None:
    with pytest.raises(SourceError, match="a code such as EPSG:4490"):
        system_name(name, "crs")
