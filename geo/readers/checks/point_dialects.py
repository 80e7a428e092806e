"""Tell the dialects of 界址点 coordinates apart by the magnitude of their numbers, and say what was assumed.

In the plain form X is the northing and Y the easting with the number of its zone before it. Files also come with the
two swapped, without the zone number, in zones of 6°, or in degrees. In China the ranges of these numbers do not
overlap, so the numbers say which it is. What the header says is used where the numbers leave something open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geo import words
from geo.errors import Fault, SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.measure.arrays import Floats

    #: Texts in Chinese and English.
    Texts = list[tuple[str, str]]

#: Zones in China: degrees -> first zone, last zone, EPSG code of the first with and without the number in the easting.
ZONES = {3: (25, 45, 4513, 4534), 6: (13, 23, 4491, 4502)}
DEGREES, WGS84 = "EPSG:4490", "EPSG:4326"
_LATITUDE, _LONGITUDE = (3.0, 54.0), (73.0, 136.0)
_NORTHING, _EASTING = (1.0e6, 6.0e6), (100_000.0, 900_000.0)
_ZONE_M = 1_000_000
#: What other columns of numbers of the header say where it is silent: the zone that holds Lingang on its west, and the
#: one to the west of it.
_EAST_ZONE, _WEST_ZONE, _MIDDLE_M = 41, 40, 500_000.0


class Dialect(NamedTuple):
    """How the coordinates of a file are read.

    Attributes
    ----------
    crs : str
        Their reference system.
    swapped : bool
        Whether the first number is the easting or longitude.
    guessed : bool
        Whether neither the header nor the numbers name the zone.
    assumed : list of (str, str)
        What was assumed, in Chinese and English.
    """

    crs: str
    swapped: bool
    guessed: bool
    assumed: Texts


def tell_dialect(head: Mapping[str, str], pairs: Floats, where: str) -> Dialect:
    """Tell how the coordinates of a file are to be read.

    Parameters
    ----------
    head : mapping of str to str
        Keys of 属性描述; empty where the file has none.
    pairs : ndarray of float, shape (n, 2)
        The two numbers of every point, in the order of the file; at least one point.
    where : str
        Named in errors.

    Returns
    -------
    Dialect

    Raises
    ------
    SourceError
        If the datum is another than CGCS2000, the zone is none, or the numbers are no coordinates in China.
    """
    assumed: Texts = []
    low, high = pairs.min(axis=0), pairs.max(axis=0)
    datum = head.get("坐标系", "")
    is_wgs84 = "WGS" in datum.upper()
    for swapped in (False, True):
        north, east = (1, 0) if swapped else (0, 1)
        if _within(low[north], high[north], _LATITUDE) and _within(low[east], high[east], _LONGITUDE):
            _require_datum(datum, where, but_wgs84=True)
            assumed.append(words.both("points.degrees_swapped" if swapped else "points.degrees"))
            return Dialect(WGS84 if is_wgs84 else DEGREES, swapped, False, assumed + _about_datum(datum))
        if _within(low[north], high[north], _NORTHING):
            zone = _zone_of(low[east], high[east])
            if zone is not None or _within(low[east], high[east], _EASTING):
                _require_datum(datum, where)
                stated = _stated_zone(head, where)
                crs, guessed, more = _system(zone, stated, float(low[east]))
                if swapped:
                    assumed.append(words.both("points.swapped"))
                return Dialect(crs, swapped, guessed, assumed + more + _about_datum(datum))
    found = f"coordinates of {low[0]:.10g} to {high[0]:.10g} and {low[1]:.10g} to {high[1]:.10g}"
    expected = "northing and easting of one zone in China in metres, or degrees"
    raise SourceError(Fault(found, expected, where, "export the points of one zone in CGCS2000"))


def _within(low: float, high: float, limits: tuple[float, float]) -> bool:
    return bool(limits[0] <= low and high <= limits[1])


def _zone_of(low: float, high: float) -> int | None:
    """Read the zone before eastings; None if they have none, or not the same."""
    zone = int(low // _ZONE_M)
    is_one = zone == int(high // _ZONE_M) and _width_of(zone) is not None
    return zone if is_one and _within(low - zone * _ZONE_M, high - zone * _ZONE_M, _EASTING) else None


def _width_of(zone: int) -> int | None:
    """Return the degrees of a zone from its number: those of 3° and of 6° have different numbers in China."""
    return next((width for width, (first, last, *_) in ZONES.items() if first <= zone <= last), None)


def _require_datum(datum: str, where: str, *, but_wgs84: bool = False) -> None:
    if datum and "2000" not in datum and not (but_wgs84 and "WGS" in datum.upper()):
        fault = Fault(f"坐标系={datum[:40]}", "2000国家大地坐标系", where, "convert the coordinates to CGCS2000 first")
        raise SourceError(fault)


def _about_datum(datum: str) -> Texts:
    return [] if datum else [words.both("points.datum")]


def _stated_zone(head: Mapping[str, str], where: str) -> int | None:
    """Read the zone of the header; None if it names none."""
    text = head.get("带号", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and _width_of(int(text))):
        expected = "a zone of 3° from 25 to 45, or of 6° from 13 to 23"
        raise SourceError(Fault(f"带号={text[:40]}", expected, where, "mend the header"))
    return int(text)


def _system(zone: int | None, stated: int | None, easting: float) -> tuple[str, bool, Texts]:
    """Return the system of metres, whether its zone is a guess, and what was assumed."""
    if zone is not None:
        assumed = []
        if stated is not None and stated != zone:
            assumed.append(words.both("points.other_zone", stated=stated, zone=zone))
        return f"EPSG:{_code(zone, with_zone=True)}", False, assumed
    if stated is not None:
        return f"EPSG:{_code(stated, with_zone=False)}", False, [words.both("points.zone_of_header", zone=stated)]
    near = _EAST_ZONE if easting < _MIDDLE_M else _WEST_ZONE
    return f"EPSG:{_code(near, with_zone=False)}", True, [words.both("points.zone_guessed", zone=near, middle=3 * near)]


def _code(zone: int, *, with_zone: bool) -> int:
    """Return the EPSG code of a zone of CGCS2000."""
    for first, last, numbered, plain in ZONES.values():
        if first <= zone <= last:
            return zone - first + (numbered if with_zone else plain)
    msg = f"no zone {zone}"
    raise ValueError(msg)
