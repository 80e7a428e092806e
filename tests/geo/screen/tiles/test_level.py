"""Shapes on the grid of a zoom: what folds is mended so that nothing is covered twice or not at all."""

from __future__ import annotations

import numpy as np
import shapely

from geo.screen.tiles.level import level_of, likely_cells, mended, would_be_too_full
from geo.screen.tiles.tile_grid import HALF_M, unit_m


def test_a_shape_that_crosses_itself_keeps_what_it_goes_round_clockwise() -> None:
    bow_tie = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    (mend,) = mended(np.array([bow_tie], dtype=object))
    assert mend.is_valid
    assert mend.area == 25
    twice = shapely.Polygon([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0), (6, 0), (6, 6), (0, 6)])
    (mend,) = mended(np.array([twice], dtype=object))
    assert mend.equals(shapely.box(0, 0, 10, 10))
    assert mended(np.array([shapely.Polygon([(0, 0), (5, 5), (9, 9), (5, 5)])], dtype=object))[0] is None


def test_positions_do_not_depend_on_the_shape() -> None:
    unit = unit_m(10)
    left = shapely.box(0, 0, 10.4 * unit, 10 * unit)
    right = shapely.box(10.4 * unit, 0, 30 * unit, 10 * unit)
    level = level_of(np.array([left, right], dtype=object), 10, 8)
    assert level.bounds[0, 2] == level.bounds[1, 0]
    assert (level.bounds % 8 == 4).all()


def test_cells_grow_until_a_tile_holds_what_it_may() -> None:
    unit = unit_m(9)
    west, south = np.meshgrid(np.arange(100) * 20 * unit - HALF_M / 7, np.arange(100) * 20 * unit)
    bounds = np.column_stack([west.ravel(), south.ravel(), west.ravel() + 20 * unit, south.ravel() + 20 * unit])
    assert likely_cells([bounds], 9)[0] > 1
    assert likely_cells([bounds[::4]], 9)[0] == 1
    few = np.array([[0.0, 0.0, 5.0, 5.0]])
    assert not would_be_too_full(few, np.array([5]), 9, np.zeros(1))
    assert would_be_too_full(few, np.array([200_000]), 9, np.zeros(1))
    assert would_be_too_full(few, np.array([5]), 9, np.array([600_000.0]))
