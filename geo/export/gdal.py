"""Formats that GDAL writes well: GeoPackage, FlatGeobuf, Shapefile; and GeoParquet through pyarrow.

A million parcels do not fit a list of Python objects, so features go to GDAL in portions of `PORTION`.
"""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyogrio
import shapely

from geo.errors import Fault, ParameterError
from geo.export.fields import BY_NAME, column_names

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from geo.export.delivery import Delivery

#: Features handed to GDAL at a time.
PORTION = 10_000


def named(delivery: Delivery, naming: str) -> gpd.GeoDataFrame:
    """Give the frame of a delivery with the column names of the file and plain column types."""
    frame = delivery.frame.reset_index(drop=True)
    for name in frame.columns:
        if name in BY_NAME and BY_NAME[name].kind == "text":
            frame[name] = frame[name].astype("str").where(frame[name].notna(), None)
    return frame.rename(columns=column_names(frame.columns, naming))


def write_portions(frame: gpd.GeoDataFrame, path: Path, driver: str, **options: Any) -> None:
    """Write a frame to a file GDAL can append to, `PORTION` rows at a time.

    Parameters
    ----------
    frame : geopandas.GeoDataFrame
    path : pathlib.Path
    driver : str
        A GDAL driver that can append.
    **options
        Further arguments of `pyogrio.write_dataframe`.
    """
    for start in range(0, len(frame), PORTION):
        part = frame.iloc[start : start + PORTION]
        with warnings.catch_warnings():
            # A layer without any located place has no geometry type; the file is right nevertheless.
            warnings.filterwarnings("ignore", message=".*geometry_type.*")
            pyogrio.write_dataframe(part, path, driver=driver, append=start > 0, **options)


def geometry_type(frame: gpd.GeoDataFrame) -> tuple[str, bool]:
    """Give the one type a layer of GDAL can hold, and whether single shapes must become multi-part ones."""
    kinds = set(frame.geometry.dropna().geom_type)
    single = {kind.removeprefix("Multi") for kind in kinds}
    if len(single) != 1:
        return "Unknown", False
    only = single.pop()
    is_multi = any(kind.startswith("Multi") for kind in kinds)
    return (f"Multi{only}" if is_multi else only), is_multi


def write_fgb(delivery: Delivery, path: Path, *, naming: str = "names") -> None:
    """Write a delivery as FlatGeobuf; places without location are rows with a null geometry and need no index.

    Parameters
    ----------
    delivery : Delivery
    path : pathlib.Path
    naming : {"names", "codes"}
    """
    frame = named(delivery, naming)
    kind, multi = geometry_type(frame)
    # FlatGeobuf's index refuses null geometries (GDAL drops the rows), so those layers go without it.
    index = "NO" if frame.geometry.isna().any() else "YES"
    pyogrio.write_dataframe(
        frame,
        path,
        layer=delivery.entry.id,
        driver="FlatGeobuf",
        geometry_type=kind,
        promote_to_multi=multi,
        layer_options={
            "SPATIAL_INDEX": index,
            "TITLE": delivery.entry.title_zh,
            "DESCRIPTION": "\n".join(delivery.metadata().values()),
        },
    )


def write_parquet(delivery: Delivery, path: Path, *, naming: str = "names") -> None:
    """Write a delivery as GeoParquet 1.1, the notes in the metadata of the file.

    Parameters
    ----------
    delivery : Delivery
    path : pathlib.Path
    naming : {"names", "codes"}

    Raises
    ------
    ParameterError
        If pyarrow is not installed.
    """
    try:
        import pyarrow.parquet as pq  # noqa: PLC0415  # 55 MB that only this format needs
    except ModuleNotFoundError as error:
        fault = Fault("pyarrow is not installed", "the extra [parquet]", "format", "pip install lingang-atlas[parquet]")
        raise ParameterError(fault) from error
    import pyarrow as pa  # noqa: PLC0415

    frame = named(delivery, naming)
    table = pa.table(frame.to_arrow(geometry_encoding="WKB", index=False))
    geo = geoparquet_metadata(frame)
    notes = {f"lingang:{key}": value for key, value in delivery.metadata().items()}
    table = table.replace_schema_metadata({"geo": geo, **notes})
    pq.write_table(table, path, compression="zstd", row_group_size=PORTION)


def geoparquet_metadata(frame: gpd.GeoDataFrame) -> str:
    """Give the ``geo`` member GeoParquet asks for (specification 1.1, file metadata)."""
    kinds = sorted(set(frame.geometry.dropna().geom_type))
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": kinds, "crs": frame.crs.to_json_dict()}
    bounds = frame.total_bounds
    if np.isfinite(bounds).all():
        column["bbox"] = [float(value) for value in bounds]
    return json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}})


def attribute_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Give a seed table with None for empty cells, as an attribute table of a file."""
    return rows.astype("str").where(rows != "", None)


def split_types(frame: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Split a frame by what a Shapefile can hold together: ``polygon``, ``line``, ``point``, ``none``."""
    kind = frame.geometry.geom_type.fillna("")
    names = {"polygon": "Polygon", "line": "LineString", "point": "Point"}
    parts = {key: frame[kind.str.removeprefix("Multi") == name] for key, name in names.items()}
    parts["none"] = frame[shapely.is_missing(frame.geometry.to_numpy())]
    return {key: part for key, part in parts.items() if len(part)}
