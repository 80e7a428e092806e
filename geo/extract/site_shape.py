"""Read a site somebody draws or drops on the map into one shape in longitude and latitude; nothing is stored.

A file without a reference system, such as most DXF, is taken for EPSG:4529 or EPSG:4550 where its numbers lie in that
zone, and the answer says so.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.errors import NOTHING_LEFT, TOO_LARGE, UNKNOWN_FORMAT, AtlasError, Fault, ParameterError
from geo.extract.plots.attributes import attributes_of, cells_of
from geo.readers.checks.bounds import STRANGERS
from geo.readers.drivers import driver_of, keep_drivers
from geo.readers.file_names import FORMATS
from geo.readers.isolated import Limits, run_isolated
from geo.readers.sound_shapes import require_sound
from geo.readers.vector_file import as_parameter_errors, parse_geojson, read_vector_file

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

#: Most vertices and features of a site: what can be measured while a reader waits.
MOST_VERTICES, MOST_FEATURES = 50_000, 2_000

#: The function the child process calls.
READ_ONE_SHAPE = "geo.extract.site_shape:read_one_shape"
#: Decimal places of the degrees in the answer: 1e-7° is a centimetre.
_DECIMALS = 7


def read_shape(text: str | bytes) -> BaseGeometry:
    """Read a GeoJSON geometry, Feature or FeatureCollection into one shape.

    Parameters
    ----------
    text : str or bytes
        RFC 7946, longitude and latitude in degrees.

    Returns
    -------
    shapely geometry
        Features of a collection merged into one: polygons if it holds any, else lines, else points.

    Raises
    ------
    ParameterError
        If the text is no GeoJSON or too large.
    GeometryError
        If a coordinate is impossible or an outline crosses itself.
    """
    with as_parameter_errors():
        return merged_shape(parse_geojson(text, "body"), "body")


def merged_shape(frame: gpd.GeoDataFrame, where: str) -> BaseGeometry:
    """Merge the features of `geo.readers.vector_file` into one shape, as `read_shape` does; raises as that."""
    if len(frame) > MOST_FEATURES:
        fault = Fault(f"{len(frame)} features", f"at most {MOST_FEATURES}", where, "send fewer", TOO_LARGE)
        raise ParameterError(fault)
    shapes = frame.geometry.dropna().to_numpy()
    if not len(shapes) or shapely.is_empty(shapes).all():
        raise ParameterError(Fault("no geometry", "at least one", where, "draw something first", NOTHING_LEFT))
    require_sound(shapes, where, most=MOST_VERTICES)
    return merge_shapes(shapes)


def merge_shapes(shapes: Any) -> BaseGeometry:
    """Merge shapes into one: polygons if there are any, else lines, else points."""
    parts = shapely.get_parts(np.asarray(shapes, dtype=object))
    # A collection may hold collections.
    while (shapely.get_type_id(parts) == shapely.GeometryType.GEOMETRYCOLLECTION).any():
        parts = shapely.get_parts(parts)
    dimension = shapely.get_dimensions(parts)
    return shapely.union_all(parts[dimension == dimension.max()])


def read_upload(filename: str, data: bytes, limits: Limits | None = None) -> dict[str, Any]:
    """Read a file that was sent, in a child process (`geo.readers.isolated`).

    Parameters
    ----------
    filename : str
        Its ending says the format: one of `geo.readers.file_names.FORMATS`.
    data : bytes
    limits : Limits, optional
        Of the child.

    Returns
    -------
    dict
        ``name``, ``crs`` (as the file says, or as guessed), ``guessed``, ``count``, ``geometry``: one GeoJSON
        geometry in degrees, polygons merged if there are any, else lines, else points; and ``warnings``, rows of
        ``text_zh`` and ``text_en``: what was assumed, and what does not fit; ``features``, a GeoJSON FeatureCollection
        with the attributes of each (`geo.extract.plots.plots.attributes_of`), or None for a single feature.

    Raises
    ------
    ParameterError
        If the format is not known, or the file is broken, empty, too large or passes a limit.
    CRSError
        If its coordinates mean nothing the atlas knows.
    GeometryError
        If an outline crosses itself.
    """
    suffix = Path(filename).suffix.lower()
    # A Shapefile is several files and a geodatabase is a folder: they come as .zip.
    known = [name for name in FORMATS if name not in {".shp", ".gdb"}]
    if suffix not in known:
        fault = Fault(
            f"a file named *{suffix}", "one of " + ", ".join(known), "file", "convert it first", UNKNOWN_FORMAT
        )
        raise ParameterError(fault)
    with tempfile.TemporaryDirectory() as folder, as_parameter_errors():
        path = Path(folder) / f"upload{suffix}"
        path.write_bytes(data)
        try:
            read: dict[str, Any] = run_isolated(READ_ONE_SHAPE, str(path), limits=limits, files=[folder])
        except AtlasError as error:
            raise type(error)([_with_given_name(fault, path, Path(filename).name) for fault in error.faults]) from error
    return {"name": Path(filename).name, **read}


def read_one_shape(file: str) -> dict[str, Any]:
    """Read a file into one shape, in the child process: with one named driver, or with none of GDAL.

    Parameters
    ----------
    file : str
        Path of a stranger's file.

    Returns
    -------
    dict
        As `read_upload`, without ``name``.
    """
    path = Path(file)
    driver = driver_of(path)
    keep_drivers([driver] if driver else [])
    taken = read_vector_file(path, bounds=STRANGERS)
    parts = shapely.get_parts(taken.features.geometry.dropna().to_numpy())
    parts = parts[~shapely.is_empty(parts)]
    if not len(parts):
        fault = Fault("no shape", "at least one", "file", "choose a file with shapes", NOTHING_LEFT)
        raise ParameterError(fault)
    if len(parts) > MOST_FEATURES:
        fault = Fault(f"{len(parts)} shapes", f"at most {MOST_FEATURES}", "file", "split the file", TOO_LARGE)
        raise ParameterError(fault)
    rounded = shapely.transform(parts, lambda xy: np.round(xy, _DECIMALS))
    require_sound(rounded, "file", most=MOST_VERTICES)
    geometry: dict[str, Any] = json.loads(shapely.to_geojson(merge_shapes(rounded)))
    return {
        "crs": taken.crs,
        "guessed": taken.guessed,
        "count": len(taken.features),
        "geometry": geometry,
        "warnings": taken.warning_rows,
        "features": _collection(taken.features),
    }


def _collection(frame: gpd.GeoDataFrame) -> dict[str, Any] | None:
    """Return features as GeoJSON with their attributes; None for a single one."""
    there = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
    if len(there) < 2:
        return None
    shapes = shapely.to_geojson(
        shapely.transform(there.geometry.to_numpy(), lambda xy: np.round(xy, _DECIMALS)).astype(object)
    )
    table = attributes_of(there)
    features = [
        {"type": "Feature", "geometry": json.loads(shape), "properties": cells_of(row)}
        for shape, (_, row) in zip(shapes, table.iterrows(), strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _with_given_name(fault: Fault, path: Path, name: str) -> Fault:
    """Replace the temporary path in a fault by the name of the file as it was sent."""
    where, found = (text.replace(str(path), name) for text in (fault.where, fault.found))
    return replace(fault, where=where, found=found)
