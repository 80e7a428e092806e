"""A grid of cells holds areas by the middles of its cells, outlines and lines by what they cross."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.screen.crowd import pixel_grid
from geo.screen.crowd.pixel_grid import Edges, PixelGrid

FILL, EDGE = np.array([1, 2], dtype=np.uint8), np.array([9, 8], dtype=np.uint8)


def drawn(shapes: list[object], width: int = 12, height: int = 8) -> np.ndarray:
    grid = PixelGrid(width, height)
    grid.areas(Edges(np.array(shapes, dtype=object), np.asarray), FILL, FILL)
    return grid.codes


def by_shapely(shape: object, width: int = 12, height: int = 8) -> np.ndarray:
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    return shapely.contains_xy(shape, x, y)


@pytest.mark.parametrize("at_once", [3_000_000, 5])
def test_a_cell_belongs_to_the_area_that_holds_its_middle(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(pixel_grid, "_AT_ONCE", at_once)
    ring = shapely.Polygon([(1.2, 1.1), (10.3, 0.7), (6.1, 7.2)], [[(4, 2), (7, 2), (6, 4)]])
    far = shapely.box(-5.3, 5.2, 2.6, 20)  # much of it lies outside
    grid = PixelGrid(12, 8)
    pair = shapely.MultiPolygon([ring, shapely.box(9.1, 5.1, 11.9, 7.9)])
    grid.areas(Edges(np.array([pair, far], dtype=object), np.asarray), FILL, FILL)
    outlines = PixelGrid(12, 8)
    outlines.lines(Edges(shapely.boundary(np.array([pair, far], dtype=object)), np.asarray), FILL)
    inside = outlines.codes == 0
    assert (grid.codes == 1)[inside].tolist() == (by_shapely(pair) & ~by_shapely(far))[inside].tolist()
    assert (grid.codes == 2)[inside].tolist() == by_shapely(far)[inside].tolist()


def test_an_outline_is_what_the_edges_cross() -> None:
    grid = PixelGrid(12, 8)
    box = np.array([shapely.box(2.2, 1.2, 8.8, 5.8)], dtype=object)
    grid.areas(Edges(box, np.asarray), FILL, EDGE)
    assert set(grid.codes[1, 3:8]) == set(grid.codes[2:5, 2]) == {9}
    assert set(grid.codes[2:5, 3:8].ravel()) == {1}
    wide = PixelGrid(12, 8)
    wide.areas(Edges(box, np.asarray), FILL, EDGE, width=2)
    assert (wide.codes == 9).sum() > 1.5 * (grid.codes == 9).sum()


def test_lines_are_whole_and_end_where_they_end() -> None:
    grid = PixelGrid(12, 8)
    line = shapely.LineString([(0.5, 0.5), (11.4, 6.4)])
    grid.lines(Edges(np.array([line, shapely.LineString([(3.2, 7.4), (5.4, 7.4)])], dtype=object), np.asarray), FILL)
    assert (grid.codes == 1).any(axis=0)[1:11].all()
    assert grid.codes[7].tolist() == [0, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0]


def test_dots_cover_and_spare_what_is_there() -> None:
    grid = PixelGrid(5, 5)
    grid.dots(np.array([[1.5, 1.5], [9.0, 9.0]]), FILL, width=3)
    assert (grid.codes == 1).sum() == 9
    grid.dots_where_empty(np.array([[1.5, 1.5], [4.5, 4.5], [-3.0, 0.0]]), np.array([7, 7, 7], dtype=np.uint8))
    assert (grid.codes[1, 1], grid.codes[4, 4], (grid.codes == 7).sum()) == (1, 7, 1)


def test_a_multi_part_of_one_part_is_drawn() -> None:
    assert (drawn([shapely.MultiPolygon([shapely.box(1, 1, 4, 4)])]) == 1).sum() >= 9


def test_nothing_on_the_grid_draws_nothing() -> None:
    assert not drawn([shapely.box(20, 20, 30, 30)]).any()
