"""Coordinates as people write them, read as points of the map.

Degrees in either order (the ranges of China tell which is which), with signs and words or without: ``121.9,30.9``,
``30.9N 121.9E``, ``121°54′00″``, ``东经121.9 北纬30.9``. Metres of a Gauss-Krueger zone of CGCS2000, X (north) and Y
(east) in either order, with the number of the zone or without: ``3421000, 41395000``. Without it, the zone is the one
that puts the point on the map. ``EPSG:4529`` and the like may stand before; GCJ-02 and BD-09 are set right.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.atlas.per_atlas import per_atlas
from geo.coordinates.crs import CGCS2000, LINGANG_PROJECTED, WGS84, parse_crs, to_lonlat
from geo.coordinates.gcj02 import bd09_to_wgs84, gcj02_to_wgs84
from geo.errors import CRSError
from geo.places.sourced_rows import brief_place

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas

#: Degrees of China, a little rounded up.
_LON, _LAT = (73.0, 136.0), (3.0, 54.0)
#: Metres of a northing in China, and of an easting without the number of its zone.
_NORTH, _EAST = (300_000.0, 6_000_000.0), (100_000.0, 900_000.0)
_ZONE_M = 1_000_000.0
#: Kinds of zone: first number, last number, EPSG code of the first with its number before the easting.
_ZONES = ((25, 45, 4513), (13, 23, 4491))
#: EPSG codes of the 3-degree zones without number whose middle lies near Lingang: 120°E and 123°E.
_PLAIN_ZONES = ("EPSG:4549", "EPSG:4550")
_SHIFTED = {"GCJ-02": ("gcj", "火星", "高德", "腾讯"), "BD-09": ("bd09", "bd-09", "百度")}
_CODE = re.compile(r"epsg:?\s*(\d{4,5})")
_NUMBER = r"\d{1,9}(?:\.\d{1,12})?"
#: Degrees, and minutes and seconds where they stand; letters of the direction on either side.
#: Degrees, and minutes and seconds where they stand.
_ANGLE = re.compile(
    rf"(?P<deg>-?{_NUMBER})"
    rf"(?:\s*[°度d]\s*(?:(?P<min>{_NUMBER})\s*[′'分m]\s*(?:(?P<sec>{_NUMBER})\s*(?:″|\"|秒|s|′′|'')\s*)?)?)?"
)
#: Names of reference systems, whose digits are no coordinates.
_SYSTEMS = re.compile(r"wgs-?84|cgcs-?2000|2000国家大地坐标系|国家2000|gcj-?02|bd-?09")
#: Words that may stand beside the numbers; anything else means that the text is no coordinate.
_FILLER = re.compile(
    r"火星|高德|腾讯|百度|坐标系?|[东北]经?纬?|经度?|纬度?|longitude|latitude|lon|lng|lat|geo|east|north|[nexy]"
    r"|[:=,;、()\[\]|/\s米m]"
)
#: Places at a point that are shown.
_MOST_PLACES = 4


def coordinates(atlas: Atlas, text: str) -> list[dict[str, Any]]:
    """Return the points a text may mean.

    Parameters
    ----------
    atlas : Atlas
    text : str
        As typed.

    Returns
    -------
    list of dict
        ``lon`` and ``lat`` (degrees, WGS84), ``north`` and ``east`` (metres, EPSG:4529), ``read_as`` (an EPSG code,
        ``GCJ-02`` or ``BD-09``), ``on_map``, ``places`` (places whose shape holds the point, the smallest first). Empty
        if the text is no pair of coordinates.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("”", '"').replace("“", '"')
    code = _CODE.search(plain)
    pair = _numbers(_CODE.sub(" ", plain))
    if pair is None:
        return []
    points = _points(pair, f"EPSG:{code.group(1)}" if code else None, _datum(plain))
    known = [_described(atlas, lon, lat, read_as) for lon, lat, read_as in points]
    return [point for point in known if point["on_map"]] or known[:1]


def _numbers(plain: str) -> tuple[float, float] | None:
    """Read the two numbers of a text; None if there are not two, or something else stands beside them."""
    text = _SYSTEMS.sub(" ", plain)
    found = [_angle(matched) for matched in _ANGLE.finditer(text)]
    rest = _FILLER.sub("", _ANGLE.sub(" ", text))
    return (found[0], found[1]) if len(found) == 2 and not rest else None


def _angle(matched: re.Match[str]) -> float:
    degrees = float(matched["deg"])
    part = float(matched["min"] or 0) / 60 + float(matched["sec"] or 0) / 3600
    return math.copysign(abs(degrees) + part, degrees)


def _datum(plain: str) -> str | None:
    return next((name for name, words in _SHIFTED.items() if any(word in plain for word in words)), None)


def _points(pair: tuple[float, float], code: str | None, datum: str | None) -> list[tuple[float, float, str]]:
    """Return each reading as longitude, latitude and the name of the reference system."""
    degrees = _degrees(pair)
    if degrees is None or code not in (None, WGS84, CGCS2000):
        return _metres(pair, code)
    if datum:
        turn = gcj02_to_wgs84 if datum == "GCJ-02" else bd09_to_wgs84
        lon, lat = turn([degrees])[0]
        return [(float(lon), float(lat), datum)]
    return [(*degrees, code or CGCS2000)]


def _degrees(pair: tuple[float, float]) -> tuple[float, float] | None:
    """Return two numbers as longitude and latitude: no number is both in China."""
    for lon, lat in (pair, pair[::-1]):
        if _within(lon, _LON) and _within(lat, _LAT):
            return lon, lat
    return None


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _metres(pair: tuple[float, float], code: str | None) -> list[tuple[float, float, str]]:
    """Read northing and easting in either order."""
    readings = []
    for north, east in (pair, pair[::-1]):
        if _within(north, _NORTH):
            for name in [code] if code else _zones_of(east):
                if point := _from_plane(north, east, name):
                    readings.append((*point, name))
    return readings


def _zones_of(east: float) -> list[str]:
    if _within(east, _EAST):
        return list(_PLAIN_ZONES)
    zone = int(east // _ZONE_M)
    return [
        f"EPSG:{first_code + zone - first}"
        for first, last, first_code in _ZONES
        if first <= zone <= last and _within(east - zone * _ZONE_M, _EAST)
    ]


def _from_plane(north: float, east: float, name: str) -> tuple[float, float] | None:
    try:
        turn = to_lonlat(name)
    except CRSError:
        return None
    if turn is None:
        return None
    lon, lat = turn.transform(east, north)
    return (lon, lat) if _within(lon, _LON) and _within(lat, _LAT) else None


def _described(atlas: Atlas, lon: float, lat: float, read_as: str) -> dict[str, Any]:
    import pyproj  # noqa: PLC0415  # loaded by the systems above already

    turn = pyproj.Transformer.from_crs(CGCS2000, parse_crs(LINGANG_PROJECTED), always_xy=True)
    east, north = turn.transform(lon, lat)
    west, south, last_east, last_north = map_bounds(atlas)
    ids = _places_at(atlas, lon, lat)
    return {
        **{"lon": lon, "lat": lat, "north": north, "east": east, "read_as": read_as},
        "on_map": bool(west <= lon <= last_east and south <= lat <= last_north),
        "places": [brief_place(atlas, place_id) for place_id in ids[:_MOST_PLACES]],
    }


@per_atlas
def map_bounds(atlas: Atlas) -> tuple[float, float, float, float]:
    """Return west, south, east and north of all that is drawn, in degrees."""
    boxes = np.array([frame.total_bounds for frame in atlas.layers.values() if len(frame)])
    west, south = np.nanmin(boxes[:, :2], axis=0)
    east, north = np.nanmax(boxes[:, 2:], axis=0)
    return float(west), float(south), float(east), float(north)


def _places_at(atlas: Atlas, lon: float, lat: float) -> list[str]:
    """List the places whose shape holds a point, the smallest first."""
    shapes = atlas.features.geometry
    held = shapely.contains_xy(shapes.array, lon, lat) & (shapely.get_dimensions(shapes.array) == 2)
    areas = atlas.features.loc[held, "area_km2"].sort_values()
    return [str(place_id) for place_id in areas.index]
