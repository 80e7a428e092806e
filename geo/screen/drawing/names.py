"""Names of a drawing: which are written, in what order, and where each finds room (`geo.atlas.name_symbology`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.atlas.cells import none_if_missing
from geo.atlas.looks.names import NAME_STYLES, NameStyle, Rank, name_style
from geo.atlas.symbology import PALETTE, PLATE_COLOURS, TOWN_INK
from geo.screen.drawing.name_room import (
    Box,
    NameRoom,
    Spot,
    level_spot,
    spots_along,
    spots_at_point,
    spots_in_area,
    spots_with_leader,
)
from geo.screen.drawing.name_text import NameText, name_svg, plate_svg, ring_svg
from geo.screen.svg import shape_kind
from geo.words import say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from geo.atlas.atlas import Atlas
    from geo.screen.canvas import Canvas
    from geo.screen.map_drawing import DrawnLayer

#: Paper shows names from this many zoom levels before the screen does: it is read from nearer and cannot be zoomed.
_PAPER_AHEAD = 1.2
#: Distance after which the name of an edge or a line is written again, and how often at most, in CSS pixels.
_AGAIN_PX, _MOST_TIMES = 420.0, 3
#: Most names of one layer that are tried, the largest shapes first; of more shapes, only names within theirs.
_MOST_NAMES = 400
#: A text shared by more shapes of a layer is no name.
_MOST_SHARED = 4
_COLUMNS = ["place_id", "name_zh", "name_en", "kind", "area_km2", "stated_area_km2", "geometry"]
_NUMBER = re.compile(r"[GSＧＳ]\d+")
_MARK_COLOURS = {"drawn": PALETTE["accent"], "selected": PALETTE["ink"], "found": PALETTE["found"]}
_MARK_STYLE = NAME_STYLES["park"]


@dataclass(frozen=True)
class _Wanted:
    """A name that wants a spot: its text, its style and colour, and its shape in steps."""

    text: str
    style: NameStyle
    colour: str
    shape: Any
    height: float
    planning: bool

    @property
    def order(self) -> tuple[int, float, float]:
        """Names of a lower rank first, then those of upper layers, then those of large shapes."""
        return int(self.style.rank), -self.height, -float(self.shape.area or self.shape.length)


class NameWriter:
    """Writes names one after another where no other name is.

    Parameters
    ----------
    canvas : Canvas
    lang : {"zh", "en"}
    """

    def __init__(self, canvas: Canvas, lang: str) -> None:
        self.canvas, self.lang = canvas, lang
        self.room = NameRoom(*canvas.size)
        self.zoom = canvas.zoom + (_PAPER_AHEAD if canvas.unit == "mm" else 0.0)
        self.texts: list[str] = []
        self.marked: set[str] = set()
        self.unplaced: list[str] = []
        self._frame = shapely.box(0, 0, *canvas.size)
        self._elements: list[str] = []

    def svg(self) -> str:
        """Return all names written so far."""
        return "".join(self._elements)

    def cover(self, boxes: Iterable[Box]) -> None:
        """Keep names off what covers the canvas: left, top, right and bottom in the unit of the canvas."""
        steps = self.canvas.steps
        self.room.take([(a * steps, b * steps, c * steps, d * steps) for a, b, c, d in boxes])

    def reserve(self, points: Any, radius_px: float) -> None:
        """Keep names off point symbols."""
        radius = radius_px * self.canvas.px
        self.room.take([(x - radius, y - radius, x + radius, y + radius) for x, y in np.asarray(points).tolist()])

    def write_mark(self, kind: str, name: str, shape: Any) -> None:
        """Write the name of a mark; that of the selected place whether there is room or not."""
        visible = shapely.intersection(shape, self._frame)
        if not name or visible.is_empty:
            return
        self.marked.add(name)
        text = self._text(name, _MARK_STYLE, _MARK_COLOURS[kind], 700)
        spots = list(self._spots(_MARK_STYLE, text, visible))
        free = next((spot for spot in spots if self.room.is_free(spot.boxes)), None)
        forced = kind == "selected" or not self.room.taken
        if free or forced:
            self._write(text, free or (spots or [level_spot(*_middle(visible), text.width, text.size)])[0])

    def write_layers(
        self, atlas: Atlas, layers: Sequence[DrawnLayer], left_out: Collection[Rank] = frozenset()
    ) -> None:
        """Write the names of layers, the most important first, but those of some ranks."""
        for layer in layers:
            for _, group in layer.parts:
                self.reserve(group.stops, 5.0)
                if layer.entry.role != "context":
                    self.reserve(group.points, 4.0)
        names = (one for layer in layers for one in self._wanted(atlas, layer))
        wanted = sorted((one for one in names if one.style.rank not in left_out), key=lambda one: one.order)
        said = set()
        for one in wanted:
            times = self._plates(one) if one.style.place == "plate" else self._place(one)
            if not times and one.planning and one.text not in said:
                self.unplaced.append(one.text)
            said.add(one.text)

    def _wanted(self, atlas: Atlas, layer: DrawnLayer) -> Iterator[_Wanted]:
        frame = atlas.layers[layer.entry.id]
        largest = sorted(layer.shapes, key=lambda place: -layer.shapes[place].area)[:_MOST_NAMES]
        crowd = len(layer.shapes) > _MOST_NAMES
        frame = frame.loc[frame["place_id"].isin(largest), _COLUMNS]
        found: dict[bytes, list[tuple[dict[str, Any], Any]]] = {}
        common = frame["name_zh"].value_counts()
        for row in frame.to_dict("records"):
            shape = shapely.intersection(layer.shapes[row["place_id"]], self._frame)
            # A word that stands for many shapes, such as "island", is no name.
            if not shape.is_empty and common[row["name_zh"]] <= _MOST_SHARED:
                found.setdefault(row["geometry"].wkb, []).append((row, shape))
        inks = {place: style.style.look.ink for style, _ in layer.parts for place in layer.places(style)}
        usual = TOWN_INK if layer.entry.role == "context" else PALETTE["ink"]
        for rows in found.values():
            row, shape = rows[0]
            key = name_style(layer.entry, shape_kind(shape), row)
            if key is not None and NAME_STYLES[key].zoom <= self.zoom:
                style = NAME_STYLES[key]
                text = self._words([other for other, _ in rows], style)
                small = crowd and shape.bounds[2] - shape.bounds[0] < self._text(text, style, usual).width
                if text in self.marked or small:
                    continue
                ink = inks.get(row["place_id"]) or usual
                yield _Wanted(text, style, ink, shape, layer.height, layer.entry.role != "context")

    def _words(self, rows: Sequence[dict[str, Any]], style: NameStyle) -> str:
        """Return the names of places of one shape, with the stated area where the style has it."""
        names = [str(row[f"name_{self.lang}"] or row["name_zh"]) for row in rows]
        text = say("list.same_shape", self.lang).join(dict.fromkeys(names))
        stated = none_if_missing(rows[0]["stated_area_km2"])
        if style.figure_zoom is None or self.zoom < style.figure_zoom or stated is None:
            return text
        return f"{text} {float(stated):g} km²"

    def _text(self, text: str, style: NameStyle, colour: str, weight: int | None = None) -> NameText:
        size = next(size for zoom, size in reversed(style.size) if self.canvas.zoom >= zoom or zoom == 0.0)
        chinese = any(char >= "\u2e80" for char in text)
        spacing = style.spacing if chinese else style.latin_spacing
        return NameText(
            text,
            size * self.canvas.px,
            weight or style.weight,
            colour,
            spacing=spacing * size * self.canvas.px,
            italic=style.italic,
        )

    def _place(self, one: _Wanted) -> int:
        """Write a name wherever it belongs; return how often."""
        text = self._text(one.text, one.style, one.colour)
        written: list[Spot] = []
        most = 1 if one.style.place in {"beside", "point"} else _MOST_TIMES
        parts = _parts_to_name(one, self.canvas.px * one.style.least[1])
        for number, part in enumerate(parts):
            if one.style.place == "edge" and written:
                break
            spots = self._spots(one.style, text, part)
            self._write_again(text, spots, written, most if one.style.place in {"edge", "axis"} else number + 1)
            if not written and one.planning:
                # A little off, with a leader line.
                x, y = _middle(part)
                self._write_again(text, spots_with_leader(x, y, text.width, text.size), written, 1)
        if written and one.style.ring:
            self._elements.append(ring_svg(_middle(one.shape), self.canvas.px, one.colour))
        return len(written)

    def _write_again(self, text: NameText, spots: Iterable[Spot], written: list[Spot], most: int) -> None:
        """Write a name where there is room, far from where it is written, until it is written `most` times."""
        if len(written) >= most:
            return
        for spot in spots:
            far = all(np.hypot(spot.x - one.x, spot.y - one.y) > _AGAIN_PX * self.canvas.px for one in written)
            if far and self.room.is_free(spot.boxes):
                self._write(text, spot)
                written.append(spot)
                if len(written) >= most:
                    return

    def _write(self, text: NameText, spot: Spot) -> None:
        self.room.take(spot.boxes)
        self.texts.append(text.text)
        self._elements.append(name_svg(text, spot, self.canvas.px, f"n{len(self._elements)}"))

    def _spots(self, style: NameStyle, text: NameText, shape: Any) -> Iterator[Spot]:
        """List the spots of a name at a shape, the best first."""
        kind = shape_kind(shape)
        if kind == "point":
            x, y = _middle(shape)
            yield from spots_at_point(x, y, text.width, text.size, 4.0 * self.canvas.px)
        elif kind == "area" and style.place != "edge":
            yield from spots_in_area(shape, text.width, text.size)
        else:
            yield from self._line_spots(style, text, shape)

    def _line_spots(self, style: NameStyle, text: NameText, shape: Any) -> Iterator[Spot]:
        off = style.off * self.canvas.px
        if shape_kind(shape) == "area":
            # The edge of what is seen would run along the frame of the map: there a name does not belong.
            line, ccw = _edge(shape, self._frame)
            side = (1.0 if ccw else -1.0) * (-1.0 if style.outside else 1.0)
            offsets = [side * off, side * off * 1.6, -side * off]
        else:
            line = _longest(shape)
            offsets = [0.0, off, -off] if style.place == "axis" else [off, -off]
        for offset in offsets if line is not None else []:
            yield from spots_along(line, text.width, text.size, canvas=self.canvas.size, turn=style.turn, offset=offset)

    def _plates(self, one: _Wanted) -> int:
        """Write the number of a road on a plate."""
        number = _NUMBER.search(one.text)
        line = _longest(one.shape)
        if number is None or line is None or number[0] in self.texts:
            return 0
        text = self._text(number[0], one.style, PLATE_COLOURS[1])
        width, size = text.width + 0.9 * text.size, text.size * 1.35
        middles = (shapely.get_coordinates(line.interpolate(share, normalized=True))[0] for share in (0.5, 0.3, 0.7))
        spots = (level_spot(float(x), float(y), width, size) for x, y in middles)
        free = next((spot for spot in spots if self.room.is_free(spot.boxes)), None)
        if free is None:
            return 0
        self.room.take(free.boxes)
        self.texts.append(text.text)
        self._elements.append(plate_svg(text, free, width, size))
        return 1


def _parts_to_name(one: _Wanted, least: float) -> list[Any]:
    """List the parts of a shape that are named: each area that is wide enough, else the largest part."""
    parts = sorted(shapely.get_parts(one.shape), key=lambda part: -(part.area or part.length))
    if one.style.place != "area" or shape_kind(one.shape) != "area":
        return parts if shape_kind(one.shape) == "area" else [one.shape]
    return parts[:1] + [part for part in parts[1:] if part.bounds[2] - part.bounds[0] >= least]


def _middle(shape: Any) -> tuple[float, float]:
    """Return a point of a shape about its middle."""
    line = _longest(shape) if shapely.get_dimensions(shape) == 1 else None
    point = shapely.point_on_surface(shape) if line is None else line.interpolate(0.5, normalized=True)
    x, y = shapely.get_coordinates(point)[0].tolist()
    return x, y


def _longest(shape: Any) -> Any:
    parts = shapely.get_parts(shapely.line_merge(shape))
    lines = [part for part in parts if part.geom_type == "LineString" and part.length]
    return max(lines, key=lambda line: line.length) if lines else None


def _edge(shape: Any, frame: Any) -> tuple[Any, bool]:
    """Return the longest stretch of an area's edge that is not the edge of the frame, and whether inside is left."""
    area = max(shapely.get_parts(shape), key=lambda part: part.area)
    ring = shapely.orient_polygons(area).exterior
    inner = shapely.difference(ring, frame.exterior.buffer(2.0))
    line = _longest(inner) if not inner.is_empty else None
    if line is None:
        return None, True
    # A merged line may run against the ring.
    at = [ring.project(shapely.Point(xy)) for xy in shapely.get_coordinates(line)[:2]]
    return line, (at[1] - at[0]) % ring.length < ring.length / 2
