"""Small parts far from the rest, such as an island: they get a map of their own, or the sheet were mostly sea."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.screen.canvas import PaperWindow, round_scale

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Bounds = tuple[float, float, float, float]

#: Parts nearer to one another than twice this (metres) belong together.
_NEAR_M = 6_000.0
#: Share of all area that a far part may have, and most far parts.
_MOST_AREA, _MOST_PARTS = 0.08, 2
#: More areas than this are a cadastre, and not divided.
_MOST_AREAS = 1_000
#: The scale has to gain this much by leaving them out of the main map.
_GAIN = 0.8
#: Share of the sides of the main map that the map of a far part may take, and what it shows round the part.
_MOST_SIDE, _ROUND = 0.34, 1.25
#: Distance of that map from the edge of the main map in millimetres, times the unit of the sheet.
_INSET_MM = 3.0


@dataclass(frozen=True)
class FarMap:
    """The map of a far part: its window, and its upper left corner on the main map in millimetres."""

    window: PaperWindow
    x: float
    y: float

    @property
    def box_mm(self) -> Bounds:
        """What it covers of the main map: left, top, right, bottom in millimetres."""
        return self.x, self.y, self.x + self.window.width_mm, self.y + self.window.height_mm


def main_and_far(shapes: Any, size_mm: tuple[float, float]) -> tuple[Bounds, list[Bounds]]:
    """Divide shapes into what the main map shows and small parts far off.

    Parameters
    ----------
    shapes : array-like of shapely geometry
        In metres of EPSG:4529.
    size_mm : tuple of float
        Width and height of the main map on paper.

    Returns
    -------
    tuple of float
        Bounds of the main part: those of all shapes unless leaving far parts out gains a larger scale.
    list of tuple of float
        Bounds of the far parts.
    """
    parts = shapely.get_parts(shapes)
    whole = _bounds(parts)
    areas = parts[shapely.get_dimensions(parts) == 2]
    if not 0 < len(areas) <= _MOST_AREAS:
        return whole, []
    grounds = shapely.get_parts(shapely.union_all(shapely.buffer(shapely.envelope(areas), _NEAR_M, quad_segs=2)))
    sizes = [float(shapely.area(areas[shapely.intersects(ground, areas)]).sum()) for ground in grounds]
    main = grounds[int(np.argmax(sizes))]
    far = [ground for ground, size in zip(grounds, sizes, strict=True) if size <= _MOST_AREA * sum(sizes)]
    if not 0 < len(far) <= _MOST_PARTS or len(far) + 1 < len(grounds):
        return whole, []
    kept = parts[~np.any([shapely.intersects(parts, ground) for ground in far], axis=0)]
    bounds = _bounds(np.append(kept, areas[shapely.intersects(main, areas)]))
    if _scale(bounds, size_mm) > _GAIN * _scale(whole, size_mm):
        return whole, []
    return bounds, [_bounds(areas[shapely.intersects(ground, areas)]) for ground in far]


def _bounds(shapes: Any) -> Bounds:
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return west, south, east, north


def _scale(bounds: Bounds, size_mm: tuple[float, float]) -> int:
    return round_scale((bounds[2] - bounds[0]) * 1.04, (bounds[3] - bounds[1]) * 1.04, *size_mm)


def far_maps(far: Sequence[Bounds], main: PaperWindow, shapes: Any, unit: float) -> list[FarMap]:
    """Compute the maps of far parts at the scale of the main map, in its emptiest corners.

    Parameters
    ----------
    far : sequence of tuple of float
        From `main_and_far`.
    main : PaperWindow
        A part that it shows after all needs no other map.
    shapes : array-like of shapely geometry
        What the main map shows, in metres.
    unit : float
        Of the sheet.

    Returns
    -------
    list of FarMap
        Fewer than the far parts if one finds no room.
    """
    out: list[FarMap] = []
    corners = list(_corners())
    shown = shapely.box(*main.bounds)
    for west, south, east, north in far:
        if shown.contains(shapely.box(west, south, east, north)):
            continue
        width, height = main.mm(east - west) * _ROUND + 4 * unit, main.mm(north - south) * _ROUND + 4 * unit
        if width > _MOST_SIDE * main.width_mm or height > _MOST_SIDE * main.height_mm or not corners:
            continue
        window = PaperWindow((west + east) / 2, (south + north) / 2, main.scale, width, height)
        places = [_in_corner(window, main, corner, unit) for corner in corners]
        covered = [_covered(place, main, shapes) for place in places]
        best = int(np.argmin(covered))
        if covered[best] > 0.0:
            continue
        corners.pop(best)
        out.append(places[best])
    return out


def _corners() -> Iterator[tuple[float, float]]:
    yield from ((1.0, 1.0), (0.0, 1.0), (1.0, 0.0), (0.0, 0.0))


def _in_corner(window: PaperWindow, main: PaperWindow, corner: tuple[float, float], unit: float) -> FarMap:
    gap = _INSET_MM * unit
    free_x, free_y = main.width_mm - window.width_mm - 2 * gap, main.height_mm - window.height_mm - 2 * gap
    return FarMap(window, gap + corner[0] * free_x, gap + corner[1] * free_y)


def _covered(place: FarMap, main: PaperWindow, shapes: Any) -> float:
    """Compute how much a map would cover of the shapes under it."""
    west, _, _, north = main.bounds
    left, top, right, bottom = (side * main.scale / 1000.0 for side in place.box_mm)
    box = shapely.box(west + left, north - bottom, west + right, north - top)
    areas = shapes[shapely.get_dimensions(shapes) == 2]
    return float(shapely.area(shapely.intersection(shapely.make_valid(areas), box)).sum())
