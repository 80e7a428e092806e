"""Add up the zonal areas of features that are read piece by piece, because all of them do not fit into memory.

The zonal areas of each piece (`geo.overlay.zonal_area.part_of`) are computed by itself and added. Ground that features
of different pieces share is then counted once for each piece, so it is subtracted: the boxes of all features are kept
(32 bytes each), and the features whose box meets one of another piece are read a second time. They are few where the
features of a piece lie near each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

from geo.errors import Fault, ParameterError
from geo.measure.arrays import Floats, Ints
from geo.overlay.near_boxes import near_pairs
from geo.overlay.prepare import prepare_features
from geo.overlay.self_overlaps import shared_pairs
from geo.overlay.zonal_area import Part, add_parts, close_table, repeated_areas

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.overlay.prepare import Zones


@dataclass(frozen=True, eq=False)
class Piece:
    """The zonal areas of the features of one piece, and the boxes of these features.

    Attributes
    ----------
    part : Part
        Its zonal areas.
    box : ndarray of float, shape (n, 4)
        West, south, east, north of each feature in degrees; NaN where it is not located.
    """

    part: Part
    box: Floats


P = TypeVar("P", bound=Piece)


def area_of_pieces(
    zones: Zones,
    pieces: Sequence[P],
    read_again: Callable[[P, Ints], gpd.GeoDataFrame],
    *,
    distinct: bool = False,
) -> pd.DataFrame:
    """Add up the zonal areas of all pieces, without the ground that features of different pieces share.

    Parameters
    ----------
    zones : Zones
    pieces : sequence of Piece
        Each feature is in one of them.
    read_again : callable
        Takes a piece and the numbers of rows in it; returns a frame of these features, in any reference system.
    distinct : bool
        Whether every member is one feature, so that none may stand in two pieces.

    Returns
    -------
    pandas.DataFrame
        As of `geo.overlay.zonal_area.zonal_area`, with the members in the order they are first met.

    Raises
    ------
    ParameterError
        If a member stands in two pieces though each is one feature.
    """
    if distinct:
        _require_distinct(pieces)
    total = add_parts([piece.part for piece in pieces])
    again_km2, again_features = _shared_between(pieces, zones, read_again)
    total = total._replace(again_km2=total.again_km2 + again_km2, again_features=total.again_features + again_features)
    return close_table(zones, total)


def _require_distinct(pieces: Sequence[Piece]) -> None:
    names = pd.Index(np.concatenate([piece.part.members for piece in pieces]))
    if names.has_duplicates:
        twice = names[names.duplicated()][0]
        raise ParameterError(
            Fault(f"feature {twice!r} in two partitions", "an index that names each feature once", "features")
        )


def _shared_between(
    pieces: Sequence[P], zones: Zones, read_again: Callable[[P, Ints], gpd.GeoDataFrame]
) -> tuple[Floats, Ints]:
    """Compute the ground of each zone in km² that features of different pieces share, and how many lie on it."""
    count = len(zones.ids)
    nothing = np.zeros(count), np.zeros(count, np.int64)
    near = _near_another_piece(pieces)
    if not any(len(rows) for rows in near):
        return nothing
    frames = [read_again(piece, rows) for piece, rows in zip(pieces, near, strict=True) if len(rows)]
    numbers = [number for number, rows in enumerate(near) if len(rows)]
    piece_of = np.repeat(numbers, [len(frame) for frame in frames])
    border = pd.concat([frame.to_crs(frames[0].crs) for frame in frames], ignore_index=True)
    ready = prepare_features(border)
    one, other, _ = shared_pairs(ready.rings, len(border))
    apart = piece_of[one] != piece_of[other]
    shared = np.unique(np.concatenate((one[apart], other[apart])))
    if not len(shared):
        return nothing
    # Where k pieces cover a point, the repeats of all features together count it k - 1 times more often than the
    # repeats within the pieces do. So subtract the latter, for the features that share ground with another piece.
    again_km2, again_features = repeated_areas(zones, prepare_features(border.iloc[shared]))
    for number in np.unique(piece_of[shared]):
        alone = prepare_features(border.iloc[shared[piece_of[shared] == number]])
        km2, features = repeated_areas(zones, alone)
        again_km2, again_features = again_km2 - km2, again_features - features
    return again_km2, again_features


def _near_another_piece(pieces: Sequence[Piece]) -> list[Ints]:
    """List the rows of each piece whose box meets a box of another piece."""
    asked = _within_another_piece(pieces)
    box = np.concatenate([piece.box[rows] for piece, rows in zip(pieces, asked, strict=True)])
    piece_of = np.repeat(np.arange(len(pieces)), [len(rows) for rows in asked])
    one, other = near_pairs(box)
    apart = piece_of[one] != piece_of[other]
    met = np.unique(np.concatenate((one[apart], other[apart])))
    starts = np.concatenate(([0], np.cumsum([len(rows) for rows in asked])))
    return [rows[met[piece_of[met] == number] - starts[number]] for number, rows in enumerate(asked)]


def _within_another_piece(pieces: Sequence[Piece]) -> list[Ints]:
    """List the rows of each piece whose box meets the box around another piece: no others meet one of its boxes."""
    around = np.full((len(pieces), 4), np.nan)
    for number, piece in enumerate(pieces):
        if not np.isnan(piece.box).all():
            around[number, :2] = np.nanmin(piece.box[:, :2], axis=0)
            around[number, 2:] = np.nanmax(piece.box[:, 2:], axis=0)
    found = []
    for number, piece in enumerate(pieces):
        meets = np.zeros(len(piece.box), dtype=bool)
        others = _meet(around, around[number])
        others[number] = False
        for other in np.flatnonzero(others):
            meets |= _meet(piece.box, around[other])
        found.append(np.flatnonzero(meets))
    return found


def _meet(boxes: Floats, box: Floats) -> NDArray[np.bool_]:
    """Return whether boxes meet a box; one that is not located meets none."""
    west, south, east, north = boxes.T
    meets: NDArray[np.bool_] = (west <= box[2]) & (east >= box[0]) & (south <= box[3]) & (north >= box[1])
    return meets
