"""The QR code of an extract: where it is found again, or what it is known by."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import segno

from geo.extract.statement import extract_json

if TYPE_CHECKING:
    from collections.abc import Mapping


def qr_text(extract: Mapping[str, Any], lang: str, root: str | None) -> str:
    """Return what the code says: the address of the extract of a place on its day; of a shape its id and hash.

    The address of a shape would hold all its points, more than a code of this size; so would that of a place whose
    installation has no public address.
    """
    given = extract["input"]
    if root and "place_id" in given:
        asked = urlencode({"as_of": extract["as_of"], "lang": lang})
        return f"{root.rstrip('/')}/extract/{quote(given['place_id'])}.pdf?{asked}"
    return f"lingang-extract {extract['id']} sha256 {hashlib.sha256(extract_json(extract)).hexdigest()}"


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
