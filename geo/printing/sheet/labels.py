"""Names on a printed map, placed one after another where no other name is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shapely
from matplotlib.patheffects import Stroke
from matplotlib.text import Text

from geo.atlas.symbology import PRINT_PALETTE
from geo.printing import fonts
from geo.printing.page import INK, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from matplotlib.axes import Axes

    from geo.printing.page import PaperWindow
    from geo.printing.sheet.draw_layers import Placed

_CLEARANCE_MM = 0.5


@dataclass
class Labels:
    """The names on a map and the space they take.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
    window : PaperWindow
    taken : list of tuple of float
        Rectangles that are taken: left, bottom, right, top in metres.
    """

    axes: Axes
    window: PaperWindow
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def place(
        self, text: str, shape: Any, size: float, color: str = INK, *, force: bool = False, bold: bool = False
    ) -> bool:
        """Write a name at its shape if there is room; a forced name is written even if there is none.

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
        width = fonts.width_mm(text, size, bold=bold) * self.window.scale / 1000.0
        height = size / fonts.PT_PER_MM * self.window.scale / 1000.0
        spots = list(self._spots(shape, width, height))
        free = next((spot for spot in spots if self._is_free(spot, width, height)), None)
        if free is None and not force:
            return False
        x, y = free or (spots[0] if spots else (self.window.east, self.window.north))
        self.taken.append(self._rectangle((x, y), width, height))
        for effects in ([Stroke(linewidth=size / 4.5, foreground="white", alpha=0.85)], None):
            # The white halo is drawn first, as outlines. The name above it is text, which can be selected.
            self.axes.add_artist(
                Text(
                    x,
                    y,
                    text,
                    fontsize=size,
                    color=color,
                    ha="center",
                    va="center_baseline",
                    fontfamily=fonts.FAMILY,
                    fontweight=700 if bold else 400,
                    zorder=49 if effects else 50,
                    clip_on=True,
                    path_effects=effects,
                    parse_math=False,
                )
            )
        return True

    def reserve(self, shape: Any) -> None:
        """Mark the space of point symbols as taken."""
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


def label_layers(
    labels: Labels, placed: Sequence[Placed], lang: str, size: float, *, named: Collection[str] = ()
) -> None:
    """Write the names of a map: planning layers from the top, then the background; symbols of points stay free.

    Parameters
    ----------
    labels : Labels
    placed : sequence of Placed
    lang : {"zh", "en"}
    size : float
        Points.
    named : collection of str
        Places whose name is already on the map.
    """
    for layer in placed:
        points = layer.frame[layer.frame.geometry.geom_type == "Point"]
        for shape in points.geometry if layer.entry.role != "context" else ():
            labels.reserve(shape)
    for layer in sorted(placed, key=_rank):
        if layer.entry.id in {"scopes", "coast", "roads", "districts", "rail"}:
            continue  # the legend names the outlines; names of roads and districts would leave no room for places
        context = layer.entry.role == "context"
        frame = layer.frame[~layer.frame.index.isin(named)]
        frame = frame.assign(_size=frame.geometry.area).sort_values("_size", ascending=False)
        for name, shape in zip(frame[f"name_{lang}"], frame.geometry, strict=True):
            colour = PRINT_PALETTE["background-name"] if context else layer.entry.style.stroke
            labels.place(name, shape, size * (0.85 if context else 1.0), colour, bold=not context)


def _rank(layer: Placed) -> tuple[bool, bool, float]:
    return layer.entry.role == "context", layer.entry.geometry == "point", -layer.height
