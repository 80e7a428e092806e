"""Zipped Shapefile: ASCII field codes, one file per geometry type, with ``.cpg``, dictionary, statements and notes.

Why GBK can be chosen: older ArcGIS and CASS installations in Chinese offices ignore ``.cpg`` and read the system's code
page.
"""

from __future__ import annotations

import csv
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo.columns import FIELDS
from geo.errors import Fault, ParameterError
from geo.export import gdal
from geo.export.field_list import dictionary_rows
from geo.spreadsheets.safe_text import BOM, csv_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
        Ignored: a Shapefile has codes.
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
    kinds = gdal.split_types(content.rows)
    with tempfile.TemporaryDirectory() as folder:
        for part in gdal.layer_batches(content, "codes"):
            _append_full_text(part[_TEXTS], Path(folder) / "full-text.csv")
            for kind, rows in gdal.split_types(_fitted(part, encoding)).items():
                stem = content.entry.id if len(kinds) == 1 else f"{content.entry.id}_{kind}"
                _append(rows, Path(folder) / f"{stem}.{'dbf' if kind == 'none' else 'shp'}", ENCODINGS[encoding])
        _write_tables(content, Path(folder))
        _pack(Path(folder), path)


def _append(rows: gpd.GeoDataFrame, target: Path, encoding: str) -> None:
    frame = pd.DataFrame(rows.drop(columns="geometry")) if target.suffix == ".dbf" else rows
    gdal.append(frame, target, "ESRI Shapefile", encoding=encoding)
    target.with_suffix(".cpg").write_text(encoding, encoding="ascii")


def _append_full_text(texts: pd.DataFrame, path: Path) -> None:
    """Write the texts a dBASE cell may have cut, whole."""
    with path.open("a", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        if not out.tell():
            out.write(BOM)
            writer.writerow(texts.columns)
        writer.writerows(_cells(row) for row in texts.itertuples(index=False))


def _fitted(part: gpd.GeoDataFrame, encoding: str) -> gpd.GeoDataFrame:
    # Names of ten characters would tear the reader's own columns apart: they stand in the note and in attributes.csv.
    out = part[[code for code in part if code in _KEPT]]
    for code in _TEXTS:
        out[code] = [_fit(value, encoding) for value in part[code]]
    return out


def _fit(value: str | None, encoding: str) -> str | None:
    """Cut a text to what a dBASE cell holds, between characters; a character GBK lacks becomes its nearest or ``?``."""
    if value is None or pd.isna(value):
        return None
    data = value.replace("²", "2").encode(encoding, errors="replace")[:TEXT_BYTES]
    return data.decode(encoding, errors="ignore")


def _write_tables(content: LayerContent, folder: Path) -> None:
    fields = dictionary_rows("shp", "codes")
    write_csv(folder / "field-dictionary.csv", list(fields[0]), (row.values() for row in fields))
    write_csv(folder / "notes.csv", ["key", "note_zh", "note_en"], content.notes())
    if len(content.attributes.columns):
        own = content.attributes.reset_index(names="place_id")
        write_csv(folder / "attributes.csv", list(own.columns), own.itertuples(index=False))
    for name, rows in content.tables.items():
        write_csv(folder / f"{name}.csv", list(rows.columns), rows.itertuples(index=False))


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a companion table as UTF-8 CSV with byte order mark, texts guarded."""
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(BOM)
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(map(csv_cell, header))
        writer.writerows(_cells(row) for row in rows)


def _cells(row: Iterable[object]) -> list[object]:
    return [csv_cell(None if pd.isna(cell) else cell) for cell in row]  # type: ignore[call-overload]


def _pack(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
