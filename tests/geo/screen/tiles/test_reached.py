"""Which tiles shapes reach does not depend on the batches, and is as full as all at once."""

from __future__ import annotations

import numpy as np
import pytest

from geo.screen.tiles import level
from geo.screen.tiles.reached import left_out, reached
from geo.screen.tiles.tile_grid import EXTENT

ZOOM = 6


@pytest.fixture(scope="module")
def bounds() -> np.ndarray:
    rng = np.random.default_rng(7)
    corner = rng.uniform(0, 20 * EXTENT, (400, 2))
    return np.hstack((corner, corner + rng.uniform(0, 1.5 * EXTENT, (400, 2))))


def test_batches_reach_the_tiles_that_all_at_once_do(bounds: np.ndarray) -> None:
    found = reached(np.split(bounds, [7, 150]), ZOOM)
    tiles, owner, tile = level.tiles_reached(bounds, ZOOM)
    assert found.tiles.tolist() == tiles.tolist()
    for at in range(len(tiles)):
        assert found.of(at).tolist() == owner[tile == at].tolist()
    assert found.most == len(found.of_fullest()) == np.bincount(tile).max()
    nothing = reached([], ZOOM)
    assert not len(nothing.tiles)
    assert nothing.most == 0


def test_tiles_are_as_full_as_they_are_all_at_once(bounds: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    found, vertices = reached([bounds], ZOOM), np.full(len(bounds), 40, dtype=np.uint32)
    answers = set()
    for size in (0.0, 1e5, 1e6):
        sizes = np.full(len(bounds), size, dtype=np.float32)
        answers.add(found.is_too_full(vertices, sizes))
        assert found.is_too_full(vertices, sizes) == level.would_be_too_full(bounds, vertices, ZOOM, sizes)
    assert answers == {True, False}
    monkeypatch.setattr(level, "MOST_FEATURES", found.most - 1)
    assert found.is_too_full(vertices, np.zeros(len(bounds)))
    assert not reached([], ZOOM).is_too_full(vertices[:0], np.zeros(0))


def test_what_is_left_out_is_counted_in_the_zooms_above_too() -> None:
    below = left_out([np.array([[5.0, 5.0], [3 * EXTENT, 5.0]]), np.array([[6.0, 6.0]])])
    assert (below.of(0, 0), below.of(3, 0), below.of(1, 0), below.of(9, 9)) == (2, 1, 0, 0)
    above = below.and_above(left_out([np.array([[1.5 * EXTENT, 5.0]])]))
    assert (above.of(0, 0), above.of(1, 0), above.total) == (2, 2, 4)
    assert left_out([]).total == 0
