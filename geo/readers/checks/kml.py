"""Check that XML is a KML without entities, and count what is in it."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from geo.errors import AtlasError, Fault, SourceError
from geo.readers.checks.faults import unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from geo.readers.checks.bounds import Bounds

#: How deep elements may nest; more than any program writes.
_MOST_DEPTH = 64


def require_plain_kml(file: IO[bytes], path: Path, bounds: Bounds) -> None:
    """Refuse XML that is no KML, defines entities or other documents to be included, or nests too deep.

    Raises
    ------
    SourceError
        If it is so, or no XML.
    ParameterError
        If it holds more placemarks than `bounds` allow.
    """
    counts = _Elements(path, bounds)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = counts.start, counts.end
    parser.StartDoctypeDeclHandler = counts.refuse_doctype
    try:
        parser.ParseFile(file)
    except AtlasError:
        raise
    except (expat.ExpatError, LookupError, ValueError) as error:  # the last two of an encoding Python does not know
        raise unreadable(path, error) from error


class _Elements:
    """The elements of a KML, counted while they are parsed."""

    def __init__(self, path: Path, bounds: Bounds) -> None:
        self._path, self._bounds, self._depth, self._placemarks = path, bounds, 0, 0

    def start(self, name: str, _: object) -> None:
        """Count an element."""
        local = name.rpartition(":")[2]
        if not self._depth and local != "kml":
            self._refuse("content that is no .kml", "a .kml file")
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            self._refuse(f"elements nested more than {_MOST_DEPTH} deep", "a plain KML")
        if local == "Placemark":
            self._placemarks += 1
            self._bounds.require("rows", self._placemarks, str(self._path))

    def end(self, _: str) -> None:
        """Leave an element."""
        self._depth -= 1

    def refuse_doctype(self, *_: object) -> None:
        """Refuse a document type: it defines entities, of which a few make gigabytes."""
        self._refuse("a document type (DOCTYPE)", "a KML without one")

    def _refuse(self, found: str, expected: str) -> None:
        raise SourceError(Fault(found, expected, str(self._path), "choose another file"))
