"""Write CSV (RFC 4180): every text guarded, the mark Excel needs, line ends CR LF. The only writer of CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, TextIO

import pandas as pd

from geo.spreadsheets.safe_text import safe_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: Excel reads a CSV as UTF-8 only where the file begins with the byte order mark.
BOM = "\ufeff"


def csv_bytes(rows: Iterable[Iterable[object]], *, bom: bool = True) -> bytes:
    """Return rows as a CSV in UTF-8.

    Parameters
    ----------
    rows : iterable of iterable
        The header, then the rows. None and NaN leave a cell empty, numbers stay as they are.
    bom : bool
        Begin with the byte order mark, which Excel needs to read Chinese.
    """
    out = io.StringIO(newline="")
    _write(out, rows, bom=bom)
    return out.getvalue().encode()


def write_csv(path: Path, rows: Iterable[Iterable[object]], *, bom: bool = True) -> None:
    """Write rows as a CSV file, row by row; as `csv_bytes`."""
    with path.open("w", encoding="utf-8", newline="") as out:
        _write(out, rows, bom=bom)


def append_csv(path: Path, header: Iterable[object], rows: Iterable[Iterable[object]]) -> None:
    """Add rows to a CSV file; one that does not exist begins with the mark and the header."""
    if not path.exists():
        write_csv(path, [header])
    with path.open("a", encoding="utf-8", newline="") as out:
        _write(out, rows, bom=False)


def _write(out: TextIO, rows: Iterable[Iterable[object]], *, bom: bool) -> None:
    out.write(BOM if bom else "")
    csv.writer(out, lineterminator="\r\n").writerows([_cell(value) for value in row] for row in rows)


def _cell(value: object) -> object:
    if isinstance(value, str):
        return safe_text(value)
    return "" if value is None or value is pd.NA or value != value else value  # noqa: PLR0124  # NaN
