"""A layer of the reader's own on a drawing, read batch by batch, whatever number of features it has.

Few features are vectors, as those of the atlas are. Of many the paths would be heavier than any printer needs, so they
become a picture whose pixel is a dot on paper (`geo.screen.crowd.pixel_picture`). What is smaller than a dot cannot be
seen for itself in either: it is drawn as a dot, those in one place as one, and counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import shapely

from geo.screen.canvas import STEPS_PER_MM
from geo.screen.crowd.class_look import SHAPES, ClassLook
from geo.screen.crowd.near_projection import near_projection
from geo.screen.crowd.pixel_picture import DOT_MM, PixelPicture
from geo.screen.drawing.paints import ShapeGroup, svg_of
from geo.screen.drawing.paths import on_canvas

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.atlas.schema import Layer
    from geo.screen.canvas import Canvas
    from geo.screen.crowd.column_classes import ColumnClasses

#: More features or vertices on a drawing than this become a picture.
MOST_VECTORS, MOST_VERTICES = 60_000, 600_000
#: Shapes of a crowd with sides smaller than this (millimetres) too: viewers draw no outline thinner than a pixel.
_CROWD, _LEAST_SIDE_MM = 500, 0.6
#: Features of a batch, and of one that asks for a box: each looks the box up again.
_BATCH, _BOX_BATCH = 10_000, 50_000
#: Opacity of what stands for shapes smaller than a dot.
_DOT_OPACITY = 0.6
_DOT_STEPS = DOT_MM * STEPS_PER_MM
Box = tuple[float, float, float, float]


class FeatureSource(Protocol):
    """Features of a layer, read a batch at a time."""

    @property
    def entry(self) -> Layer:
        """Titles and style."""
        ...

    @property
    def bounds(self) -> Box | None:
        """West, south, east, north in degrees."""
        ...

    def count(self, box: Box | None) -> int:
        """Count the features that meet a box in degrees, or all."""
        ...

    def batches(self, box: Box | None, column: str | None, size: int) -> Iterator[gpd.GeoDataFrame]:
        """Go through them, with one own column or none."""
        ...


@dataclass(frozen=True)
class FeatureDrawing:
    """A layer on a drawing and what is to be said of it.

    Attributes
    ----------
    look : ClassLook
        Its entry, and the classes it is coloured by.
    svg : str
    counts : tuple of int
        Features on the drawing of each class; of all without classes.
    small : int
        How many of them are smaller than a dot and drawn as one, together with others in the same place.
    dpi : int or None
        Pixels per inch of a picture; None of vectors.
    """

    look: ClassLook
    svg: str
    counts: tuple[int, ...]
    small: int
    dpi: int | None

    @property
    def entry(self) -> Layer:
        """The entry of the layer."""
        return self.look.entry

    @property
    def count(self) -> int:
        """Features on the drawing."""
        return sum(self.counts)


def draw_features(
    source: FeatureSource, canvas: Canvas, key: str, classes: ColumnClasses | None = None, *, share: float = 1.0
) -> FeatureDrawing | None:
    """Draw a layer of any size.

    Parameters
    ----------
    source : FeatureSource
    canvas : Canvas
        On paper.
    key : str
        Begins the ids of what the drawing defines.
    classes : ColumnClasses, optional
        What its features are coloured by.
    share : float
        Part of the vectors a drawing may have that this layer may take.

    Returns
    -------
    FeatureDrawing or None
        None if nothing of it is on the drawing.
    """
    box = None if _holds(canvas.extent, source.bounds) else canvas.extent
    number = source.count(box)
    seen = _Seen(source, box, canvas, ClassLook(source.entry, classes))
    made = seen.as_vectors(key, int(MOST_VERTICES * share)) if number <= MOST_VECTORS * share else None
    made = made or seen.as_picture(number)
    return made if made.count else None


def _holds(extent: Box, bounds: Box | None) -> bool:
    if bounds is None:
        return True
    return extent[0] <= bounds[0] and extent[1] <= bounds[1] and extent[2] >= bounds[2] and extent[3] >= bounds[3]


@dataclass(frozen=True)
class _Batch:
    """Features on the drawing: shapes in degrees, classes, middles of their boxes and longer sides in steps."""

    shapes: NDArray[np.object_]
    classes: NDArray[np.intp]
    middles: NDArray[np.float64]
    sizes: NDArray[np.float64]

    @property
    def small(self) -> NDArray[np.bool_]:
        """Which areas and lines are smaller than a dot."""
        return (self.sizes < _DOT_STEPS) & (shapely.get_dimensions(self.shapes) > 0)


@dataclass(frozen=True)
class _Seen:
    """The features of a source near a canvas."""

    source: FeatureSource
    box: Box | None
    canvas: Canvas
    look: ClassLook

    def batches(self) -> Iterator[_Batch]:
        """Go through those that are on the drawing."""
        classes = self.look.classes
        size = _BATCH if self.box is None else _BOX_BATCH
        to_steps = near_projection(self.canvas)
        for frame in self.source.batches(self.box, classes.column if classes else None, size):
            shapes = frame.geometry.to_numpy()
            there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
            found = classes.of_rows(frame) if classes else np.zeros(len(frame), dtype=np.intp)
            shapes, found = shapes[there], found[there]
            corners = to_steps(shapely.bounds(shapes).reshape(-1, 2)).reshape(-1, 2, 2)
            low, high = corners.min(axis=1), corners.max(axis=1)
            on_it = ((high >= 0) & (low <= self.canvas.size)).all(axis=1)
            middles, sizes = (low + high) / 2, (high - low).max(axis=1, initial=0.0)
            yield _Batch(shapes[on_it], found[on_it], middles[on_it], sizes[on_it])

    def as_vectors(self, key: str, most: int) -> FeatureDrawing | None:
        """Draw them as vectors; None if they have more vertices than `most`, or are too small and too many."""
        groups: dict[tuple[int, int], list[Any]] = {}
        dots: dict[int, list[Any]] = {}
        counts, small, vertices = np.zeros(self.look.count, dtype=int), 0, 0
        for batch in self.batches():
            is_small = batch.small
            counts += np.bincount(batch.classes, minlength=self.look.count)
            small += int(is_small.sum())
            placed = on_canvas(self.canvas, batch.shapes[~is_small])
            vertices += int(shapely.get_num_coordinates(placed).sum())
            if vertices > most or _is_fine(batch):
                return None
            own, dimensions = batch.classes[~is_small], shapely.get_dimensions(batch.shapes[~is_small])
            for at, dimension in np.unique(np.column_stack((own, dimensions)), axis=0).tolist():
                groups.setdefault((dimension, at), []).append(placed[(own == at) & (dimensions == dimension)])
            for at in np.unique(batch.classes[is_small]).tolist():
                dots.setdefault(at, []).append(batch.middles[is_small & (batch.classes == at)])
        svg = self._paths(key, groups) + "".join(
            _dots(np.concatenate(some), self.look.colour(at)) for at, some in sorted(dots.items())
        )
        return FeatureDrawing(self.look, svg, tuple(counts.tolist()), small, None)

    def _paths(self, key: str, groups: dict[tuple[int, int], list[Any]]) -> str:
        none, defs, painted = np.empty((0, 2)), [], []
        for (dimension, at), some in sorted(groups.items(), reverse=True):
            name = f"{key}-{SHAPES[dimension]}-{at}"
            group = ShapeGroup(name, np.concatenate(some), none, none.reshape(0, 2, 2))
            paints = self.look.paints(dimension, at)
            defs.append(group.definition(paints))
            painted += [(paint.level, svg_of(group, paint, self.canvas)) for paint in paints]
        drawn = "".join(svg for _, svg in sorted(painted, key=lambda one: one[0]))
        return f"<defs>{''.join(defs)}</defs>{drawn}"

    def as_picture(self, number: int) -> FeatureDrawing:
        """Draw them, `number` features, as a picture."""
        picture: PixelPicture | None = None
        counts, small = np.zeros(self.look.count, dtype=int), 0
        for batch in self.batches():
            if not len(batch.shapes):
                continue
            if picture is None:
                usual_mm = float(np.median(batch.sizes)) / STEPS_PER_MM
                picture = PixelPicture(self.canvas, self.look.widths(self.canvas, usual_mm, number))
            counts += np.bincount(batch.classes, minlength=self.look.count)
            small += int(batch.small.sum())
            picture.add(batch.shapes, batch.classes)
        if picture is None:
            return FeatureDrawing(self.look, "", tuple(counts.tolist()), small, None)
        svg = picture.svg([self.look.colours(at) for at in range(self.look.count)])
        return FeatureDrawing(self.look, svg, tuple(counts.tolist()), small, picture.dpi)


def _is_fine(batch: _Batch) -> bool:
    return len(batch.sizes) > _CROWD and float(np.median(batch.sizes)) < _LEAST_SIDE_MM * STEPS_PER_MM


def _dots(middles: NDArray[np.float64], colour: str) -> str:
    """Return a square for each place that has a shape smaller than a dot."""
    side = int(_DOT_STEPS)
    cells = np.unique(np.floor(middles / side).astype(int), axis=0) * side
    path = "".join(f"M{x} {y}h{side}v{side}h-{side}z" for x, y in cells.tolist())
    return f'<path d="{path}" fill="{colour}" fill-opacity="{_DOT_OPACITY}"/>'
