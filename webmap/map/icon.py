"""The sign of the atlas in the colours of the palette: a lake in its ring, as SVG and as an icon for older browsers."""

from __future__ import annotations

import math
import struct
import zlib
from functools import lru_cache

from geo.atlas.symbology import PALETTE

#: Side of the square, and outer radius, inner radius and radius of the point in the middle, in pixels.
_SIDE, _OUTER, _INNER, _POINT = 32, 12.0, 8.0, 4.0


@lru_cache(maxsize=1)
def icon_svg() -> str:
    """Return the sign as SVG."""
    middle, radius = _SIDE / 2, (_OUTER + _INNER) / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE} {_SIDE}">'
        f'<rect width="{_SIDE}" height="{_SIDE}" rx="5" fill="{PALETTE["brand"]}"/>'
        f'<circle cx="{middle}" cy="{middle}" r="{radius}" fill="none" stroke="{PALETTE["sea"]}" '
        f'stroke-width="{_OUTER - _INNER}"/>'
        f'<circle cx="{middle}" cy="{middle}" r="{_POINT}" fill="{PALETTE["accent"]}"/></svg>'
    )


@lru_cache(maxsize=1)
def icon_ico() -> bytes:
    """Return the sign as an ICO file that holds one PNG."""
    picture = _png()
    head = struct.pack("<HHH", 0, 1, 1)
    entry = struct.pack("<BBBBHHII", _SIDE, _SIDE, 0, 0, 1, 24, len(picture), 22)
    return head + entry + picture


def _png() -> bytes:
    rows = b"".join(b"\0" + b"".join(_colour(column, row) for column in range(_SIDE)) for row in range(_SIDE))
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _colour(column: int, row: int) -> bytes:
    distance = math.hypot(column + 0.5 - _SIDE / 2, row + 0.5 - _SIDE / 2)
    name = "accent" if distance <= _POINT else "sea" if _INNER <= distance <= _OUTER else "brand"
    return bytes.fromhex(PALETTE[name].removeprefix("#"))
