"""Write a GeoPackage: the layer with its style, and statements, figures, dictionary and notes as attribute tables.

Columns carry their names and values, features lead to their statements (`geo.export.gpkg_extensions`).

A layer that mixes areas, lines and points becomes one table of mixed geometry. QGIS shows it as one entry for each
type, and uses the default style of ``layer_styles`` for all of them.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pandas as pd
import pyogrio

from geo.columns import FIELDS, column_names
from geo.export import gdal, gpkg_extensions
from geo.export.field_list import dictionary_rows
from geo.export.styles import qgis_style, sld_style
from geo.readers import drivers
from geo.readers.drivers import WRITE_DRIVERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.export.layer_content import LayerContent

_SYNCHRONOUS = "OGR_SQLITE_SYNCHRONOUS"
_STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT,
  f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT, ui TEXT, update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))
"""


def write(content: LayerContent, path: Path, *, naming: str = "names") -> None:
    """Write the content of a layer as a GeoPackage (OGC 12-128).

    Parameters
    ----------
    content : LayerContent
    path : pathlib.Path
        Must not exist.
    naming : {"names", "codes"}
        Names of the columns of the layer.
    """
    with _without_waiting():
        _write(content, path, naming)


@contextmanager
def _without_waiting() -> Iterator[None]:
    """Let SQLite not wait until the disk has written: a table takes as long as all else, and the file is new."""
    before = pyogrio.get_gdal_config_option(_SYNCHRONOUS)
    pyogrio.set_gdal_config_options({_SYNCHRONOUS: "OFF"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({_SYNCHRONOUS: before})


def _write(content: LayerContent, path: Path, naming: str) -> None:
    kind, multi = gdal.geometry_type(content.summary.kinds)
    for part in gdal.layer_batches(content, naming):
        gdal.append(
            part,
            path,
            "GPKG",
            layer=content.entry.id,
            geometry_type=kind,
            promote_to_multi=multi,
            layer_options={"IDENTIFIER": content.entry.title_zh, "DESCRIPTION": content.entry.description_zh},
            layer_metadata=content.metadata(),
            dataset_options={"VERSION": "1.2"},  # older programs warn of newer versions
        )
    with drivers.as_disk_faults(path):
        for name, rows in tables(content, naming).items():
            pyogrio.write_dataframe(rows, path, layer=name, driver=WRITE_DRIVERS["gpkg"])
        _write_style(content, path, naming)


def tables(content: LayerContent, naming: str, kind: str = "gpkg") -> dict[str, pd.DataFrame]:
    """Make the attribute tables beside a layer: seed tables, ``field_dictionary`` of a format, and ``notes``."""
    seeds = {name: gdal.attribute_table(rows) for name, rows in content.tables.items() if len(rows)}
    return {
        **seeds,
        "field_dictionary": pd.DataFrame(dictionary_rows(kind, naming), dtype="str"),
        "notes": pd.DataFrame(content.notes(), columns=["key", "note_zh", "note_en"], dtype="str"),
    }


def _write_style(content: LayerContent, path: Path, naming: str) -> None:
    entry = content.entry
    columns = column_names(FIELDS, naming)
    styles = qgis_style.qml(entry, entry.geometry, columns), sld_style.sld(entry, entry.geometry, columns)
    when = f"{content.day.isoformat()}T00:00:00.000Z"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute(_STYLES)
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', 'QGIS styles', ?)",
            (when,),
        )
        database.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
            "styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) "
            "VALUES ('', '', ?, 'geom', ?, ?, ?, 1, ?, '', NULL, ?)",
            (entry.id, entry.title_zh, *styles, entry.description_zh, when),
        )
        gpkg_extensions.describe(content, database, naming)
