"""Read a vector file somebody drops on the map into one shape in longitude and latitude; the file is forgotten at once.

A file without a reference system, such as most DXF, is taken for EPSG:4529 or EPSG:4550 where its numbers lie in that
zone, and the answer says so.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.errors import NOTHING_LEFT, TOO_LARGE, UNKNOWN_FORMAT, AtlasError, Fault, ParameterError
from geo.extract.site import MOST_FEATURES, MOST_VERTICES, merge_shapes
from geo.readers.drivers import READ_DRIVERS, keep_drivers
from geo.readers.isolated import Limits, run_isolated
from geo.readers.vector_file import FORMATS, MAX_VERTICES, as_parameter_errors, read_vector_file, require_sound

#: The function the child process calls.
READ_ONE_SHAPE = "geo.extract.site_shape:read_one_shape"
#: Decimal places of a degree that are given back: 1e-7° is a centimetre.
_DECIMALS = 7


def read_upload(filename: str, data: bytes, limits: Limits | None = None) -> dict[str, Any]:
    """Read a file in a child process (`geo.readers.isolated`).

    Parameters
    ----------
    filename : str
        Its ending says the format: one of `geo.readers.vector_file.FORMATS`.
    data : bytes
    limits : Limits, optional
        Of the child.

    Returns
    -------
    dict
        ``name``, ``crs`` (as the file says, or as guessed), ``guessed``, ``count`` and ``geometry``: one GeoJSON
        geometry in degrees, polygons merged if there are any, else lines, else points.

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
    known = [name for name in FORMATS if name != ".shp"]  # a Shapefile is several files: it comes as .zip
    if suffix not in known:
        fault = Fault(
            f"a file named *{suffix}", "one of " + ", ".join(known), "file", "convert it first", UNKNOWN_FORMAT
        )
        raise ParameterError(fault)
    with tempfile.TemporaryDirectory() as folder, as_parameter_errors():
        path = Path(folder) / f"upload{suffix}"
        path.write_bytes(data)
        try:
            read: dict[str, Any] = run_isolated(READ_ONE_SHAPE, str(path), limits=limits)
        except AtlasError as error:
            raise type(error)([_named(fault, path, Path(filename).name) for fault in error.faults]) from error
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
    driver = READ_DRIVERS.get(path.suffix)
    keep_drivers([driver] if driver else [])
    taken = read_vector_file(path, most=MAX_VERTICES)
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
    return {"crs": taken.crs, "guessed": taken.guessed, "count": len(taken.features), "geometry": geometry}


def _named(fault: Fault, path: Path, name: str) -> Fault:
    """Call the file by the name the reader knows, wherever it was put meanwhile."""
    where, found = (text.replace(str(path), name) for text in (fault.where, fault.found))
    return replace(fault, where=where, found=found)
