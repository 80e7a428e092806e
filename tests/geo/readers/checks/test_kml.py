"""XML that is no KML, defines entities or nests too deep is refused, in any encoding."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from geo.errors import ParameterError, SourceError
from geo.readers.checks.bounds import UNBOUNDED, Bounds
from geo.readers.checks.kml import require_plain_kml
from tests.hostile.sound import KML, PLACEMARK
from tests.hostile.texts import entities

_PATH = Path("a.kml")


def test_a_plain_kml_passes_with_any_prefix_and_encoding() -> None:
    for text in (KML.format(PLACEMARK), '<k:kml xmlns:k="http://earth.google.com/kml/2.1"/>'):
        for encoding in ("utf-8", "utf-16"):
            require_plain_kml(io.BytesIO(text.encode(encoding)), _PATH, UNBOUNDED)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (entities(2), "DOCTYPE"),
        (b'<?xml version="1.0"?><!DOCTYPE kml SYSTEM "http://127.0.0.1:9/x.dtd"><kml/>', "DOCTYPE"),
        (b"<gpx/>", "no .kml"),
        (KML.format("<Folder>" * 63 + "</Folder>" * 63).encode(), "nested more than 64"),
        (b"<kml>", "no element found"),
        (b'<?xml version="1.0" encoding="QTF-8"?><kml/>', "unknown encoding"),
    ],
)
def test_anything_else_is_refused(data: bytes, found: str) -> None:
    with pytest.raises(SourceError, match=found):
        require_plain_kml(io.BytesIO(data), _PATH, UNBOUNDED)


def test_placemarks_are_counted() -> None:
    text = KML.format(PLACEMARK * 3).encode()
    require_plain_kml(io.BytesIO(text), _PATH, Bounds(rows=3))
    with pytest.raises(ParameterError, match="3 rows; expected at most 2"):
        require_plain_kml(io.BytesIO(text), _PATH, Bounds(rows=2))
