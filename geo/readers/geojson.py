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
from geo.readers.checks.bounds import UNBOUNDED, Bounds
from geo.readers.checks.geojson_faults import COLLECTION, LEVELS, UnwritableError, fault_in, require_writable
from geo.readers.sound_shapes import system_name
from geo.text_files import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

#: Characters read from the file at a time.
_PIECE = 1 << 18
#: Texts that are stored once each, however often they occur in a file.
_MOST_SHARED = 10_000
_BLANK = " \t\n\r"

#: Most cells of the table: if every feature has a property no other has, a few MB of text become gigabytes of cells.
_MOST_CELLS = 1_000_000
#: Most objects and lists of a text that is decoded at once, a list for each vertex: a list takes a hundred bytes, its
#: text two or three.
_MOST_OBJECTS = 1_100_000
#: What Python writes for values that GEOS takes for numbers or trips over.
_NO_NUMBERS = ("true", "false", "NaN", "Infinity")


def read(path: Path, bounds: Bounds = UNBOUNDED) -> gpd.GeoDataFrame:
    """Read a GeoJSON file.

    Parameters
    ----------
    path : pathlib.Path
        UTF-8, with or without byte order mark.
    bounds : Bounds
        Of its features and columns.

    Returns
    -------
    geopandas.GeoDataFrame
        As `parse` returns it.

    Raises
    ------
    SourceError, GeometryError, CRSError
        As `parse` does.
    """
    where, shapes = str(path), []
    rows = _Rows(max(_MOST_CELLS, path.stat().st_size), where, bounds)
    try:
        document = _document(path, rows.add)
        if document.get("type") != "FeatureCollection" or not rows.count:
            raise _NotPlainError
        table = rows.table()
        # Shapes are made in a second pass: made between the texts, they would keep freed memory from being reused.
        _document(path, lambda feature: shapes.append(_shape(feature.get("geometry"), where, "geometry")))
    except ParameterError:
        raise  # too large, however it is read
    except (ValueError, RecursionError, OSError, AtlasError, _NotPlainError, UnwritableError):
        # Not a sound collection: `parse` reads the document as a whole, or raises the error that says what is wrong.
        return parse(read_text(path), where, bounds)
    return _in_system(_frame(table, shapes), document, where)


def parse(text: str | bytes, where: str, bounds: Bounds = UNBOUNDED) -> gpd.GeoDataFrame:
    """Read a GeoJSON document as a whole.

    Parameters
    ----------
    text, where
        As `geo.readers.vector_file.parse_geojson` takes them.
    bounds : Bounds
        Of its features and columns.

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
    document = _loaded(text, where)
    rows, shapes = _Rows(max(_MOST_CELLS, len(text)), where, bounds), []
    for feature, field in _feature_list(document, where):
        try:
            rows.add(feature)
        except UnicodeEncodeError as error:
            found = f"half a surrogate pair, {error.object[error.start : error.end]!r}"
            raise SourceError(Fault(found, "characters", where, "mend the text of the property")) from error
        except UnwritableError as error:
            found, expected = error.args
            raise SourceError(Fault(found, expected, f"{where}, {field}properties", "write it as a text")) from error
        shapes.append(_shape(feature.get("geometry"), where, f"{field}geometry".removesuffix(".")))
    return _in_system(_frame(rows.table(), shapes), document, where)


def _loaded(text: str | bytes, where: str) -> Any:
    try:
        whole = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        _require_few_objects(whole, where)
        return json.loads(whole)
    except AtlasError:
        raise
    except (ValueError, RecursionError) as error:
        raise SourceError(Fault(str(error)[:200], "GeoJSON in UTF-8", where, "mend the file")) from error


def _require_few_objects(text: str, where: str) -> None:
    objects = text.count("{") + text.count("[")
    if objects > _MOST_OBJECTS:
        fault = Fault(f"{objects} objects and lists", f"at most {_MOST_OBJECTS}", where, "split it", TOO_LARGE)
        raise ParameterError(fault)


class _NotPlainError(Exception):
    """Raised for a document that is not one object with one list of features."""


class _Rows:
    """The properties of features, stored as columns: a dictionary for each feature would take ten times the memory."""

    def __init__(self, most_cells: int, where: str, bounds: Bounds) -> None:
        self.count = 0
        self._most_cells, self._where, self._bounds = most_cells, where, bounds
        self._columns: dict[str, list[Any]] = {}
        self._texts: dict[str, str] = {}

    def add(self, feature: Any) -> None:
        """Keep the id and the properties of a feature.

        Raises
        ------
        UnicodeEncodeError
            If a text holds half a surrogate pair: JSON can spell it, but no encoding can write it.
        UnwritableError
            If a value nests deeper than `MOST_LEVELS`, or is a number too large to calculate with.
        ParameterError
            If the table would be too large; columns of one value each are as long as all others.
        """
        properties = feature.get("properties") if isinstance(feature, dict) else 0
        if not isinstance(properties, dict | None) or isinstance(feature.get("id"), bool | dict | list):
            raise _NotPlainError
        row = {**(properties or {}), "_id": feature.get("id")}
        for name, value in row.items():
            require_writable(name)
            require_writable(value)
            column = self._columns.setdefault(name, [])
            column.extend([math.nan] * (self.count - len(column)))
            column.append(self._shared(value) if isinstance(value, str) else value)
        self.count += 1
        self._bounds.require("rows", self.count, self._where)
        self._bounds.require("columns", len(self._columns), self._where)
        cells = self.count * len(self._columns)
        if cells > self._most_cells:
            found, expected = f"{cells} cells of properties", f"at most {self._most_cells}, or one a character"
            raise ParameterError(Fault(found, expected, self._where, "name the columns alike", TOO_LARGE))

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
        _require_few_objects(rest, self._file.name)
        self._text, self._at, self._ended = rest + piece, 0, not piece


def _in_system(frame: gpd.GeoDataFrame, document: dict[str, Any], where: str) -> gpd.GeoDataFrame:
    """Set the reference system the document names, or WGS84 where the numbers can be degrees."""
    named = _named_system(document.get("crs"), where)
    if named and "CRS84" not in named:
        to_lonlat(named, where=where)
        return frame.set_crs(named)
    bounds = frame.total_bounds
    in_metres = np.isfinite(bounds).all() and (np.abs(bounds) > (180.0, 90.0, 180.0, 90.0)).any()
    return frame if in_metres else frame.set_crs(WGS84)


def _named_system(member: Any, where: str) -> str | None:
    """Return the name in a ``crs`` member (GeoJSON 2008: null, or an object with properties and a name)."""
    if member is None:
        return None
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if name is None:
        found, expected = "a crs member without a name", '{"properties": {"name": "EPSG:4490"}}, or none'
        raise SourceError(Fault(found, expected, f"{where}, crs.properties.name", "leave it out for degrees"))
    return system_name(name, f"{where}, crs.properties.name") or None


def _feature_list(document: Any, where: str) -> list[tuple[dict[str, Any], str]]:
    """Return the features of a document, each with the field it stands in, a dot after it."""
    kind = document.get("type") if isinstance(document, dict) else None
    features = document.get("features") if kind == "FeatureCollection" else None
    if kind == "Feature":
        return [(_sound_feature(document, where, ""), "")]
    if isinstance(kind, str) and (kind in LEVELS or kind == COLLECTION):
        return [({"geometry": document}, "")]
    if features == []:
        raise SourceError(Fault("a collection without features", "at least one", where, "export it again"))
    if kind != "FeatureCollection":
        field, remedy = f"{where}, type", "see RFC 7946"
        expected = "a FeatureCollection, Feature or geometry"
        raise SourceError(Fault(f"a document of type {kind!r:.40}", expected, field, remedy))
    if not isinstance(features, list):
        raise SourceError(Fault("no list of features", "a list", f"{where}, features", "see RFC 7946"))
    fields = [f"features[{number}]." for number in range(len(features))]
    return [(_sound_feature(item, where, field), field) for item, field in zip(features, fields, strict=True)]


def _sound_feature(feature: Any, where: str, field: str) -> dict[str, Any]:
    """Return a feature whose properties and id are of the types GeoJSON allows."""
    if not isinstance(feature, dict):
        raise SourceError(Fault("no object", "a Feature", f"{where}, {field.removesuffix('.')}", "see RFC 7946"))
    if not isinstance(feature.get("properties"), dict | None):
        expected = "an object of names and values, or null"
        raise SourceError(Fault("properties of another kind", expected, f"{where}, {field}properties", "see RFC 7946"))
    if isinstance(feature.get("id"), bool | dict | list):
        fault = Fault("an id of another kind", "a text or a number", f"{where}, {field}id", "see RFC 7946")
        raise SourceError(fault)
    return feature


def _shape(geometry: Any, where: str, field: str) -> Any:
    if geometry is None:
        return None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    try:
        text = json.dumps(geometry)
        if not isinstance(kind, str) or kind not in LEVELS or any(word in text for word in _NO_NUMBERS):
            fault = fault_in(geometry, f"{where}, {field}")
            if fault:
                raise SourceError(fault)
        return shapely.from_geojson(text)
    except (shapely.errors.GEOSException, TypeError, ValueError, RecursionError) as error:
        fault = fault_in(geometry, f"{where}, {field}")
        if fault:
            raise SourceError(fault) from error
        fault = Fault(f"a geometry that cannot be read: {error}", "a GeoJSON geometry", f"{where}, {field}", "mend it")
        raise GeometryError(fault) from error
