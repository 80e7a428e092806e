"""Zonal areas of the features of a stored layer, read part of the ground after part of the ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geo.atlas.added.stored_layer import StoredQuery, feature_numbers
from geo.errors import Fault, ParameterError
from geo.overlay.prepare import prepare_features, prepare_zones
from geo.overlay.self_overlaps import boxes_of
from geo.overlay.zonal_area import part_of
from geo.progress import ignore
from geo.stats.layer_areas import refuse_layer_without_area
from geo.stats.pieces import Piece, area_of_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.atlas.added.stored_layer import StoredLayer
    from geo.measure.arrays import Ints
    from geo.overlay.prepare import Zones
    from geo.progress import Progress

_STEP = "dividing the zones among the features"
#: Most features of a piece, ids of one question, and members: a row for each of a million features is read by nobody.
PIECE, _MOST_IDS, MOST_MEMBERS = 20_000, 2_000, 100_000
#: Parts of ground smaller than this, in degrees, are not divided further: features lie on one another there.
_SMALLEST = 1e-4

Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class _Ground(Piece):
    """The zonal areas of the features that begin in one part of the ground.

    Attributes
    ----------
    numbers : ndarray of int
        Those in their ids.
    """

    numbers: NDArray[np.int64]


def stored_area(
    zones: gpd.GeoDataFrame, layer: StoredLayer, column: str | None = None, *, progress: Progress = ignore
) -> pd.DataFrame:
    """Compute the area of each zone that the features of a stored layer cover.

    The layer is read by parts of the ground, so that memory does not grow with it.

    Parameters
    ----------
    zones : geopandas.GeoDataFrame
        The zones, as `geo.overlay.zonal_area.zonal_area` takes them; EPSG:4326.
    layer : StoredLayer
        Its areas are the features; lines and points are passed over.
    column : str, optional
        Own column by whose values the features are divided into members; by default each feature is a member.
    progress : Progress
        Is told how many of the features are done.

    Returns
    -------
    pandas.DataFrame
        As of `geo.overlay.zonal_area.zonal_area`, with the members in the order they are first met.

    Raises
    ------
    ParameterError
        If the layer holds no area or has no such column, or each of more than `MOST_MEMBERS` features would be a
        member.
    GeometryError
        As in `geo.overlay.zonal_area.zonal_area`.
    """
    count, bounds = layer.count(), layer.bounds
    if column is not None and column not in layer.fields:
        expected = "one of " + ", ".join(layer.fields)
        raise ParameterError(Fault(f"by={layer.entry.id}:{column}", expected, "by", "name a column of the layer"))
    if column is None and count > MOST_MEMBERS:
        remedy = f"take one of its columns, such as by={layer.entry.id}:{next(iter(layer.fields), 'column')}"
        raise ParameterError(Fault(f"{count:,} features as members", f"at most {MOST_MEMBERS:,}", "by", remedy))
    ready = prepare_zones(zones)
    pieces: list[_Ground] = []
    done = 0
    progress(_STEP, 0, count)
    for rows in _by_ground(layer, column, bounds) if bounds else ():
        pieces.append(_piece(ready, rows, column))
        done += len(rows)
        progress(_STEP, done, count)
    if not pieces:
        refuse_layer_without_area(layer.entry.id)
    return area_of_pieces(ready, pieces, lambda piece, at: _again(layer, piece, at))


def _piece(zones: Zones, rows: gpd.GeoDataFrame, column: str | None) -> _Ground:
    features = prepare_features(rows[["geometry", *([] if column is None else [column])]])
    return _Ground(part_of(zones, features, column), boxes_of(features.rings, len(rows)), feature_numbers(rows))


def _by_ground(layer: StoredLayer, column: str | None, ground: Box) -> Iterator[gpd.GeoDataFrame]:
    """Go through the areas of a layer by parts of the ground, each in the part its first vertex lies in.

    The four parts around the ground take what lies beyond the bounds the layer states.
    """
    west, south, east, north = ground
    around = [(-180.0, -90.0, west, 90.0), (east, -90.0, 180.0, 90.0)]
    around += [(west, -90.0, east, south), (west, north, east, 90.0)]
    open_parts = [*around, *_likely_parts(ground, layer.count())]
    while open_parts:
        box = open_parts.pop()
        columns = () if column is None else (column,)
        most = PIECE + 1 if box[2] - box[0] > _SMALLEST else None
        rows = layer.rows(StoredQuery(bbox=box, columns=columns, limit=most))
        # What only touches a part counts in it too: a part is divided a little too often, never too seldom.
        if most is not None and len(rows) == most:
            open_parts += _quarters(box)
            continue
        rows = rows[rows["area_km2"].notna()]
        if len(rows):
            inside = _begins_in(rows, box, ground)
            if inside.any():
                yield rows[inside]


def _likely_parts(ground: Box, count: int) -> list[Box]:
    """Divide the ground into parts that hold no more than a piece if the features lie evenly."""
    parts = [ground]
    while count > PIECE * len(parts) and ground[2] - ground[0] > _SMALLEST:
        parts = [quarter for part in parts for quarter in _quarters(part)]
    return parts


def _begins_in(rows: gpd.GeoDataFrame, box: Box, ground: Box) -> NDArray[np.bool_]:
    """Return whether the first vertex of a shape lies in a part of the ground; a side belongs to one part alone."""
    shapes = rows.geometry.to_numpy()
    points, of = shapely.get_coordinates(shapes, return_index=True)
    x, y = points[np.searchsorted(of, np.arange(len(shapes)))].T
    # The eastern and northern side of the ground are its own, and all others that of the part east or north of it.
    after, below = x >= box[0], y >= box[1]
    if box[0] == ground[2]:
        after = x > box[0]
    if box[1] == ground[3]:
        below = y > box[1]
    before = x <= box[2] if box[2] in (ground[2], 180.0) else x < box[2]
    under = y <= box[3] if box[3] in (ground[3], 90.0) else y < box[3]
    inside: NDArray[np.bool_] = after & before & below & under
    return inside


def _quarters(box: Box) -> list[Box]:
    west, south, east, north = box
    lon, lat = (west + east) / 2, (south + north) / 2
    return [(west, south, lon, lat), (lon, south, east, lat), (west, lat, lon, north), (lon, lat, east, north)]


def _again(layer: StoredLayer, piece: _Ground, at: Ints) -> gpd.GeoDataFrame:
    """Read some features of a piece again."""
    ids = [f"{layer.entry.id}_{number}" for number in piece.numbers[at].tolist()]
    parts = [
        layer.rows(StoredQuery(ids=tuple(ids[first : first + _MOST_IDS]), columns=()))
        for first in range(0, len(ids), _MOST_IDS)
    ]
    return pd.concat(parts)[["geometry"]]
