"""The one drawing of the map: layers, marks and names on a canvas as SVG.

Sheets, covers and pictures on pages are this drawing at other sizes. Each paint of a style is one path whatever the
number of its shapes, cut and simplified to what the canvas can show.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely

from geo.atlas.looks.names import Rank
from geo.atlas.symbology import PALETTE
from geo.screen.drawing.marks import mark_elements
from geo.screen.drawing.names import NameWriter
from geo.screen.drawing.paints import ShapeGroup, attributes_of, svg_of
from geo.screen.drawing.paths import on_canvas, path_data
from geo.screen.layer_styles import draw_order, layer_styles
from geo.screen.map_document import edge_mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer
    from geo.screen.canvas import Canvas
    from geo.screen.crowd.feature_drawing import FeatureDrawing
    from geo.screen.layer_styles import LayerStyle


@dataclass(frozen=True)
class Mark:
    """A shape drawn above all layers.

    Attributes
    ----------
    kind : {"found", "drawn", "selected"}
    shape : shapely geometry
        In degrees.
    names : tuple of tuple
        Texts, each with the shape in degrees at which it is written.
    filled : bool
        Whether areas are filled: not where the fill would hide other marks.
    """

    kind: Literal["found", "drawn", "selected"]
    shape: BaseGeometry
    names: tuple[tuple[str, BaseGeometry], ...] = ()
    filled: bool = True


@dataclass(frozen=True)
class Stack:
    """How layers lie over one another.

    Attributes
    ----------
    order : sequence of str
        Layers from top to bottom, if not as in the catalogue; layers that are not named keep their height.
    opacity : mapping of str to float
        Opacity by layer id, where it is not 1.
    """

    order: Sequence[str] = ()
    opacity: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Overlay:
    """What a drawing has beside the layers of the atlas.

    Attributes
    ----------
    features : sequence of FeatureDrawing
        Layers of any size, drawn on this canvas already, each at its height among the layers; they have no names.
    svg : str
        Drawn under marks and names, such as `geo.screen.drawing.grid.grid_svg`.
    covered : sequence of tuple of float
        Left, top, right and bottom, in the unit of the canvas, of what covers the drawing: no name stands there.
    """

    features: Sequence[FeatureDrawing] = ()
    svg: str = ""
    covered: Sequence[tuple[float, float, float, float]] = ()


@dataclass(frozen=True)
class DrawnLayer:
    """A layer that is on the canvas.

    Attributes
    ----------
    entry : Layer
    height : float
        Position in the drawing order; a higher layer is drawn later.
    share : float
        Opacity, 0 to 1.
    parts : tuple of tuple
        The styles that are on the canvas, each with its shapes in steps.
    shapes : mapping of str to shapely geometry
        Shape in steps of each place that is on the canvas.
    """

    entry: Layer
    height: float
    share: float
    parts: tuple[tuple[LayerStyle, ShapeGroup], ...]
    shapes: Mapping[str, BaseGeometry]

    def places(self, style: LayerStyle) -> list[str]:
        """List the places of a style that are on the canvas."""
        return [place for place in style.features if place in self.shapes]


@dataclass(frozen=True)
class MapDrawing:
    """A drawing and what is on it.

    Attributes
    ----------
    svg : str
    layers : tuple of DrawnLayer
        In drawing order, the lowest first.
    features : tuple of FeatureDrawing
        Layers of any size, the lowest first.
    texts : tuple of str
        All that is written.
    unnamed : tuple of str
        Names of planning places for which there was no room.
    """

    svg: str
    layers: tuple[DrawnLayer, ...]
    features: tuple[FeatureDrawing, ...]
    texts: tuple[str, ...]
    unnamed: tuple[str, ...]


#: Names of what reaches across the whole map.
_LARGE = frozenset({Rank.SCOPE, Rank.BELT})
_AS_IN_CATALOGUE, _NOTHING = Stack(), Overlay()


def draw_map(
    atlas: Atlas,
    canvas: Canvas,
    layers: Iterable[str],
    *,
    lang: str,
    marks: Sequence[Mark] = (),
    named: Literal["all", "places", "background", "none"] = "all",
    stack: Stack = _AS_IN_CATALOGUE,
    overlay: Overlay = _NOTHING,
) -> MapDrawing:
    """Draw a map.

    Parameters
    ----------
    atlas : Atlas
    canvas : Canvas
        From `geo.screen.canvas.paper_canvas` or `screen_canvas`.
    layers : iterable of str
        Ids of the layers.
    lang : {"zh", "en"}
        Language of the names.
    marks : sequence of Mark
    named : {"all", "places", "background", "none"}
        Whether all names are written, all but those of scopes and belts, those of the background, or none; marks have
        theirs anyway.
    stack : Stack
    overlay : Overlay

    Returns
    -------
    MapDrawing

    Raises
    ------
    UnknownLayerError
        If no layer has one of the ids.
    """
    heights = _heights(atlas, stack.order)
    shown = _shown_layers(atlas, canvas, layers, stack.opacity, heights)
    lines = [_background(canvas)]
    drawn = [(layer.height, _layer(layer, canvas)) for layer in shown]
    drawn += [
        (heights[one.entry.id], _faded(one.svg, stack.opacity.get(one.entry.id, 1.0))) for one in overlay.features
    ]
    mask = edge_mask(atlas)
    drawn += [(mask["order"] + 0.5, _mask(mask, canvas))] if mask else []
    lines += [svg for _, svg in sorted(drawn, key=lambda one: one[0])]
    lines.append(overlay.svg)
    writer = NameWriter(canvas, lang)
    writer.cover(overlay.covered)
    for mark in marks:
        lines.append(mark_elements(mark.kind, on_canvas(canvas, [mark.shape])[0], canvas, filled=mark.filled))
    # The place selected has the choice of its spot.
    for mark in reversed(marks):
        for text, shape in mark.names:
            writer.write_mark(mark.kind, text, on_canvas(canvas, [shape])[0])
    if named != "none":
        layers_named = [one for one in shown if named != "background" or one.entry.role == "context"]
        writer.write_layers(atlas, layers_named, left_out=_LARGE if named == "places" else frozenset())
    lines.append(writer.svg())
    raised = tuple(sorted(overlay.features, key=lambda one: heights[one.entry.id]))
    return MapDrawing(_document(canvas, lines), tuple(shown), raised, tuple(writer.texts), tuple(writer.unplaced))


def _shown_layers(
    atlas: Atlas, canvas: Canvas, ids: Iterable[str], opacity: Mapping[str, float], heights: Mapping[str, float]
) -> list[DrawnLayer]:
    out = []
    for number, layer_id in enumerate(dict.fromkeys(ids)):
        entry, shapes = atlas.entry(layer_id), _shapes(atlas, layer_id, canvas)
        parts = tuple(_parts(atlas, shapes, canvas, f"m{number}", layer_id))
        if parts:
            out.append(DrawnLayer(entry, heights[layer_id], opacity.get(layer_id, 1.0), parts, shapes))
    return sorted(out, key=lambda layer: layer.height)


def _shapes(atlas: Atlas, layer_id: str, canvas: Canvas) -> dict[str, BaseGeometry]:
    """Return the shapes of a layer that are on the canvas, by place."""
    frame = atlas.layers[layer_id]
    located = frame[frame.geometry.notna()]
    shapes = on_canvas(canvas, located.geometry.to_numpy())
    seen = shapely.intersects(shapes, shapely.box(0, 0, *canvas.size))
    return dict(zip(located["place_id"].to_numpy()[seen].tolist(), shapes[seen], strict=True))


def _heights(atlas: Atlas, order: Sequence[str]) -> dict[str, float]:
    """Distribute the heights of the layers named in their new order, as the map page does (``layers.js``)."""
    entries = [*atlas.catalogue.layer, *(layer.entry for layer in atlas.stored.values())]
    height = {entry.id: float(entry.order) for entry in entries}
    slots = sorted((height[layer_id] for layer_id in order), reverse=True)
    return height | dict(zip(order, slots, strict=True))


def _parts(
    atlas: Atlas, shapes: Mapping[str, BaseGeometry], canvas: Canvas, key: str, layer_id: str
) -> Iterator[tuple[LayerStyle, ShapeGroup]]:
    for count, style in enumerate(layer_styles(atlas, layer_id)):
        drawn = [shapes[place] for place in style.drawn if place in shapes]
        stops = canvas.to_steps(style.stops) if style.stops else np.empty((0, 2))
        heads = canvas.to_steps(np.reshape(style.heads, (-1, 2))) if style.heads else np.empty((0, 2))
        if drawn:
            group = np.array(drawn, dtype=object)
            yield style, ShapeGroup(f"{key}-{count}", group, stops, heads.reshape(-1, 2, 2))


def _layer(layer: DrawnLayer, canvas: Canvas) -> str:
    groups = {style.id: group for style, group in layer.parts}
    paints = draw_order(style for style, _ in layer.parts)
    drawn = "".join(svg_of(groups[style.id], paint, canvas) for style, paint in paints)
    if not drawn:
        return ""
    defs = "".join(group.definition(style.style.paints) for style, group in layer.parts)
    return f"<defs>{defs}</defs>{_faded(drawn, layer.share)}"


def _faded(drawn: str, share: float) -> str:
    """Return a layer with its opacity as a whole: what lies over one another within it does not show through."""
    return f'<g opacity="{share:.3g}">{drawn}</g>' if share < 1.0 else f"<g>{drawn}</g>"


def _background(canvas: Canvas) -> str:
    width, height = canvas.size
    return f'<rect width="{width:.0f}" height="{height:.0f}" fill="{PALETTE["sea"]}"/>'


def _mask(mask: dict[str, Any], canvas: Canvas) -> str:
    """Return the plain colour beyond the end of the background."""
    boxes = [(step, shapely.box(*step["inner"])) for step in mask["fades"]]
    seen = shapely.box(*canvas.extent)
    rings = [(step, seen.difference(inner)) for step, inner in boxes if not inner.contains(seen)]
    shapes = on_canvas(canvas, [shapely.segmentize(ring, 0.05) for _, ring in rings])
    return "".join(
        f'<path d="{path_data([shape])}"{attributes_of(fill=mask["fill"], fill_opacity=step["opacity"])}/>'
        for (step, _), shape in zip(rings, shapes, strict=True)
        if not shape.is_empty
    )


def _document(canvas: Canvas, lines: Sequence[str]) -> str:
    width, height = canvas.size
    size = f'width="{canvas.width:g}{canvas.unit}" height="{canvas.height:g}{canvas.unit}"'
    view = f'viewBox="0 0 {np.rint(width):.0f} {np.rint(height):.0f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view}>{"".join(lines)}</svg>'
