"""Read GeoJSON: a text as a whole, a file one feature at a time, so that a large file is never in memory as objects.

The objects of a document with 100 000 parcels of 20 vertices take 650 MB. `read` keeps the values of a feature, column
by column, and its shape, one shape at a time: 100 MB.

Why
---
`read` cuts a file into features with the decoder of Python's ``json``, which `parse` uses too: a file and a text with
the same content must give the same values and the same errors, with the position in the document. ijson, the usual
library for this, differs from ``json``. It rejects NaN and Infinity, for which we have an error of our own. It makes a
Decimal of every fraction, or, told to make floats, rejects whole numbers beyond 64 bits. It replaces half a surrogate
pair by "?", which we refuse. And it keeps a path for every bracket that is open: the memory for a file of opening
brackets grows with the square of their number.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, TextIO

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.coordinates.crs import WGS84, to_lonlat
from geo.errors import TOO_LARGE, AtlasError, Fault, GeometryError, ParameterError, SourceError
from geo.text_files import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_GEOMETRIES = {f"{many}{kind}" for many in ("", "Multi") for kind in ("Polygon", "LineString", "Point")}
_GEOMETRIES.add("GeometryCollection")
#: Characters read from the file at a time.
_PIECE = 1 << 18
#: Texts that are stored once each, however often they occur in a file.
_MOST_SHARED = 10_000
_BLANK = " \t\n\r"

#: Most cells of the table: if every feature has a property no other has, a few MB of text become gigabytes of cells.
_MOST_CELLS = 1_000_000


def read(path: Path) -> gpd.GeoDataFrame:
    """Read a GeoJSON file.

    Parameters
    ----------
    path : pathlib.Path
        UTF-8, with or without byte order mark.

    Returns
    -------
    geopandas.GeoDataFrame
        As `parse` returns it.

    Raises
    ------
    SourceError, GeometryError, CRSError
        As `parse` does.
    """
    where, rows, shapes = str(path), _Rows(), []
    try:
        document = _document(path, rows.add)
        if document.get("type") != "FeatureCollection" or not rows.count:
            raise _NotPlainError
        table = rows.table()
        # Shapes are made in a second pass: made between the texts, they would keep freed memory from being reused.
        _document(path, lambda feature: shapes.append(_shape(feature.get("geometry"), where)))
    except (ValueError, RecursionError, OSError, AtlasError, _NotPlainError):
        # Not a sound collection: `parse` reads the document as a whole, or raises the error that says what is wrong.
        return parse(read_text(path), where)
    return _in_system(_frame(table, shapes), document, where)


def parse(text: str | bytes, where: str) -> gpd.GeoDataFrame:
    """Read a GeoJSON document as a whole.

    Parameters
    ----------
    text, where
        As `geo.readers.vector_file.parse_geojson` takes them.

    Returns
    -------
    geopandas.GeoDataFrame
        Properties; ``place_id`` is made of the ids where the properties have none. The system is that of the ``crs``
        member (GeoJSON 2008), else WGS84; None where the numbers cannot be degrees.

    Raises
    ------
    SourceError
        If the text is no GeoJSON, or holds no feature.
    GeometryError
        If a geometry cannot be read.
    CRSError
        If the text names a system that is unknown or Mercator.
    ParameterError
        If the table of properties would be too large.
    """
    try:
        document = json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except (ValueError, RecursionError) as error:
        raise SourceError(Fault(str(error)[:200], "GeoJSON in UTF-8", where, "mend the file")) from error
    rows, shapes = _Rows(), []
    for feature in _feature_list(document, where):
        try:
            rows.add(feature)
        except UnicodeEncodeError as error:
            found = f"half a surrogate pair, {error.object[error.start : error.end]!r}"
            raise SourceError(Fault(found, "characters", where, "mend the text of the property")) from error
        shapes.append(_shape(feature.get("geometry"), where))
    if rows.cells > max(_MOST_CELLS, len(text)):
        found = f"{rows.cells} cells of properties in {len(text)} characters"
        fault = Fault(found, f"at most {_MOST_CELLS}, or one a character", where, "name the columns alike", TOO_LARGE)
        raise ParameterError(fault)
    return _in_system(_frame(rows.table(), shapes), document, where)


class _NotPlainError(Exception):
    """Raised for a document that is not one object with one list of features."""


class _Rows:
    """The properties of features, stored as columns: a dictionary for each feature would take ten times the memory."""

    def __init__(self) -> None:
        self.count = 0
        self._columns: dict[str, list[Any]] = {}
        self._texts: dict[str, str] = {}

    @property
    def cells(self) -> int:
        """Cells of the table: rows times columns, empty cells included."""
        return self.count * len(self._columns)

    def add(self, feature: Any) -> None:
        """Keep the id and the properties of a feature.

        Raises
        ------
        UnicodeEncodeError
            If a text holds half a surrogate pair: JSON can spell it, but no encoding can write it.
        """
        if not isinstance(feature, dict):
            raise _NotPlainError
        properties = feature.get("properties")
        row = {**(properties if isinstance(properties, dict) else {}), "_id": feature.get("id")}
        for name, value in row.items():
            _require_text(name)
            _require_text(value)
            column = self._columns.setdefault(name, [])
            column.extend([math.nan] * (self.count - len(column)))
            column.append(self._shared(value) if isinstance(value, str) else value)
        self.count += 1

    def _shared(self, text: str) -> str:
        if len(self._texts) < _MOST_SHARED:
            return self._texts.setdefault(text, text)
        return self._texts.get(text, text)

    def table(self) -> pd.DataFrame:
        """Make the table, and free each column while it is copied."""
        table = {}
        while self._columns:
            name = next(iter(self._columns))
            column = self._columns.pop(name)
            table[name] = pd.Series(column + [math.nan] * (self.count - len(column)))
        return pd.DataFrame(table)


def _require_text(value: Any) -> None:
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and not value.isascii():
        value.encode()


def _frame(table: pd.DataFrame, shapes: list[Any]) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(table, geometry=shapes)
    if "place_id" not in frame and frame["_id"].notna().all():
        frame["place_id"] = frame["_id"].astype(str)
    return frame.drop(columns="_id")


def _document(path: Path, take: Callable[[Any], None]) -> dict[str, Any]:
    with path.open(encoding="utf-8-sig") as file:
        return _Pieces(file).document(take)


class _Pieces:
    """The text of a JSON document, of which only the piece being decoded is in memory."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._text, self._at, self._ended = file, "", 0, False
        self._decode = json.JSONDecoder().raw_decode

    def document(self, take: Callable[[Any], None]) -> dict[str, Any]:
        """Read the members of the object, and call `take` with each item of ``features``.

        Raises
        ------
        ValueError, RecursionError
            If it is no JSON.
        _NotPlainError
            If it is no object, or its features occur twice or are no list.
        """
        members: dict[str, Any] = {}
        for _ in self._items("{", "}"):
            name = self._value()
            if not isinstance(name, str) or self._next() != ":":
                raise _NotPlainError
            self._at += 1
            if name != "features":
                members[name] = self._value()
            elif name in members:
                raise _NotPlainError
            else:
                members[name] = True
                for _ in self._items("[", "]"):
                    take(self._value())
        if self._next():
            raise _NotPlainError
        return members

    def _items(self, opening: str, closing: str) -> Iterator[None]:
        """Iterate over the items between two brackets; the position is at the start of an item at each step."""
        if self._next() != opening:
            raise _NotPlainError
        self._at += 1
        if self._next() == closing:
            self._at += 1
            return
        while True:
            yield
            mark = self._next()
            self._at += 1
            if mark == closing:
                return
            if mark != ",":
                raise _NotPlainError

    def _next(self) -> str:
        """Return the next character that is not blank, "" at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _BLANK:
                    return self._text[self._at]
                self._at += 1
            if self._ended:
                return ""
            self._read_on()

    def _value(self) -> Any:
        self._next()
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except ValueError:
                if self._ended:
                    raise
            else:
                # A number at the end of the piece may continue in the next one.
                if end < len(self._text) or self._ended:
                    self._at = end
                    return value
            self._read_on()

    def _read_on(self) -> None:
        rest = self._text[self._at :]
        # Read at least as much as is left, so that decoding a long value is tried a few times, not once a piece.
        piece = self._file.read(max(_PIECE, len(rest)))
        self._text, self._at, self._ended = rest + piece, 0, not piece


def _in_system(frame: gpd.GeoDataFrame, document: dict[str, Any], where: str) -> gpd.GeoDataFrame:
    """Set the reference system the document names, or WGS84 where the numbers can be degrees."""
    member = document.get("crs")
    named = member.get("properties", {}).get("name", "") if isinstance(member, dict) else ""
    if named and "CRS84" not in named:
        to_lonlat(named, where=where)
        return frame.set_crs(named)
    bounds = frame.total_bounds
    in_metres = np.isfinite(bounds).all() and (np.abs(bounds) > (180.0, 90.0, 180.0, 90.0)).any()
    return frame if in_metres else frame.set_crs(WGS84)


def _feature_list(document: Any, where: str) -> list[dict[str, Any]]:
    kind = document.get("type") if isinstance(document, dict) else None
    features = document.get("features") if kind == "FeatureCollection" else None
    if kind == "Feature":
        features = [document]
    elif kind in _GEOMETRIES:
        features = [{"geometry": document}]
    if features == []:
        raise SourceError(Fault("a collection without features", "at least one", where, "export it again"))
    if not isinstance(features, list) or not all(isinstance(item, dict) for item in features):
        fault = Fault(f"a document of type {kind!r}", "a FeatureCollection, Feature or geometry", where, "see RFC 7946")
        raise SourceError(fault)
    return features


def _shape(geometry: Any, where: str) -> Any:
    if geometry is None:
        return None
    try:
        return shapely.from_geojson(json.dumps(geometry))
    except (shapely.errors.GEOSException, TypeError, ValueError) as error:
        fault = Fault(f"a geometry that cannot be read: {error}", "a GeoJSON geometry", where, "mend it")
        raise GeometryError(fault) from error
