"""Pieces of a source are checked, turned into degrees, repaired if asked, and measured."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyproj
import pytest
import shapely

from geo.errors import GeometryError
from geo.measure.area import area_km2
from geo.store.reading.checked_pieces import Findings, ReadyPiece, ready_pieces
from geo.store.reading.source_pieces import Piece, Source

BOX = shapely.box(121.7, 30.85, 121.71, 30.86)
TIE = shapely.Polygon([(121.8, 30.9), (121.9, 30.91), (121.9, 30.9), (121.8, 30.91)])


def taken(shapes: list[object], crs: str = "EPSG:4490", *, repair: bool = False) -> tuple[ReadyPiece, Findings]:
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    columns = pa.RecordBatch.from_arrays([pa.array(range(len(shapes)))], ["n"])
    pieces = iter([Piece(columns, array)])
    source = Source(columns.schema, pyproj.CRS(crs), False, len(shapes), "x", pieces)
    findings = Findings()
    (piece,) = ready_pieces(source, "x.gpkg", findings, repair=repair)
    return piece, findings


def test_areas_and_lines_are_measured_and_heights_and_empty_shapes_go() -> None:
    line = shapely.LineString([(121.7, 30.85), (121.7, 30.86)])
    piece, findings = taken([shapely.force_3d(BOX, 5), line, shapely.Polygon(), None, shapely.Point(121, 31)])
    assert piece.area_km2[0] == area_km2([BOX], "EPSG:4490")[0]
    assert np.isnan(piece.area_km2[1:]).all()
    assert piece.length_km[1] == pytest.approx(1.109, abs=0.001)
    assert not piece.shapes[0].has_z
    assert piece.shapes[2] is None
    assert findings.count == 5
    assert findings.types == {-1, 0, 1, 3}


def test_metres_become_degrees() -> None:
    projected = shapely.box(41_380_000, 3_420_000, 41_381_000, 3_421_000)
    piece, _ = taken([projected], "EPSG:4529")
    assert piece.area_km2[0] == pytest.approx(1.0, rel=1e-2)
    assert 121 < piece.shapes[0].bounds[0] < 123


def test_a_repair_keeps_the_dimension_and_is_noted() -> None:
    flat = shapely.Polygon([(121, 30), (121.1, 30), (121.2, 30), (121, 30)])
    piece, findings = taken([BOX, TIE, flat], repair=True)
    assert piece.shapes[1].geom_type == "MultiPolygon"
    assert piece.shapes[2] is None
    assert findings.repaired == 2
    assert [one.partition(":")[0] for one in findings.repairs] == ["2", "3"]
    with pytest.raises(GeometryError, match="feature 2: Self-intersection"):
        taken([BOX, TIE])


def test_coordinates_that_cannot_be_are_refused() -> None:
    with pytest.raises(GeometryError, match="beyond 180 or 90 degrees"):
        taken([shapely.Point(500, 0)])
