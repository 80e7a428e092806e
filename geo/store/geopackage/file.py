"""Write a GeoPackage of a store: one table of features with its index, its figures and the triggers that keep them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyogrio
import shapely

from geo.readers.drivers import as_disk_faults
from geo.store.geopackage.table import TABLE
from geo.store.own.columns import AREA, LENGTH, SHAPE, names_in_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from geo.measure.arrays import Floats
    from geo.store.reading.checked_pieces import Findings, ReadyPiece

_TYPE_NAMES = ("POINT", "LINESTRING", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON")
#: A figure does not outlive the shape it was measured from: it is measured anew when it is read.
_TRIGGERS = f"""
CREATE TRIGGER atlas_new_shape AFTER INSERT ON {TABLE}
BEGIN UPDATE {TABLE} SET {AREA} = NULL, {LENGTH} = NULL WHERE fid = NEW.fid; END;
CREATE TRIGGER atlas_other_shape AFTER UPDATE OF {SHAPE} ON {TABLE} WHEN OLD.{SHAPE} IS NOT NEW.{SHAPE}
BEGIN UPDATE {TABLE} SET {AREA} = NULL, {LENGTH} = NULL WHERE fid = NEW.fid; END;
"""


def write_geopackage(path: Path, schema: pa.Schema, pieces: Iterable[ReadyPiece], findings: Findings) -> None:
    """Write features piece by piece.

    Parameters
    ----------
    path : pathlib.Path
        Nothing is there yet.
    schema : pyarrow.Schema
        The own columns.
    pieces : iterable of ReadyPiece
        Their shapes are in longitude/latitude.
    findings : Findings
        Says afterwards what types the shapes have.
    """
    named = names_in_table(schema.names)
    fields = [pa.field(named[field.name], field.type) for field in schema]
    figures = [pa.field(AREA, pa.float64()), pa.field(LENGTH, pa.float64())]
    whole = pa.schema([*fields, *figures, pa.field(SHAPE, pa.binary())])
    failed: list[BaseException] = []
    reader = pa.RecordBatchReader.from_batches(whole, _noting(_batches(whole, pieces), failed))
    pyogrio.set_gdal_config_options({"OGR_SQLITE_SYNCHRONOUS": "OFF"})  # the file is written through when it is whole
    try:
        _write(reader, path)
    except (RuntimeError, OSError) as error:
        # GDAL tells only that reading failed.
        raise (failed or [error])[0] from None
    finally:
        pyogrio.set_gdal_config_options({"OGR_SQLITE_SYNCHRONOUS": None})
    with as_disk_faults(path):
        _finish(path, findings)


def _write(reader: pa.RecordBatchReader, path: Path) -> None:
    with as_disk_faults(path):
        pyogrio.raw.write_arrow(
            reader,
            path,
            layer=TABLE,
            driver="GPKG",
            geometry_name=SHAPE,
            geometry_type="Unknown",
            crs="EPSG:4326",
            dataset_options={"VERSION": "1.2"},  # older programs warn of newer versions
            layer_options={"GEOMETRY_NAME": SHAPE, "FID": "fid", "SPATIAL_INDEX": "YES"},
        )


def _noting(batches: Iterator[pa.RecordBatch], failed: list[BaseException]) -> Iterator[pa.RecordBatch]:
    """Yield batches, and note the error that ends them."""
    try:
        yield from batches
    except BaseException as error:
        if not isinstance(error, GeneratorExit):  # the reader has stopped: the fault is its own
            failed.append(error)
        raise


def _batches(whole: pa.Schema, pieces: Iterable[ReadyPiece]) -> Iterator[pa.RecordBatch]:
    for piece in pieces:
        wkb = pa.array(shapely.to_wkb(piece.shapes), pa.binary())
        columns = [piece.columns.column(number) for number in range(piece.columns.num_columns)]
        arrays = [*columns, _figure(piece.area_km2), _figure(piece.length_km), wkb]
        yield pa.RecordBatch.from_arrays(arrays, schema=whole)


def _figure(values: Floats) -> pa.Array:
    return pa.array(values, pa.float64(), mask=np.isnan(values))


def _finish(path: Path, findings: Findings) -> None:
    """State the type of the shapes where it is one, and make the triggers."""
    types = {_TYPE_NAMES[one] for one in findings.types if 0 <= one < len(_TYPE_NAMES)}
    with closing(sqlite3.connect(path)) as database, database:
        if len(types) == 1 and -1 not in findings.types - {-1}:
            asked = "UPDATE gpkg_geometry_columns SET geometry_type_name = ? WHERE table_name = ?"
            database.execute(asked, (types.pop(), TABLE))
        database.executescript(_TRIGGERS)
