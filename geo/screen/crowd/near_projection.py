"""The projection of a canvas for millions of points: a polynomial fitted to it, within a hundredth of a millimetre.

A projection bends the ground of a sheet very little, so that a polynomial of the fourth degree follows it, which is
computed several times faster. Where it does not follow, on a sheet of half the country, and beyond the edges of the
canvas, the projection itself is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.screen.canvas import Canvas

_DEGREE = 4
#: Points along a side at which it is fitted, and at which it is tried.
_FITTED, _TRIED = 9, 14
#: Most it may be off, in steps.
_MOST_OFF = 0.5


def near_projection(canvas: Canvas) -> Callable[[Any], Any]:
    """Return a faster `Canvas.to_steps`, or that itself where no polynomial is near enough."""
    west, south, east, north = canvas.extent
    middle = np.array([(west + east) / 2, (south + north) / 2])
    half = np.array([(east - west) / 2, (north - south) / 2])
    table = _table(_grid(_FITTED))
    wanted = canvas.to_steps(_grid(_FITTED) * half + middle)
    terms = np.linalg.lstsq(table, wanted, rcond=None)[0]
    tried = _grid(_TRIED)
    off = np.abs(_table(tried) @ terms - canvas.to_steps(tried * half + middle)).max()
    if off > _MOST_OFF:
        return canvas.to_steps

    def near(lonlat: Any) -> Any:
        unit = (np.asarray(lonlat) - middle) / half
        out = _value(unit, terms)
        beyond = (np.abs(unit) > 1.0).any(axis=1)
        if beyond.any():
            out[beyond] = canvas.to_steps(lonlat[beyond])
        return out

    return near


def _grid(count: int) -> NDArray[np.float64]:
    side = np.linspace(-1.0, 1.0, count)
    return np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)


def _powers() -> list[tuple[int, int]]:
    return [(across, up) for up in range(_DEGREE + 1) for across in range(_DEGREE + 1 - up)]


def _table(unit: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([unit[:, 0] ** across * unit[:, 1] ** up for across, up in _powers()])


def _value(unit: NDArray[np.float64], terms: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up the terms by Horner's rule: in one direction within the other."""
    u, v = np.ascontiguousarray(unit.T)
    of_power = dict(zip(_powers(), terms.tolist(), strict=True))
    out = np.empty((len(unit), 2))
    for axis in (0, 1):
        total = np.zeros(len(unit))
        for up in range(_DEGREE, -1, -1):
            row = np.full(len(unit), of_power[_DEGREE - up, up][axis])
            for across in range(_DEGREE - up - 1, -1, -1):
                row *= u
                row += of_power[across, up][axis]
            total *= v
            total += row
        out[:, axis] = total
    return out
