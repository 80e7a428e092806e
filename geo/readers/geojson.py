"""Read GeoJSON: a body as a whole, a file feature by feature, so that a large one is never in memory as a document.

The document of 100 000 parcels is 700 MB of objects. So a file is read a piece at a time with the decoder of Python's
own ``json``, and of every feature only its values and its shape are kept. Why not a library that streams: ijson rejects
numbers and nesting that ``json`` reads, names the place of every value by a path (a body of brackets alone takes all
memory), and what a body may hold, a file may hold.
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
#: Characters read at a time.
_PIECE = 1 << 18
#: Different texts that are kept once, however often they stand in a file.
_MOST_SHARED = 10_000
_BLANK = " \t\n\r"

#: A property of its own in every feature makes a table of features times features: a few MB of text become gigabytes.
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
        As `parse` gives it.

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
        # A second time for the shapes: made among the texts, they would hold the memory of what is forgotten.
        _document(path, lambda feature: shapes.append(_shape(feature.get("geometry"), where)))
    except (ValueError, RecursionError, OSError, AtlasError, _NotPlainError):
        # Anything but a sound collection: the document as a whole tells what it is, or what is wrong with it.
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
        Properties, ``place_id`` from the ids where the properties have none; its system is that of the ``crs`` member
        (GeoJSON 2008), or None where numbers are metres.

    Raises
    ------
    SourceError
        If it is no GeoJSON, or holds no feature.
    GeometryError
        If a geometry cannot be read.
    CRSError
        If it names a system that is unknown or Mercator.
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
    """A document that is not one object with one list of features."""


class _Rows:
    """The properties of features as columns: a row of its own for each would take ten times the memory."""

    def __init__(self) -> None:
        self.count = 0
        self._columns: dict[str, list[Any]] = {}
        self._texts: dict[str, str] = {}

    @property
    def cells(self) -> int:
        """Rows times columns: what the table would hold, the empty cells counted."""
        return self.count * len(self._columns)

    def add(self, feature: Any) -> None:
        """Keep the id and the properties of a feature.

        Raises
        ------
        UnicodeEncodeError
            If a text is none: JSON can spell half a surrogate pair, which nothing can write.
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
        """Return the rows, and forget them."""
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
    """The text of a JSON document, read on as it is used up."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._text, self._at, self._ended = file, "", 0, False
        self._decode = json.JSONDecoder().raw_decode

    def document(self, take: Callable[[Any], None]) -> dict[str, Any]:
        """Read the members of the object; the items of ``features`` go to `take` one by one.

        Raises
        ------
        ValueError, RecursionError
            If it is no JSON.
        _NotPlainError
            If it is no object, or holds features twice or not as a list.
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
        """Stop before every item between two brackets."""
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
                # A number at the end of the piece may go on in the next.
                if end < len(self._text) or self._ended:
                    self._at = end
                    return value
            self._read_on()

    def _read_on(self) -> None:
        rest = self._text[self._at :]
        # As much again as is left: a value longer than a piece is tried a few times and not once for each piece.
        piece = self._file.read(max(_PIECE, len(rest)))
        self._text, self._at, self._ended = rest + piece, 0, not piece


def _in_system(frame: gpd.GeoDataFrame, document: dict[str, Any], where: str) -> gpd.GeoDataFrame:
    """Set the system the document names, or WGS84 where the numbers can be degrees."""
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
