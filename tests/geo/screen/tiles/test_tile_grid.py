"""Positions on the grid of the tiles are those of Web Mercator."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest

from geo.errors import ParameterError
from geo.screen.tiles.tile_grid import (
    BUFFER,
    EXTENT,
    TileAddress,
    bounds_in_units,
    in_degrees,
    in_mercator,
    in_units,
    unit_m,
)

PLACES = np.array([(121.85, 30.9), (-180.0, 0.0), (0.0, 85.0), (179.9, -60.0)])


def test_the_projection_is_that_of_proj() -> None:
    there = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    assert in_mercator(PLACES) == pytest.approx(np.column_stack(there.transform(*PLACES.T)), abs=1e-6)
    assert np.isfinite(in_mercator(np.array([(0.0, 90.0), (0.0, -90.0)]))).all()
    box = in_mercator(PLACES[[1, 0]]).ravel()
    assert in_degrees(box) == pytest.approx([-180.0, 0.0, 121.85, 30.9])


def test_units_count_from_the_north_west() -> None:
    corner = in_mercator(np.array([(-180.0, 85.0511287798066)]))
    assert in_units(corner, 3) == pytest.approx(np.zeros((1, 2)), abs=1e-3)
    middle = in_units(np.zeros((1, 2)), 3)
    assert middle == pytest.approx(np.full((1, 2), 4 * EXTENT))
    assert bounds_in_units(np.array([[0.0, 0.0, unit_m(3), unit_m(3)]]), 3) == pytest.approx(
        np.array([[4 * EXTENT, 4 * EXTENT - 1, 4 * EXTENT + 1, 4 * EXTENT]])
    )


def test_the_bounds_of_a_tile_hold_its_buffer() -> None:
    address = TileAddress(12, 3434, 1676)
    west, south, east, north = address.bounds
    units = in_units(in_mercator(np.array([(west, north), (east, south)])), 12) - address.corner
    assert units == pytest.approx(np.array([[-BUFFER, -BUFFER], [EXTENT + BUFFER, EXTENT + BUFFER]]), abs=1e-3)
    assert TileAddress(0, 0, 0).bounds[::2] == (-180.0, 180.0)


def test_an_address_of_no_tile_is_refused() -> None:
    with pytest.raises(ParameterError):
        TileAddress(2, 4, 0)
