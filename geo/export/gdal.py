"""Write FlatGeobuf, and the layers of a GeoPackage or Shapefile, with GDAL and pyarrow.

Features are written in batches (`geo.measure.arrays.BATCH_ROWS`), so that memory does not grow with the layer.
"""

from __future__ import annotations

import errno
import warnings
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely
from pandas.api.types import is_numeric_dtype

from geo.columns import FIELDS, column_names
from geo.readers.drivers import WRITE_DRIVERS, as_disk_faults

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    import geopandas as gpd

    from geo.export.layer_content import LayerContent, Summary


def layer_batches(content: LayerContent, naming: str) -> Iterator[gpd.GeoDataFrame]:
    """Iterate over batches of the content, with the column names of the file and types that GDAL can write."""
    columns = column_names([*FIELDS, "geometry"], naming)
    for part in content.batches():
        frame = part.reset_index(drop=True)
        texts = [key for key, field in FIELDS.items() if field.kind == "text"]
        texts += [str(name) for name, dtype in content.attributes.dtypes.items() if not is_numeric_dtype(dtype)]
        for name in texts:
            frame[name] = frame[name].astype("str").where(frame[name].notna(), None)
        yield frame.rename(columns=columns)


def append(frame: gpd.GeoDataFrame | pd.DataFrame, path: Path, driver: str, **options: Any) -> None:
    """Write a frame to a file, or add it to one that exists.

    Parameters
    ----------
    frame : geopandas.GeoDataFrame or pandas.DataFrame
    path : pathlib.Path
    driver : str
        A GDAL driver that can append.
    **options
        Further arguments of `pyogrio.write_dataframe`.
    """
    with warnings.catch_warnings():
        # A layer without any shape has no geometry type; the file is right nevertheless.
        warnings.filterwarnings("ignore", message=".*geometry_type.*")
        with as_disk_faults(path):
            pyogrio.write_dataframe(frame, path, driver=driver, append=path.exists(), **options)


def require_rows(path: Path, rows: int) -> None:
    """Raise OSError unless a file holds so many features: GDAL says nothing of a full disk at some formats."""
    try:
        with pyogrio.open_arrow(path, use_pyarrow=True) as (_, batches):
            found = sum(batch.num_rows for batch in batches)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pa.ArrowException, OSError, IndexError):
        found = 0  # IndexError is what pyogrio raises of a file without a layer
    if found != rows:
        raise OSError(errno.EIO, f"only {found} of {rows} features were written; is the disk full?", str(path))


def geometry_type(kinds: Collection[str]) -> tuple[str, bool]:
    """Return the type GDAL gives a layer of some geometry types, and whether single shapes must become multi-part."""
    single = {kind.removeprefix("Multi") for kind in kinds}
    if len(single) != 1:
        return "Unknown", False
    only = single.pop()
    is_multi = any(kind.startswith("Multi") for kind in kinds)
    return (f"Multi{only}" if is_multi else only), is_multi


def write_fgb(content: LayerContent, path: Path, *, naming: str = "names") -> None:
    """Write the content of a layer as FlatGeobuf; places without a location have a null geometry.

    Parameters
    ----------
    content : LayerContent
    path : pathlib.Path
    naming : {"names", "codes"}
    """
    kind, multi = geometry_type(content.summary.kinds)
    # With an index GDAL drops rows whose geometry is null, so such a layer has none.
    index = "NO" if content.summary.missing else "YES"
    # FlatGeobuf cannot be appended to: GDAL reads a stream of batches and writes the file at once.
    with as_disk_faults(path):
        pyogrio.write_arrow(
            arrow_stream(content, naming, kind if multi else None),
            path,
            layer=content.entry.id,
            driver=WRITE_DRIVERS["fgb"],
            geometry_name="geometry",
            geometry_type=kind,
            crs=content.crs.to_wkt(),
            layer_options={
                "SPATIAL_INDEX": index,
                "TITLE": content.entry.title_zh,
                "DESCRIPTION": "\n".join(content.metadata().values()),
            },
        )
    require_rows(path, content.summary.features)


def arrow_stream(content: LayerContent, naming: str, multi: str | None = None) -> pa.RecordBatchReader:
    """Return the content as a stream of Arrow batches; shapes are WKB, made multi-part of type `multi` if given."""

    def batches() -> Iterator[pa.RecordBatch]:
        for frame in layer_batches(content, naming):
            if multi:
                frame.geometry = _multi(frame.geometry.to_numpy(), multi)
            yield from pa.table(frame.to_arrow(geometry_encoding="WKB", index=False)).to_batches()

    made = batches()
    first = next(made)
    return pa.RecordBatchReader.from_batches(first.schema, chain([first], made))


def _multi(shapes: Any, kind: str) -> Any:
    """Make all shapes multi-part; None stays None."""
    make: dict[str, Any] = {"MultiPolygon": shapely.multipolygons, "MultiLineString": shapely.multilinestrings}
    parts, rows = shapely.get_parts(shapes, return_index=True)
    out = np.full(len(shapes), None, dtype=object)
    return make.get(kind, shapely.multipoints)(parts, indices=rows, out=out)


def attribute_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a seed table with None in its empty cells, to be written as an attribute table."""
    return rows.astype("str").where(rows != "", None)


#: What a file of one kind of shape holds, by the geometry types in it.
FAMILIES = {"polygon": "Polygon", "line": "LineString", "point": "Point"}


def families(summary: Summary) -> dict[str, Mapping[str, int]]:
    """Return the kinds of shapes as `split_types` names them, each with the numbers of its geometry types."""
    found: dict[str, Mapping[str, int]] = {
        key: {kind: number for kind, number in summary.kinds.items() if kind.removeprefix("Multi") == name}
        for key, name in FAMILIES.items()
    }
    return {key: kinds for key, kinds in {**found, "none": {"": summary.missing}}.items() if sum(kinds.values())}


def split_types(frame: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Split a frame by geometry type, as a Shapefile holds one type: ``polygon``, ``line``, ``point``, ``none``."""
    kind = frame.geometry.geom_type.fillna("")
    parts = {key: frame[kind.str.removeprefix("Multi") == name] for key, name in FAMILIES.items()}
    parts["none"] = frame[shapely.is_missing(frame.geometry.to_numpy())]
    return {key: part for key, part in parts.items() if len(part)}
