"""Draw layers on a map in their drawing order, with the fill, hatch, line and dash of the catalogue.

Screen and paper use the same styles; one CSS pixel is 0.75 point.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from geo.atlas import symbology
from geo.coordinates.crs import LINGANG_PROJECTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    from matplotlib.axes import Axes

    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer
    from geo.printing.page import PaperWindow

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


@dataclass(frozen=True)
class Placed:
    """A layer in a window, projected.

    Attributes
    ----------
    entry : Layer
    frame : geopandas.GeoDataFrame
        The features that touch the window, EPSG:4529.
    height : float
        Position in the drawing order; a higher layer is drawn later.
    share : float
        Opacity, 0 to 1.
    """

    entry: Layer
    frame: gpd.GeoDataFrame
    height: float
    share: float = 1.0


def layers_in(
    atlas: Atlas,
    ids: Iterable[str],
    window: PaperWindow,
    *,
    order: Sequence[str] = (),
    opacity: Mapping[str, float] = MappingProxyType({}),
) -> list[Placed]:
    """List the layers with features in a window, in drawing order.

    Parameters
    ----------
    atlas : Atlas
    ids : iterable of str
    window : PaperWindow
    order : sequence of str
        Layers from top to bottom, if not as in the catalogue; layers that are not named keep their height.
    opacity : mapping of str to float
        Opacity by layer id, where it is not 1.

    Raises
    ------
    UnknownLayerError
        If no layer has one of the ids.
    """
    box, height = shapely.box(*window.bounds), _heights(atlas, order)
    out = []
    for layer_id in dict.fromkeys(ids):
        entry, frame = atlas.entry(layer_id), projected(atlas, layer_id)
        inside = frame[np.asarray(shapely.intersects(frame.geometry.to_numpy(), box))]
        if len(inside):
            out.append(Placed(entry, inside, height[layer_id], opacity.get(layer_id, 1.0)))
    return sorted(out, key=lambda placed: placed.height)


def _heights(atlas: Atlas, order: Sequence[str]) -> dict[str, float]:
    """Distribute the heights of the layers named in their new order, as the map page does (``layers.js``)."""
    height = {entry.id: float(entry.order) for entry in atlas.catalogue.layer}
    slots = sorted((height[layer_id] for layer_id in order), reverse=True)
    return height | dict(zip(order, slots, strict=True))


def projected(atlas: Atlas, layer_id: str) -> gpd.GeoDataFrame:
    """Return a layer projected to EPSG:4529, as on all sheets."""
    return atlas.layer(layer_id).to_crs(LINGANG_PROJECTED)


def draw_layers(axes: Axes, placed: Sequence[Placed], weight: float = 1.0) -> None:
    """Draw layers; line widths are multiplied by `weight`."""
    for layer in placed:
        _draw_layer(axes, layer, weight)


def _draw_layer(axes: Axes, layer: Placed, weight: float) -> None:
    style, zorder, share = layer.entry.style, _zorder(layer), layer.share
    for shape, grade in zip(layer.frame.geometry, layer.frame["grade"], strict=True):
        for kind, parts in _by_kind(shape).items():
            if kind == "Polygon":
                _draw_areas(axes, parts, layer, weight, print_dash(layer.entry, grade, areal=True))
            elif kind == "LineString":
                lines = [shapely.get_coordinates(part) for part in parts]
                dash = _scaled(print_dash(layer.entry, grade, areal=False), style.stroke_width)
                width = style.stroke_width * PT_PER_PX * weight * 0.8
                symbology = {"colors": style.stroke, "linewidths": width, "linestyles": dash, "alpha": share}
                axes.add_collection(LineCollection(lines, zorder=zorder, **symbology))
            else:
                _draw_points(axes, parts, layer, grade, weight)


def _by_kind(shape: Any) -> dict[str, list[Any]]:
    kinds: dict[str, list[Any]] = {}
    for part in shapely.get_parts(shape):
        kinds.setdefault(part.geom_type, []).append(part)
    return kinds


def print_dash(entry: Layer, grade: str | None, *, areal: bool) -> tuple[float, ...]:
    """Return the dash of a feature in CSS pixels: as on screen, but without dashes for a background of grade C."""
    return symbology.svg_dash(entry, None if entry.role == "context" else grade, areal=areal)


def _scaled(dash: tuple[float, ...], width: float) -> Any:
    """Convert a dash to multiples of the line's width, as matplotlib takes it."""
    return (0.0, tuple(part / max(width, 0.5) for part in dash)) if dash else "solid"


def area_path(parts: Iterable[Any]) -> Path:
    """Make one path of all rings of polygons."""
    vertices, codes = [], []
    for part in parts:
        for ring in (part.exterior, *part.interiors):
            points = shapely.get_coordinates(ring)
            vertices.append(points)
            codes.append(np.full(len(points), Path.LINETO, dtype=Path.code_type))
            codes[-1][0], codes[-1][-1] = Path.MOVETO, Path.CLOSEPOLY
    return Path(np.concatenate(vertices), np.concatenate(codes))


def _draw_areas(axes: Axes, parts: list[Any], layer: Placed, weight: float, dash: tuple[float, ...]) -> None:
    style, share, zorder = layer.entry.style, layer.share, _zorder(layer)
    path = area_path([shapely.orient_polygons(part) for part in parts])
    if style.fill_opacity:
        symbology = {"facecolor": style.fill, "alpha": style.fill_opacity * share, "edgecolor": "none"}
        axes.add_patch(PathPatch(path, zorder=zorder, **symbology))
    hatch = _HATCHES[style.hatch]
    if hatch:
        symbology = {"edgecolor": style.stroke, "hatch": hatch, "linewidth": 0, "alpha": 0.35 * share}
        axes.add_patch(PathPatch(path, fill=False, zorder=zorder, **symbology))
    axes.add_patch(
        PathPatch(
            path,
            fill=False,
            edgecolor=style.stroke,
            linewidth=style.stroke_width * PT_PER_PX * weight,
            linestyle=_scaled(dash, style.stroke_width),
            alpha=share,
            joinstyle="round",
            zorder=zorder + 0.03,
        )
    )


def _draw_points(axes: Axes, parts: list[Any], layer: Placed, grade: str | None, weight: float) -> None:
    xy, entry = shapely.get_coordinates(parts), layer.entry
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
        alpha=(0.6 if grade == "C" and not context else 1.0) * layer.share,
        zorder=_zorder(layer) + 0.06,
    )


def _zorder(layer: Placed) -> float:
    """Compute the z-order of the fills of a layer; its outlines and points are drawn above them."""
    return 10 + layer.height / 10
