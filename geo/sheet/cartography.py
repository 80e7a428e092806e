"""Draw layers on a map as the catalogue says: fill, hatch, line, dash, in drawing order; labels do not collide.

The map on paper and the map on screen share the styles of the catalogue; a CSS pixel is three quarters of a point.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import Stroke
from matplotlib.text import Text

from geo import look
from geo.crs import LINGANG_PROJECTED
from geo.sheet import typeface
from geo.sheet.page import INK, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import geopandas as gpd
    from matplotlib.axes import Axes

    from geo.atlas import Atlas
    from geo.schema import Layer, Style
    from geo.sheet.page import Window

PT_PER_PX = 0.75
_HATCHES = {
    "none": None,
    "diagonal": "////",
    "back_diagonal": "\\\\\\\\",
    "cross": "xxx",
    "dots": "....",
    "horizontal": "---",
    "vertical": "|||",
}
_CLEARANCE_MM = 0.5


@dataclass(frozen=True)
class Placed:
    """Layers cut to a window and projected.

    Attributes
    ----------
    entry : Layer
    frame : geopandas.GeoDataFrame
        The features that touch the window, EPSG:4529.
    """

    entry: Layer
    frame: gpd.GeoDataFrame


def layers_in(atlas: Atlas, ids: Iterable[str], window: Window) -> list[Placed]:
    """Give the layers that have something to show in a window, in drawing order.

    Raises
    ------
    UnknownLayerError
        If no layer has one of the ids.
    """
    box = shapely.box(*window.bounds)
    out = []
    for layer_id in ids:
        entry, frame = atlas.entry(layer_id), projected(atlas, layer_id)
        inside = frame[np.asarray(shapely.intersects(frame.geometry.to_numpy(), box))]
        if len(inside):
            out.append(Placed(entry, inside))
    return sorted(out, key=lambda placed: placed.entry.order)


def projected(atlas: Atlas, layer_id: str) -> gpd.GeoDataFrame:
    """Give a layer in the projection of all sheets, EPSG:4529."""
    return atlas.layer(layer_id).to_crs(LINGANG_PROJECTED)


def draw_layers(axes: Axes, placed: Sequence[Placed], weight: float = 1.0) -> None:
    """Draw layers; `weight` thickens the lines of a large sheet."""
    for layer in placed:
        _draw_layer(axes, layer, weight)


def _draw_layer(axes: Axes, layer: Placed, weight: float) -> None:
    style, zorder = layer.entry.style, 10 + layer.entry.order / 10
    for shape, grade in zip(layer.frame.geometry, layer.frame["grade"], strict=True):
        for kind, parts in _by_kind(shape).items():
            if kind == "Polygon":
                _draw_areas(axes, parts, style, zorder, weight, dash_of(layer.entry, grade, areal=True))
            elif kind == "LineString":
                lines = [shapely.get_coordinates(part) for part in parts]
                dash = _scaled(dash_of(layer.entry, grade, areal=False), style.stroke_width)
                width = style.stroke_width * PT_PER_PX * weight * 0.8
                drawn = LineCollection(lines, colors=style.stroke, linewidths=width, linestyles=dash, zorder=zorder)
                axes.add_collection(drawn)
            else:
                _draw_points(axes, parts, layer.entry, grade, zorder + 20, weight)


def _by_kind(shape: Any) -> dict[str, list[Any]]:
    kinds: dict[str, list[Any]] = {}
    for part in shapely.get_parts(shape):
        kinds.setdefault(part.geom_type, []).append(part)
    return kinds


def dash_of(entry: Layer, grade: str | None, *, areal: bool) -> tuple[float, ...]:
    """Give the dash of a feature in CSS pixels, as on screen; on paper the background is not dashed."""
    return look.dash_of(entry, None if entry.role == "context" else grade, areal=areal)


def _scaled(dash: tuple[float, ...], width: float) -> Any:
    """Give a dash in matplotlib's terms: multiples of the line's width."""
    return (0.0, tuple(part / max(width, 0.5) for part in dash)) if dash else "solid"


def area_path(parts: Iterable[Any]) -> Path:
    """Give polygons with their holes as one path."""
    vertices, codes = [], []
    for part in parts:
        for ring in (part.exterior, *part.interiors):
            points = shapely.get_coordinates(ring)
            vertices.append(points)
            codes.append(np.full(len(points), Path.LINETO, dtype=Path.code_type))
            codes[-1][0], codes[-1][-1] = Path.MOVETO, Path.CLOSEPOLY
    return Path(np.concatenate(vertices), np.concatenate(codes))


def _draw_areas(
    axes: Axes, parts: list[Any], style: Style, zorder: float, weight: float, dash: tuple[float, ...]
) -> None:
    path = area_path([shapely.orient_polygons(part) for part in parts])
    if style.fill_opacity:
        axes.add_patch(PathPatch(path, facecolor=style.fill, alpha=style.fill_opacity, edgecolor="none", zorder=zorder))
    hatch = _HATCHES[style.hatch]
    if hatch:
        axes.add_patch(
            PathPatch(path, fill=False, edgecolor=style.stroke, hatch=hatch, linewidth=0, alpha=0.35, zorder=zorder)
        )
    axes.add_patch(
        PathPatch(
            path,
            fill=False,
            edgecolor=style.stroke,
            linewidth=style.stroke_width * PT_PER_PX * weight,
            linestyle=_scaled(dash, style.stroke_width),
            joinstyle="round",
            zorder=zorder + 0.05,
        )
    )


def _draw_points(axes: Axes, parts: list[Any], entry: Layer, grade: str | None, zorder: float, weight: float) -> None:
    xy = shapely.get_coordinates(parts)
    context = entry.role == "context"
    axes.plot(
        xy[:, 0],
        xy[:, 1],
        linestyle="none",
        marker="o",
        markersize=(1.8 if context else 4.2) * weight,
        markerfacecolor=entry.style.fill,
        markeredgecolor=entry.style.stroke,
        markeredgewidth=0.0 if context else 0.8 * weight,
        alpha=0.6 if grade == "C" and not context else 1.0,
        zorder=zorder,
    )


@dataclass
class Labels:
    """Names on a map, placed one after another where nothing is yet.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
    window : Window
    taken : list of tuple of float
        Rectangles in use: left, bottom, right, top in metres.
    """

    axes: Axes
    window: Window
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def place(
        self, text: str, shape: Any, size: float, color: str = INK, *, force: bool = False, bold: bool = False
    ) -> bool:
        """Write a name at its shape if there is room; a forced one is written at the first place whatever lies there.

        Parameters
        ----------
        text : str
        shape : shapely geometry
            In metres.
        size : float
            Points.
        color : str
        force, bold : bool

        Returns
        -------
        bool
            Whether it was written.
        """
        text = plain(text)
        width = typeface.width_mm(text, size, bold=bold) * self.window.scale / 1000.0
        height = size / typeface.PT_PER_MM * self.window.scale / 1000.0
        spots = list(self._spots(shape, width, height))
        free = next((spot for spot in spots if self._is_free(spot, width, height)), None)
        if free is None and not force:
            return False
        x, y = free or (spots[0] if spots else (self.window.east, self.window.north))
        self.taken.append(self._rectangle((x, y), width, height))
        for effects in ([Stroke(linewidth=size / 4.5, foreground="white", alpha=0.85)], None):
            # The halo is drawn as outlines and the name over it as text, so that it can be selected.
            self.axes.add_artist(
                Text(
                    x,
                    y,
                    text,
                    fontsize=size,
                    color=color,
                    ha="center",
                    va="center_baseline",
                    fontfamily=typeface.FAMILY,
                    fontweight=700 if bold else 400,
                    zorder=49 if effects else 50,
                    clip_on=True,
                    path_effects=effects,
                    parse_math=False,
                )
            )
        return True

    def reserve(self, shape: Any) -> None:
        """Keep a small symbol free of names."""
        for x, y in shapely.get_coordinates(shape):
            size = 1.2 * self.window.scale / 1000.0
            self.taken.append((x - size, y - size, x + size, y + size))

    def _spots(self, shape: Any, width: float, height: float) -> Iterator[tuple[float, float]]:
        visible = shapely.intersection(shape, shapely.box(*self.window.bounds))
        if visible.is_empty:
            return
        if visible.geom_type in {"LineString", "MultiLineString"}:
            longest = max(shapely.get_parts(visible), key=lambda part: part.length)
            for share in (0.5, 0.35, 0.65, 0.2, 0.8):
                point = longest.interpolate(share, normalized=True)
                yield point.x, point.y + height
                yield point.x, point.y - height
            return
        point = shapely.point_on_surface(visible)
        gap = 1.6 * self.window.scale / 1000.0
        if visible.geom_type not in {"Point", "MultiPoint"}:
            yield point.x, point.y
            yield point.x, point.y + height
            yield point.x, point.y - height
        yield point.x + width / 2 + gap, point.y
        yield point.x - width / 2 - gap, point.y
        yield point.x, point.y + height / 2 + gap
        yield point.x, point.y - height / 2 - gap

    def _rectangle(self, spot: tuple[float, float], width: float, height: float) -> tuple[float, float, float, float]:
        margin = _CLEARANCE_MM * self.window.scale / 1000.0
        x, y = spot
        return x - width / 2 - margin, y - height / 2 - margin, x + width / 2 + margin, y + height / 2 + margin

    def _is_free(self, spot: tuple[float, float], width: float, height: float) -> bool:
        left, bottom, right, top = self._rectangle(spot, width, height)
        west, south, east, north = self.window.bounds
        if left < west or bottom < south or right > east or top > north:
            return False
        return not any(left < r and right > le and bottom < t and top > b for le, b, r, t in self.taken)


def label_layers(labels: Labels, placed: Sequence[Placed], lang: str, size: float) -> None:
    """Name what a map shows: points keep their symbols free, then planning layers from the top, then the background."""
    for layer in placed:
        points = layer.frame[layer.frame.geometry.geom_type == "Point"]
        for shape in points.geometry if layer.entry.role != "context" else ():
            labels.reserve(shape)
    for layer in sorted(placed, key=_rank):
        if layer.entry.id in {"scopes", "coast", "roads", "districts", "rail"}:
            continue  # outlines of the whole are told by the legend; names of roads would drown the places
        context = layer.entry.role == "context"
        frame = layer.frame.assign(_size=layer.frame.geometry.area).sort_values("_size", ascending=False)
        for name, shape in zip(frame[f"name_{lang}"], frame.geometry, strict=True):
            colour = "#5f6870" if context else layer.entry.style.stroke
            labels.place(name, shape, size * (0.85 if context else 1.0), colour, bold=not context)


def _rank(layer: Placed) -> tuple[bool, bool, int]:
    return layer.entry.role == "context", layer.entry.geometry == "point", -layer.entry.order
