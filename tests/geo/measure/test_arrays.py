"""Batches, rows and the longest ring of the flat arrays."""

from __future__ import annotations

import numpy as np

from geo.measure.arrays import BATCH_ROWS, batches, longest, row_of
from geo.overlay.rings import rings_of
from tests.geo.shapes import LONLAT, star


def test_batches_cover_a_sequence_without_gap_and_end_with_it() -> None:
    assert list(batches(7, 3)) == [slice(0, 3), slice(3, 6), slice(6, 7)]
    assert list(batches(6, 3)) == [slice(0, 3), slice(3, 6)]
    assert list(batches(0)) == []
    assert list(batches(BATCH_ROWS + 1)) == [slice(0, BATCH_ROWS), slice(BATCH_ROWS, BATCH_ROWS + 1)]


def test_a_row_is_read_as_four_numbers() -> None:
    assert row_of(np.arange(12.0).reshape(3, 4), 1) == (4.0, 5.0, 6.0, 7.0)


def test_the_longest_ring_is_that_of_the_range() -> None:
    """A ring of n corners has n + 1 vertices: the last repeats the first."""
    rings = rings_of(np.array([star(121.7, 30.9, 0.01, n, n) for n in (9, 5, 7)], dtype=object), LONLAT, "shapes")
    assert [longest(rings, first, last) for first, last in ((0, 3), (1, 3), (1, 2), (1, 1))] == [10, 8, 6, 1]
