"""The QR code of an extract: where it is found again, or what it is known by."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import segno
import shapely

from geo.extract.statement import extract_json
from geo.readers.project.shape_code import shape_code

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Longest address in characters: a code of it has modules of 0.3 mm on the cover, which a telephone reads.
_LONGEST = 300


def qr_text(extract: Mapping[str, Any], lang: str, root: str | None) -> str:
    """Return what the code says: the address of the extract of a place on its day, or of the map with the shape.

    An address longer than a code of its size can hold, and none at all where the installation has no public one, are
    replaced by the id of the extract and the hash of its JSON.
    """
    address = _address(extract, lang, root.rstrip("/")) if root else ""
    if 0 < len(address) <= _LONGEST:
        return address
    return f"lingang-extract {extract['id']} sha256 {hashlib.sha256(extract_json(extract)).hexdigest()}"


def _address(extract: Mapping[str, Any], lang: str, root: str) -> str:
    given = extract["input"]
    if "place_id" in given:
        asked = urlencode({"as_of": extract["as_of"], "lang": lang})
        return f"{root}/extract/{quote(given['place_id'])}.pdf?{asked}"
    shape = shapely.geometry.shape(given["geometry"])
    return f"{root}/?{urlencode({'lang': lang})}#draw={shape_code(shape)}"


def qr_svg(text: str) -> str:
    """Draw a code as SVG."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", xmldecl=False, border=0, omitsize=True)
    return out.getvalue().decode()


def qr_png(text: str) -> bytes:
    """Draw a code as PNG, for files that take no SVG."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="png", border=0, scale=8)
    return out.getvalue()
