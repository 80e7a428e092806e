"""Systems by every name OGC gives them, there and back."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.errors import CRSError
from geo.export.collections.served_crs import CRS84, SERVED, from_crs84, read_crs, to_crs84

POINT = np.array([shapely.Point(121.9, 30.9)], dtype=object)


@pytest.mark.parametrize("uri", list(SERVED))
def test_a_shape_goes_there_and_back(uri: str) -> None:
    there = from_crs84(POINT, uri)
    assert shapely.get_coordinates(to_crs84(there, uri))[0] == pytest.approx((121.9, 30.9), abs=1e-9)
    if uri.endswith("/4490"):
        assert shapely.get_coordinates(there)[0] == pytest.approx((30.9, 121.9))


def test_names_and_curies_are_read() -> None:
    expected = "http://www.opengis.net/def/crs/EPSG/0/4529"
    assert {read_crs(name, "crs") for name in (expected, "[EPSG:4529]", "EPSG:4529")} == {expected}
    assert read_crs("OGC:CRS84", "crs") == CRS84
    with pytest.raises(CRSError, match="crs="):
        read_crs("EPSG:9999", "crs")
