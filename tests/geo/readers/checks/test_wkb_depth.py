"""Nested collections are counted wherever they stand, in every form of WKB, without recursion."""

from __future__ import annotations

import struct

import pytest
import shapely

from geo.errors import GeometryError
from geo.readers.checks.wkb_depth import MOST_DEPTH, require_shallow

POINT = shapely.to_wkb(shapely.Point(121.9, 30.9))


def collection(*members: bytes) -> bytes:
    return struct.pack("<BII", 1, 7, len(members)) + b"".join(members)


def nested(depth: int, *before: bytes) -> bytes:
    return (struct.pack("<BII", 1, 7, len(before) + 1) + b"".join(before)) * depth + POINT


@pytest.mark.parametrize("before", [(), (POINT,), (shapely.to_wkb(shapely.box(0, 0, 1, 1)),)])
def test_what_nests_too_deep_is_refused_wherever_it_stands(before: tuple[bytes, ...]) -> None:
    require_shallow([nested(MOST_DEPTH, *before), None, POINT])
    with pytest.raises(GeometryError, match="row 2"):
        require_shallow([POINT, nested(MOST_DEPTH + 1, *before)])
    with pytest.raises(GeometryError):
        require_shallow([nested(100_000, *before)])


@pytest.mark.parametrize("flavor", ["iso", "extended"])
@pytest.mark.parametrize("byte_order", [0, 1])
def test_heights_and_byte_order_make_no_difference(flavor: str, byte_order: int) -> None:
    shape = shapely.from_wkt("GEOMETRYCOLLECTION Z (LINESTRING Z (0 0 1, 1 1 1), POINT Z (0 0 1))")
    wkb = shapely.to_wkb(shape, output_dimension=3, flavor=flavor, byte_order=byte_order)
    require_shallow([nested(MOST_DEPTH - 1, wkb)])
    with pytest.raises(GeometryError):
        require_shallow([collection(wkb, nested(MOST_DEPTH))])


def test_what_breaks_off_is_left_to_the_reader() -> None:
    require_shallow([b"", b"\x01", collection(POINT)[:-3], struct.pack("<BII", 1, 7, 2**32 - 1)])
