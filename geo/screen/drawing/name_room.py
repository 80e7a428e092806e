"""Where names of a drawing may stand: boxes that are taken, spots beside shapes, stretches along lines."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Box = tuple[float, float, float, float]

#: Free space above and below a name, and beside a level one, in sizes of its letters: names side by side stand farther
#: apart than the words of one.
_CLEARANCE, _BESIDE = 0.12, 0.25
#: Most stretches of one line that are tried.
_MOST_STRETCHES = 40
#: Distances of a name from its place, in sizes of its letters, at which a leader line joins the two.
_LEADER_REACH = (1.8, 2.8, 4.0, 5.5, 7.5)
_LEADER_TURNS = (0, 7, 1, 4, 3, 5, 2, 6)


@dataclass(frozen=True)
class Spot:
    """A place for a name.

    Attributes
    ----------
    x, y : float
        Middle of the name.
    boxes : tuple of Box
        What it takes.
    curve : tuple of tuple of float
        Line the name runs along; empty for a level name.
    leader : tuple of float or None
        The point a leader line goes to.
    """

    x: float
    y: float
    boxes: tuple[Box, ...]
    curve: tuple[tuple[float, float], ...] = ()
    leader: tuple[float, float] | None = None


@dataclass
class NameRoom:
    """The room for names on a canvas.

    Attributes
    ----------
    width, height : float
        Of the canvas, in steps.
    taken : list of Box
        Left, top, right, bottom.
    """

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)
    _array: Any = None

    def take(self, boxes: Sequence[Box]) -> None:
        """Mark boxes as taken."""
        self.taken.extend(boxes)
        self._array = None

    def is_free(self, boxes: Sequence[Box]) -> bool:
        """Return whether all boxes are on the canvas and none is taken."""
        wanted = np.array(boxes)
        if (wanted[:, :2] < 0).any() or (wanted[:, 2] > self.width).any() or (wanted[:, 3] > self.height).any():
            return False
        if not self.taken:
            return True
        if self._array is None:
            self._array = np.array(self.taken)
        there = self._array
        apart = (
            (wanted[:, None, 0] >= there[None, :, 2])
            | (wanted[:, None, 2] <= there[None, :, 0])
            | (wanted[:, None, 1] >= there[None, :, 3])
            | (wanted[:, None, 3] <= there[None, :, 1])
        )
        return bool(apart.all())


def level_spot(x: float, y: float, width: float, size: float, leader: tuple[float, float] | None = None) -> Spot:
    """Return the spot of a level name about a middle."""
    across, down = width / 2 + size * _BESIDE, size * (0.5 + _CLEARANCE)
    return Spot(x, y, ((x - across, y - down, x + across, y + down),), (), leader)


def spots_in_area(shape: Any, width: float, size: float) -> Iterator[Spot]:
    """List spots of a name in an area: in its middle, a little above and below, then just outside."""
    circle = shapely.maximum_inscribed_circle(shape, tolerance=max(size / 2, 1.0))
    (x, y), radius = shapely.get_coordinates(circle)[0], float(circle.length)
    for step in (0.0, -1.1, 1.1, -2.2, 2.2, -3.4, 3.4):
        if abs(step) * size <= max(radius, 0.1) or step == 0.0:
            yield level_spot(x, y + step * size, width, size)
    for share in (-0.6, 0.6):
        if radius > size:
            yield level_spot(x + share * radius, y, width, size)
            yield level_spot(x + share * radius, y - 1.2 * size, width, size)
            yield level_spot(x + share * radius, y + 1.2 * size, width, size)
    left, top, right, bottom = shape.bounds
    if right - left < 2.5 * width:
        middle = (left + right) / 2
        yield level_spot(middle, top - 0.8 * size, width, size)
        yield level_spot(middle, bottom + 0.8 * size, width, size)
        yield level_spot(right + width / 2 + 0.4 * size, y, width, size)
        yield level_spot(left - width / 2 - 0.4 * size, y, width, size)


def spots_at_point(x: float, y: float, width: float, size: float, gap: float) -> Iterator[Spot]:
    """List spots of a name about a point symbol: below, right, left, above, then aslant."""
    down, across = gap + 0.62 * size, gap + width / 2 + 0.15 * size
    for right, below in ((0.0, 1.0), (1.0, 0.0), (-1.0, 0.0), (0.0, -1.0)):
        yield level_spot(x + right * across, y + below * down, width, size)
    for right in (0.75, -0.75):
        for below in (1.0, -1.0):
            yield level_spot(x + right * across, y + below * down, width, size)


def spots_with_leader(x: float, y: float, width: float, size: float) -> Iterator[Spot]:
    """List spots some way off, with a leader line to the point."""
    for reach in _LEADER_REACH:
        for turn in _LEADER_TURNS:
            angle = turn * math.pi / 4
            right, below = math.cos(angle), -math.sin(angle)
            at_x = x + right * (reach * size + width / 2)
            yield level_spot(at_x, y + below * reach * size, width, size, leader=(x, y))


def spots_along(
    line: Any, width: float, size: float, *, canvas: tuple[float, float], turn: float, offset: float = 0.0
) -> Iterator[Spot]:
    """List stretches of a line for a name along it, the straightest first.

    Parameters
    ----------
    line : shapely.LineString
        In steps.
    width, size : float
        Of the name, in steps.
    canvas : tuple of float
        Width and height of the canvas; a stretch that leaves it is no spot.
    turn : float
        Most the line may turn under the name, in radians.
    offset : float
        Distance of the middle of the letters from the line, to the right as it is drawn.
    """
    step = size * 0.5
    count = int(line.length // step)
    # Without some room at both ends the first and the last letter would vanish.
    need = math.ceil((width * 1.06 + 1.2 * size) / step) + 1
    if count < need:
        return
    along = np.linspace(0.0, line.length, count + 1)
    xy = _smooth(shapely.get_coordinates(shapely.line_interpolate_point(line, along)), max(2, need // 4))
    heading = np.unwrap(np.arctan2(*np.diff(xy, axis=0).T[::-1]))
    turned = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(heading)))])
    first = np.arange(0, len(heading) - need + 1)
    turns = turned[first + need - 1] - turned[first]
    inside = (xy >= 0).all(axis=1) & (xy <= canvas).all(axis=1)
    seen = np.concatenate([[0], np.cumsum(inside)])
    good = (turns <= turn) & (seen[first + need + 1] - seen[first] == need + 1)
    order = first[good][np.argsort(np.round(turns[good], 1), kind="stable")]
    stride = max(1, len(order) // _MOST_STRETCHES)
    normal = np.column_stack([-np.sin(heading), np.cos(heading)])
    for start in order[::stride][:_MOST_STRETCHES]:
        piece = xy[start : start + need] + normal[start : start + need] * offset
        # Rounded corners and the inner side of a bend are shorter: there the last letters would vanish.
        if float(np.hypot(*np.diff(piece, axis=0).T).sum()) < width + 0.9 * size:
            continue
        yield _spot_on(piece if piece[-1, 0] >= piece[0, 0] else piece[::-1], size)


def _smooth(xy: Any, reach: int) -> Any:
    """Return a line with its corners rounded, its ends kept."""
    if len(xy) <= 2 * reach + 1:
        return xy
    kernel = np.ones(2 * reach + 1) / (2 * reach + 1)
    padded = np.concatenate([np.repeat(xy[:1], reach, axis=0), xy, np.repeat(xy[-1:], reach, axis=0)])
    return np.column_stack([np.convolve(padded[:, axis], kernel, mode="valid") for axis in (0, 1)])


def _spot_on(piece: Any, size: float) -> Spot:
    half = size * (0.5 + _CLEARANCE)
    # Thousands of spots are tried for a map: all numbers are converted at once.
    boxes = tuple(map(tuple, np.hstack([piece - half, piece + half]).tolist()))
    curve = tuple(map(tuple, piece.tolist()))
    x, y = curve[len(curve) // 2]
    return Spot(x, y, boxes, curve)
