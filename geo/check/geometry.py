"""Geometry rules: coordinates and rings of a GeoJSON geometry, checked as they are in the file.

The numbers of the file are checked, not shapes: a library that builds shapes closes rings, drops repeated vertices and
accepts coordinates anywhere on earth. There is one finding for each rule and feature, with the first place and the
number of others.

The frame is all of Shanghai from Chongming to Yangshan, with some sea around it. A single vertex outside it has a wrong
digit; a feature wholly outside it has swapped axes or is in another reference system.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj

from geo.check.rules import Finding
from geo.coordinates.crs import WGS84

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from geo.check.rules import Severity

#: West, south, east, north in degrees (WGS84).
FRAME = (120.6, 30.3, 122.6, 32.1)

#: Decimal places of a degree in the layers: 1e-7° is a centimetre.
DECIMALS = 7

#: A spike is a turn of less than 1° between edges of at least 1 m.
_SPIKE_DEG = 1.0
_SPIKE_MIN_M = 1.0
#: Metres in a degree of longitude at the equator, good enough to find angles.
_M_PER_DEG = 111_320.0

#: Projected systems that files of the city are likely to be in, the likeliest first.
_CANDIDATES = ("EPSG:4529", "EPSG:4550", "EPSG:4528", "EPSG:4549", "EPSG:3857", "EPSG:32651")

#: Type -> levels of lists above a list of positions (-1: one position), and whether the lists are rings.
_TYPES = {
    "Point": (-1, False),
    "MultiPoint": (0, False),
    "LineString": (0, False),
    "MultiLineString": (1, False),
    "Polygon": (1, True),
    "MultiPolygon": (2, True),
}


def geometry_findings(geometry: object, file: str, item: str) -> list[Finding]:
    """Check the coordinates of one GeoJSON geometry.

    Parameters
    ----------
    geometry : object
        A GeoJSON geometry object that may be malformed; longitude/latitude in degrees if it is sound.
    file, item : str
        File and feature, for the findings.

    Returns
    -------
    list of Finding
        Rules G002 to G010. Rings are not checked if the numbers themselves are wrong. A geometry of unknown type or
        nesting has no finding here: `geo.atlas.read_geometry.read_geometry` reports it.
    """
    if not isinstance(geometry, dict) or str(geometry.get("type")) not in _TYPES:
        return []
    depth, is_ring = _TYPES[geometry["type"]]
    try:
        parts = list(_parts(geometry.get("coordinates"), depth))
    except TypeError:
        return []
    report = _Report(file, item)
    arrays = [_numbers(part, report) for part in parts]
    lines = [array for array in arrays if array is not None and len(array)]
    if len(lines) == len(arrays) and lines and not _outside(np.concatenate(lines), report):
        for number, line in enumerate(lines):
            is_sound = not is_ring or _ring(line, report, is_hole=_is_hole(geometry, number))
            if is_sound and geometry["type"] not in ("Point", "MultiPoint"):
                _vertices(line, report, closed=is_ring)
        _decimals(np.concatenate(lines), report)
    return report.findings()


class _Report:
    """Collects the places of each rule and makes one finding of them."""

    def __init__(self, file: str, item: str) -> None:
        self._file, self._item = file, item
        self._by_rule: dict[str, tuple[Severity, str, str, str, list[str]]] = {}

    def add(
        self, rule: str, found: str, expected: str, remedy: str, *, at: str = "", severity: Severity = "error"
    ) -> None:
        """Note a breach of a rule at a place."""
        places = self._by_rule.setdefault(rule, (severity, found, expected, remedy, []))[-1]
        places.append(at)

    def findings(self) -> list[Finding]:
        """Return one finding for each rule."""
        out = []
        for rule, (severity, found, expected, remedy, places) in self._by_rule.items():
            where = f" at {places[0]}" if places[0] else ""
            more = f" and {len(places) - 1} more" if len(places) > 1 else ""
            out.append(Finding(rule, severity, self._file, self._item, found + where + more, expected, remedy))
        return out


def place_of(position: Sequence[float] | NDArray[np.float64]) -> str:
    """Return a position as text that can be pasted into a map: longitude, latitude in degrees, 6 decimals."""
    return f"{position[0]:.6f}, {position[1]:.6f}"


def _parts(coordinates: Any, depth: int) -> Iterator[Any]:
    """Yield the lists of positions of a geometry."""
    if depth < 0:
        yield [coordinates]
    elif depth == 0:
        yield coordinates
    else:
        for inner in coordinates:
            yield from _parts(inner, depth - 1)


def _is_hole(geometry: dict[str, Any], number: int) -> bool:
    if geometry["type"] == "Polygon":
        return number > 0
    firsts, count = set(), 0
    for polygon in geometry["coordinates"]:
        firsts.add(count)
        count += len(polygon)
    return number not in firsts


def _numbers(positions: Any, report: _Report) -> NDArray[np.float64] | None:
    """Return positions as an array of longitude and latitude; report if one is no pair of finite numbers."""
    try:
        array = np.array([position[:2] for position in positions], dtype=float)
    except (TypeError, ValueError):
        array = np.full((1, 2), np.nan)
    if array.size and (array.ndim != 2 or array.shape[1] != 2 or not np.isfinite(array).all()):
        rows = np.flatnonzero(~np.isfinite(array.reshape(len(array), -1)).all(axis=1))
        at = f"position {rows[0] + 1}" if len(rows) and len(array) > 1 else ""
        report.add(
            "G005", "a coordinate that is no finite number", "two numbers of degrees", "draw the vertex again", at=at
        )
        return None
    return array


def _inside(xy: NDArray[np.float64]) -> NDArray[np.bool_]:
    west, south, east, north = FRAME
    return (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)


def _outside(xy: NDArray[np.float64], report: _Report) -> bool:
    """Return whether coordinates lie outside the frame; report the likely reason."""
    out = np.flatnonzero(~_inside(xy))
    if not len(out):
        return False
    first = xy[out[0]]
    if len(out) == len(xy) and np.abs(xy).max() > 360.0:
        named = _guess(first)
        remedy = f"reproject the layer from {named or 'its system'} to EPSG:4326"
        found = f"metres, such as {first[0]:.1f}, {first[1]:.1f}" + (f" (looks like {named})" if named else "")
        report.add("G002", found, "degrees of longitude and latitude", remedy)
    elif _inside(xy[:, ::-1]).all():
        report.add(
            "G003", f"latitude before longitude, such as {place_of(first)}", "longitude first", "swap the two axes"
        )
    else:
        for position in xy[out]:
            frame = f"longitude {FRAME[0]} to {FRAME[2]}, latitude {FRAME[1]} to {FRAME[3]}"
            report.add(
                "G004", "a vertex outside the Shanghai frame", frame, "correct the digits", at=place_of(position)
            )
    return True


def _guess(position: NDArray[np.float64]) -> str | None:
    """Return the first projected system that puts a position into the frame, in either axis order; else None."""
    for name in _CANDIDATES:
        transformer = pyproj.Transformer.from_crs(name, WGS84, always_xy=True)
        for x, y in (position, position[::-1]):
            lon, lat = transformer.transform(x, y)
            if math.isfinite(lon) and _inside(np.array([[lon, lat]]))[0]:
                return name
    return None


def _ring(ring: NDArray[np.float64], report: _Report, *, is_hole: bool) -> bool:
    """Return whether a ring is closed; report if it is not, or if its direction is wrong."""
    if len(ring) < 4 or not np.array_equal(ring[0], ring[-1]):
        found = "a ring that is not closed" if len(ring) >= 4 else f"a ring of {len(ring)} positions"
        expected = "at least four positions, the last one equal to the first"
        report.add("G006", found, expected, "repeat the first position at the end of the ring", at=place_of(ring[0]))
        return False
    # Twice the signed area; from the first vertex, so that the products stay small.
    x, y = (ring - ring[0]).T
    twice = float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
    if twice != 0.0 and (twice > 0.0) == is_hole:
        kind, expected = ("hole", "clockwise") if is_hole else ("outer ring", "counter-clockwise")
        found = f"a {kind} that runs the other way" if is_hole else f"an {kind} that runs the other way"
        report.add("G007", found, expected, "save as RFC 7946 GeoJSON, or reverse the ring", at=place_of(ring[0]))
    return True


def _vertices(line: NDArray[np.float64], report: _Report, *, closed: bool) -> None:
    """List in the report where a vertex is repeated and where a line turns back on itself."""
    repeated = (line[1:] == line[:-1]).all(axis=1)
    for position in line[1:][repeated]:
        remedy = "remove one of the two"
        report.add("G008", "a vertex twice in a row", "", remedy, at=place_of(position), severity="warning")
    clean = line[np.concatenate(([True], ~repeated))]
    if closed and len(clean) > 2 and np.array_equal(clean[0], clean[-1]):
        clean = np.concatenate((clean, clean[1:2]))
    metres = clean * [_M_PER_DEG * math.cos(math.radians(float(line[0, 1]))), _M_PER_DEG]
    back, onward = metres[:-2] - metres[1:-1], metres[2:] - metres[1:-1]
    shorter = np.minimum(np.hypot(*back.T), np.hypot(*onward.T))
    cross = back[:, 0] * onward[:, 1] - back[:, 1] * onward[:, 0]
    angle = np.degrees(np.abs(np.arctan2(cross, (back * onward).sum(axis=1))))
    for position in clean[1:-1][(angle < _SPIKE_DEG) & (shorter >= _SPIKE_MIN_M)]:
        found, remedy = "a spike: the line turns back on itself", "remove the vertex at its tip"
        report.add(
            "G009", found, f"a turn of at least {_SPIKE_DEG:g}°", remedy, at=place_of(position), severity="warning"
        )


def _decimals(xy: NDArray[np.float64], report: _Report) -> None:
    fine = np.abs(xy - np.round(xy, DECIMALS)).max(axis=1) > 1e-12
    for position in xy[fine]:
        found, expected = f"more than {DECIMALS} decimal places", f"{DECIMALS}: a centimetre"
        remedy = f"save with COORDINATE_PRECISION={DECIMALS}"
        report.add("G010", found, expected, remedy, at=place_of(position), severity="warning")
