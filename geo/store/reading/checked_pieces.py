"""Pieces of a source ready to be stored: shapes in degrees without heights, checked, repaired if asked, measured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.coordinates.crs import WGS84, to_lonlat
from geo.errors import CROSSING, Fault, GeometryError
from geo.measure.outlines import outlines_of
from geo.overlay.quick_validity import valid
from geo.readers.sound_shapes import require_sound
from geo.store.own.layer_note import MOST_LISTED
from geo.store.sql.layer import figures_of, in_degrees

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from geo.measure.arrays import Floats, Objects
    from geo.store.reading.source_pieces import Piece, Source


@dataclass(frozen=True)
class ReadyPiece:
    """Some features as they are stored: km² and km are NaN where a feature has none."""

    columns: pa.RecordBatch
    shapes: Objects
    area_km2: Floats
    length_km: Floats


@dataclass
class Findings:
    """What was found and done on the way.

    Attributes
    ----------
    count : int
        Features so far.
    repaired : int
        Shapes that were repaired.
    repairs : list of str
        The first of them: number of the feature in the source, and what was wrong.
    types : set of int
        Types of the shapes, as shapely numbers them.
    """

    count: int = 0
    repaired: int = 0
    repairs: list[str] = field(default_factory=list)
    types: set[int] = field(default_factory=set)


def ready_pieces(source: Source, where: str, findings: Findings, *, repair: bool) -> Iterator[ReadyPiece]:
    """Check, convert and measure a source piece by piece.

    Parameters
    ----------
    source : Source
    where : str
        Named in errors.
    findings : Findings
        Is filled on the way.
    repair : bool
        Repair shapes whose rings cross themselves; without it the first is an error.

    Raises
    ------
    CRSError
        If the reference system is Mercator or cannot be converted.
    GeometryError
        If a coordinate is not a number or beyond 180 or 90 degrees, or a shape is invalid and not to be repaired.
    """
    transformer = to_lonlat(source.crs, where=where)
    for piece in source.pieces:
        shapes = _flat(piece)
        if transformer is not None:
            shapes = in_degrees(shapes, transformer)
        shapes = _sound(shapes, where, findings, repair=repair)
        findings.types.update(np.unique(shapely.get_type_id(shapes)).tolist())
        areas, lengths = figures_of(shapes)
        findings.count += len(shapes)
        yield ReadyPiece(piece.columns, shapes, areas, lengths)


def _flat(piece: Piece) -> Objects:
    shapes = piece.shapes
    if (shapely.get_coordinate_dimension(shapes) > 2).any():
        shapes = shapely.force_2d(shapes)
    empty = shapely.is_empty(shapes)
    if empty.any():
        shapes = shapes.copy()
        shapes[empty] = None
    return shapes


def _sound(shapes: Objects, where: str, findings: Findings, *, repair: bool) -> Objects:
    """Return sound shapes of a piece; note what was repaired."""
    corners = np.abs(shapely.bounds(shapes)[~shapely.is_missing(shapes)])
    is_area = shapely.get_dimensions(shapes) == 2
    if not np.isfinite(corners).all() or (corners > (180.0, 90.0, 180.0, 90.0)).any():
        require_sound(shapes, where, most=None)  # says what is wrong
    areas = np.flatnonzero(is_area)
    bad = areas[~valid(shapes[areas], outlines_of(shapes[areas], WGS84, where))] if len(areas) else areas
    lines = np.flatnonzero(~is_area & ~shapely.is_missing(shapes))
    bad = np.union1d(bad, lines[~shapely.is_valid(shapes[lines])])
    if not len(bad):
        return shapes
    first = int(bad[0])
    if not repair:
        found = f"feature {findings.count + first + 1}: {shapely.is_valid_reason(shapes[first])}"
        remedy = "mend the shape, or --repair it and see in the note of the layer what was done"
        raise GeometryError(Fault(found, "rings that do not cross themselves", where, remedy, CROSSING))
    out = shapes.copy()
    for at in bad:
        out[at] = _repaired(shapes[at])
        findings.repaired += 1
        if len(findings.repairs) < MOST_LISTED:
            findings.repairs.append(f"{findings.count + int(at) + 1}: {shapely.is_valid_reason(shapes[at])}")
    return out


def _repaired(shape: Any) -> Any:
    """Return the valid parts of a shape that have its dimension; None if there is none."""
    made = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = shapely.get_parts(made)
    kept = parts[(shapely.get_dimensions(parts) == shapely.get_dimensions(shape)) & ~shapely.is_empty(parts)]
    if not len(kept):
        return None
    return kept[0] if len(kept) == 1 else shapely.union_all(kept)
