"""Which features touch a box: a shape is looked at only where its box leaves a doubt."""

from __future__ import annotations

import numpy as np
import shapely

from geo.export.collections.stored.touching import touching

SHAPES = [
    shapely.box(0, 0, 1, 1),
    shapely.box(2, 2, 3, 3),
    shapely.LineString([(0.0, 3.0), (3.0, 3.0), (3.0, 0.0)]),  # its box covers the question, it does not
    shapely.Point(1.5, 1.5),
]
BOXES = shapely.bounds(SHAPES)


def test_only_doubtful_shapes_are_looked_at() -> None:
    asked: list[int] = []

    def shape(at: int) -> bytes:
        asked.append(at)
        return shapely.to_wkb(SHAPES[at])

    assert touching(BOXES, shape, (1.0, 1.0, 2.0, 2.0)).tolist() == [0, 1, 3]
    assert asked == [0, 1, 2]


def test_all_inside_or_none() -> None:
    def never(at: int) -> bytes:
        raise AssertionError(at)

    assert touching(BOXES, never, (-1.0, -1.0, 4.0, 4.0)).tolist() == [0, 1, 2, 3]
    assert touching(BOXES, never, (5.0, 5.0, 6.0, 6.0)).tolist() == []
    assert touching(np.zeros((0, 4)), never, (0.0, 0.0, 1.0, 1.0)).tolist() == []
