"""Write a File Geodatabase, zipped: one feature class for each kind of shape, statements and notes as tables beside it.

The folder inside is named ``….gdb``. GDAL, QGIS and ArcGIS Pro open it, most of them without unpacking. Each column has
its Chinese heading as alias.
"""

from __future__ import annotations

import re
import tempfile
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyogrio

from geo.columns import FIELDS, column_names
from geo.export import gdal
from geo.export.gpkg import tables
from geo.readers import drivers
from geo.readers.drivers import WRITE_DRIVERS

if TYPE_CHECKING:
    from geo.export.layer_content import LayerContent

#: Name of the metadata of a column that GDAL writes as its alias.
_ALIAS = b"GDAL:OGR:alternative_name"


def write(content: LayerContent, path: Path, *, naming: str = "names") -> None:
    """Write the content of a layer as a zipped File Geodatabase.

    Parameters
    ----------
    content : LayerContent
    path : pathlib.Path
        Its name should end in ``.gdb.zip``, by which programs know it.
    naming : {"names", "codes"}
        Names of the columns of the layer.
    """
    # Letters, digits and underscores only, and no digit first: ArcGIS refuses other names.
    layer = re.sub(r"^(?=\d)|\W", "_", content.entry.id)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / f"{layer}.gdb"
        with drivers.as_disk_faults(path), warnings.catch_warnings():
            # Columns of a reader's own file may be words of SQL: GDAL writes them with an underscore behind.
            warnings.filterwarnings("ignore", message=".*laundered field name.*")
            # Programs before ArcGIS Pro 3.2 know no whole numbers of 64 bits.
            warnings.filterwarnings("ignore", message=".*will be written as a Float64.*")
            _write_classes(content, database, layer, naming)
            for name, rows in tables(content, naming, "gdb").items():
                pyogrio.write_dataframe(rows, database, layer=name, driver=WRITE_DRIVERS["gdb"])
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(database.iterdir()):
                archive.write(file, f"{database.name}/{file.name}")


def class_names(content: LayerContent, layer: str) -> dict[str, str]:
    """Return the feature class of each kind of shape; places without one are rows of the first.

    Returns
    -------
    dict of str to str
        ``polygon``, ``line``, ``point`` -> the name of the layer, with the kind behind it where there are several.
    """
    kinds = [kind for kind in gdal.families(content.summary) if kind != "none"] or ["polygon"]
    return {kind: layer if len(kinds) == 1 else f"{layer}_{kind}" for kind in kinds}


def _write_classes(content: LayerContent, database: Path, layer: str, naming: str) -> None:
    names, kinds = class_names(content, layer), gdal.families(content.summary)
    types = {kind: gdal.geometry_type(kinds[kind])[0] if kind in kinds else "Polygon" for kind in names}
    for part in gdal.layer_batches(content, naming):
        for kind, rows in _by_class(part, next(iter(names))).items():
            pyogrio.write_arrow(
                _with_aliases(rows, naming),
                database,
                layer=names[kind],
                driver=WRITE_DRIVERS["gdb"],
                geometry_name="geometry",
                geometry_type=types[kind],
                crs=content.crs.to_wkt(),
                append=database.exists(),
                layer_options={"LAYER_ALIAS": content.entry.title_zh},
            )


def _by_class(part: gpd.GeoDataFrame, first: str) -> dict[str, gpd.GeoDataFrame]:
    """Split rows by kind of shape; those without one go with the first kind."""
    found = gdal.split_types(part)
    nowhere = found.pop("none", None)
    if nowhere is not None:
        found[first] = gpd.GeoDataFrame(pd.concat([found[first], nowhere])) if first in found else nowhere
    return found


def _with_aliases(rows: gpd.GeoDataFrame, naming: str) -> pa.Table:
    """Return rows as an Arrow table whose columns carry their Chinese headings."""
    key_of = {column: key for key, column in column_names(FIELDS, naming).items()}
    table = pa.table(rows.to_arrow(geometry_encoding="WKB", index=False))
    fields = [
        one.with_metadata({_ALIAS: FIELDS[key_of[one.name]].heading[0].encode()}) if one.name in key_of else one
        for one in table.schema
    ]
    return pa.Table.from_arrays(table.columns, schema=pa.schema(fields))
