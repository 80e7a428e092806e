"""The boundary points of a shape (界址点): number, coordinates, and the length of the edge to the next point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from geo.coordinates.crs import LINGANG_PROJECTED, WGS84
from geo.measure.area import length_m
from geo.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

_COLUMNS = ("point", "north", "east", "longitude", "latitude", "edge")


def point_table(shape: BaseGeometry, lang: str) -> dict[str, Any]:
    """List the points of polygons, ring by ring.

    Parameters
    ----------
    shape : shapely.Polygon or shapely.MultiPolygon
        In degrees (WGS84).
    lang : {"zh", "en"}

    Returns
    -------
    dict
        ``head``: texts. ``rings``: ``title`` (part and ring) and ``rows`` of texts. The last edge closes the ring.
    """
    head = [say(f"extract_pdf.col_{key}", lang, crs=LINGANG_PROJECTED) for key in _COLUMNS]
    return {"head": head, "rings": list(_rings(shape, lang))}


def _rings(shape: BaseGeometry, lang: str) -> Iterator[dict[str, Any]]:
    metres = pyproj.Transformer.from_crs(WGS84, LINGANG_PROJECTED, always_xy=True)
    number = 1
    for part, polygon in enumerate(shapely.get_parts(shape), start=1):
        for ring, line in enumerate(shapely.get_rings(polygon)):
            key = "extract_pdf.outer_ring" if not ring else "extract_pdf.hole"
            rows = _points(line, metres, number)
            number += len(rows)
            yield {"title": say(key, lang, part=part, ring=ring), "rows": rows}


def _points(ring: BaseGeometry, metres: pyproj.Transformer, first: int) -> list[list[str]]:
    degrees = shapely.get_coordinates(ring)
    east, north = metres.transform(degrees[:, 0], degrees[:, 1])
    lines = np.asarray(shapely.linestrings(np.stack([degrees[:-1], degrees[1:]], axis=1)), dtype=object)
    edges = length_m(lines, WGS84)
    return [
        [f"J{first + at}", f"{y:.3f}", f"{x:.3f}", f"{lon:.8f}", f"{lat:.8f}", f"{edge:.2f}"]
        for at, (x, y, (lon, lat), edge) in enumerate(zip(east[:-1], north[:-1], degrees[:-1], edges, strict=True))
    ]
