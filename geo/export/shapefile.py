"""Write zipped Shapefiles: field codes in ASCII, one file per geometry type, dictionary, statements and notes as CSV.

GBK can be chosen, because older ArcGIS and CASS in Chinese offices ignore the ``.cpg`` and read the code page of the
system.
"""

from __future__ import annotations

import tempfile
import zipfile
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo.columns import FIELDS
from geo.errors import Fault, ParameterError
from geo.export import gdal
from geo.export.feature_fields import attribute_text
from geo.export.field_list import dictionary_rows
from geo.readers.drivers import WRITE_DRIVERS
from geo.spreadsheets.csv_file import append_csv, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

    from geo.export.layer_content import LayerContent

ENCODINGS = {"utf-8": "UTF-8", "gbk": "GBK"}
#: A dBASE text holds 254 bytes.
TEXT_BYTES = 254
_LEFT_OUT = FIELDS["claims_json"].code
_KEPT = {"geometry", *(item.code for item in FIELDS.values())} - {_LEFT_OUT}
_TEXTS = [item.code for item in FIELDS.values() if item.kind == "text" and item.code != _LEFT_OUT]


def write(content: LayerContent, path: Path, *, naming: str = "codes", encoding: str = "utf-8") -> None:
    """Write the content of a layer as a zip of Shapefiles.

    Parameters
    ----------
    content : LayerContent
    path : pathlib.Path
    naming : str
        Ignored: the columns of a Shapefile are always codes.
    encoding : {"utf-8", "gbk"}
        Of the ``.dbf``, as its ``.cpg`` says.

    Raises
    ------
    ParameterError
        If `encoding` is none of the two.
    """
    del naming
    if encoding not in ENCODINGS:
        raise ParameterError(Fault(f"encoding={encoding!r}", "utf-8 or gbk", "encoding", "choose one of the two"))
    kinds = gdal.families(content.summary)
    stems = {kind: content.entry.id if len(kinds) == 1 else f"{content.entry.id}_{kind}" for kind in kinds}
    names = {kind: f"{stem}.{'dbf' if kind == 'none' else 'shp'}" for kind, stem in stems.items()}
    with tempfile.TemporaryDirectory() as folder:
        for batch in gdal.layer_batches(content, "codes"):
            part = _with_note(batch, content)
            # The full texts, because a dBASE cell may cut them.
            append_csv(Path(folder) / "full-text.csv", _TEXTS, part[_TEXTS].itertuples(index=False))
            for kind, rows in gdal.split_types(_fitted(part, encoding)).items():
                _append(rows, Path(folder) / names[kind], ENCODINGS[encoding])
        for kind, rows in kinds.items():
            gdal.require_rows(Path(folder) / names[kind], sum(rows.values()))
        _write_tables(content, Path(folder))
        _pack(Path(folder), path)


def _append(rows: gpd.GeoDataFrame, target: Path, encoding: str) -> None:
    frame = pd.DataFrame(rows.drop(columns="geometry")) if target.suffix == ".dbf" else rows
    gdal.append(frame, target, WRITE_DRIVERS["shp"], encoding=encoding)
    target.with_suffix(".cpg").write_text(encoding, encoding="ascii")


def _with_note(part: gpd.GeoDataFrame, content: LayerContent) -> gpd.GeoDataFrame:
    """Say the attributes of an own layer in the note: names of ten characters would tear its columns apart."""
    names = [str(name) for name in content.attributes.columns]
    if not names:
        return part
    said = [attribute_text(row) for row in part[names].to_dict("records")]
    return part.assign(**{FIELDS[key].code: said for key in ("note_zh", "note_en")})


def _fitted(part: gpd.GeoDataFrame, encoding: str) -> gpd.GeoDataFrame:
    # The reader's own columns stand in the note and in attributes.csv.
    out = part[[code for code in part if code in _KEPT]]
    for code in _TEXTS:
        out[code] = [_fit(value, encoding) for value in part[code]]
    return out


def _fit(value: str | None, encoding: str) -> str | None:
    """Cut a text to the bytes of a dBASE cell, between characters; a character GBK lacks becomes ``?``, ² becomes 2."""
    if value is None or pd.isna(value):
        return None
    data = value.replace("²", "2").encode(encoding, errors="replace")[:TEXT_BYTES]
    return data.decode(encoding, errors="ignore")


def _write_tables(content: LayerContent, folder: Path) -> None:
    fields = dictionary_rows("shp", "codes")
    tables: dict[str, list[Iterable[object]]] = {
        "field-dictionary": [fields[0], *(row.values() for row in fields)],
        "notes": [("key", "note_zh", "note_en"), *content.notes()],
        **{name: _rows(table) for name, table in content.tables.items()},
    }
    for name, rows in tables.items():
        write_csv(folder / f"{name}.csv", rows)
    if len(content.attributes.columns):
        head = ["place_id", *map(str, content.attributes.columns)]
        own = (row for part in content.parts() for row in content.own_of(part).itertuples())
        write_csv(folder / "attributes.csv", chain([head], own))


def _rows(table: pd.DataFrame) -> list[Iterable[object]]:
    return [table.columns, *table.itertuples(index=False)]


def _pack(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
