"""Write a picture as PNG from strips of rows, so that no more than a strip is unpacked at a time."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Bits of a channel; red, green, blue and opacity; the usual packing, filters and order of rows.
_FORM = (8, 6, 0, 0, 0)
#: Filter of a row: each byte as it differs from that of the pixel to the left.
_SUB = 1
_FASTEST_GOOD = 3


def png_file(width: int, height: int, strips: Iterable[NDArray[np.uint8]]) -> bytes:
    """Write a picture.

    Parameters
    ----------
    width, height : int
    strips : iterable of ndarray of int, shape (rows, width, 4)
        Red, green, blue and opacity of the pixels, from the top down.

    Returns
    -------
    bytes
    """
    packer = zlib.compressobj(_FASTEST_GOOD)
    packed = [packer.compress(_filtered(strip)) for strip in strips]
    head = struct.pack(">II5B", width, height, *_FORM)
    data = b"".join([*packed, packer.flush()])
    return _SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _filtered(strip: NDArray[np.uint8]) -> bytes:
    rows, width, channels = strip.shape
    out = np.empty((rows, 1 + width * channels), dtype=np.uint8)
    out[:, 0] = _SUB
    bytes_of = out[:, 1:].reshape(rows, width, channels)
    bytes_of[:, :1] = strip[:, :1]
    bytes_of[:, 1:] = strip[:, 1:] - strip[:, :-1]
    return out.tobytes()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
