"""Read 界址点坐标 TXT: boundary points as land administrations exchange them.

The form (建设用地报批坐标交换格式): a section 属性描述 with datum, zone and unit, then a section 地块坐标 in which a
line ``points,area in hectares,number,name,面,sheet,use,code,@`` opens a parcel and ``J1,ring,X,Y`` are its points. X is
the northing, Y the easting with the zone number before it. A ring ends with its first point. Ring 1 is an outline;
holes and further parts have the next numbers, and a ring inside another is a hole.

Files depart from it: `geo.readers.checks.point_dialects` tells what their numbers are. Cells may be parted by tabs,
blanks, semicolons or full-width commas; sections, parcel lines and ring numbers may be missing. What was assumed, and
a stated area or number of points that does not fit, stands in ``attrs["warnings"]`` of the result, in Chinese and
English. Source: coordinate file requirements of several provinces' land offices, which agree on these lines.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from geo import words
from geo.errors import Fault, GeometryError, SourceError
from geo.measure.area import area_km2
from geo.readers.checks.bounds import UNBOUNDED, Bounds
from geo.readers.checks.point_dialects import Dialect, tell_dialect

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from geo.readers.checks.point_dialects import Texts

    Point = tuple[float, float]

#: 3-degree zones with the zone number in the easting: zone -> EPSG code (EPSG:4513 is zone 25).
FIRST_ZONE, LAST_ZONE, EPSG_OF_FIRST = 25, 45, 4513
DATUM = "2000国家大地坐标系"
_NUMBER = re.compile(r"[-+]?[0-9]{1,12}(?:\.[0-9]{0,20})?")
_RING = re.compile(r"[0-9]{1,6}")
_BRACKETS = str.maketrans("［］【】＝", "[][]=")
#: What parts the cells of a line: the first of these that it has, else blanks.
_SEPARATORS = (",", "\t", "，", ";", "；")
#: A stated area may be that of the plane, which differs by 0.05 % at the edge of a zone, and is rounded.
_AREA_SHARE, _AREA_HA = 1e-3, 1e-4
#: Warnings of one kind that are listed.
_MOST_LISTED = 5


@dataclass
class _Parcel:
    """A parcel as the file has it: its head, and the points of each ring, first and second number as they stand."""

    place_id: str
    name_zh: str
    stated_area_ha: float = math.nan
    stated_points: int | None = None
    rings: dict[int, list[Point]] = field(default_factory=dict)
    points: int = 0


def read(path: Path, bounds: Bounds = UNBOUNDED) -> gpd.GeoDataFrame:
    """Read parcels from boundary points.

    Parameters
    ----------
    path : pathlib.Path
        UTF-8, UTF-16 or GBK; the last point of a ring may repeat the first or not.
    bounds : Bounds
        Of its lines: each is a point or a parcel.

    Returns
    -------
    geopandas.GeoDataFrame
        ``place_id`` (number of the parcel), ``name_zh``, ``stated_area_ha`` (NaN where the file states none), geometry
        in the system of the coordinates. ``attrs`` hold ``warnings``, pairs of Chinese and English, and ``guessed``:
        whether nothing in the file names the zone.

    Raises
    ------
    SourceError
        If a line cannot be read, or the numbers are no coordinates in China.
    GeometryError
        If a ring has fewer than three points.
    ParameterError
        If it has more lines than `bounds` allow vertices.
    """
    data = path.read_bytes()
    bounds.require("vertices", max(data.count(b"\n"), data.count(b"\r")), str(path))
    return parse(data, str(path))


def parse(data: bytes, where: str) -> gpd.GeoDataFrame:
    """Read parcels from the bytes of a file, as `read` does; errors name `where`."""
    lines = _decode(data, where).splitlines()
    head, body = _sections(lines)
    assumed: Texts = [] if body else [words.both("points.no_header")]
    parcels = _parcels(lines, body, where, assumed)
    if not parcels:
        raise SourceError(Fault("no parcel", "at least one", where, "see the section 地块坐标"))
    pairs = np.array([pair for parcel in parcels for ring in parcel.rings.values() for pair in ring]).reshape(-1, 2)
    if not len(pairs):
        raise GeometryError(Fault("a parcel without points", "a closed ring", where, "add the missing points"))
    dialect = tell_dialect(head, pairs, where)
    shapes = [_polygon(_turned(parcel.rings, dialect), parcel.place_id, where) for parcel in parcels]
    columns = ("place_id", "name_zh", "stated_area_ha")
    rows = [{name: getattr(parcel, name) for name in columns} for parcel in parcels]
    frame = gpd.GeoDataFrame(rows, geometry=shapes, crs=dialect.crs)
    misfits = _listed(_wrong_counts(parcels)) + _listed(_wrong_areas(parcels, frame))
    frame.attrs.update(warnings=[*assumed, *dialect.assumed, *misfits], guessed=dialect.guessed)
    return frame


def _decode(data: bytes, where: str) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    plain_16 = ("utf-16-le",) if data[1:2] == b"\0" else ("utf-16-be",) if data[:1] == b"\0" else ()
    for encoding in ("utf-16",) if marked else (*plain_16, "utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    found = "bytes that are neither UTF-8 nor GBK" if not marked else "a broken UTF-16 text"
    raise SourceError(Fault(found, "text", where, "save the file again as GBK"))


def _sections(lines: list[str]) -> tuple[dict[str, str], int]:
    """Read the keys of 属性描述, and the number of the line after ``[地块坐标]``; 0 without such a section."""
    head: dict[str, str] = {}
    section = ""
    for number, line in enumerate(lines):
        text = line.strip().translate(_BRACKETS)
        if text.startswith("[") and text.endswith("]"):
            section = text[1:-1].strip()
            if section == "地块坐标":
                return head, number + 1
        elif section == "属性描述" and "=" in text:
            key, _, value = text.partition("=")
            head[key.strip()] = unicodedata.normalize("NFKC", value).strip()
    return {}, 0


def _parcels(lines: list[str], body: int, where: str, assumed: Texts) -> list[_Parcel]:
    """Read the parcels and their points; note in `assumed` what lines were missing."""
    parcels: list[_Parcel] = []
    has_rings = True
    for number, line in enumerate(lines[body:], start=body + 1):
        text = line.strip()
        if not text:
            continue
        if text.rstrip(",\t，;； ").endswith(("@", "＠")):
            parcels.append(_parcel_head(_cells(text), len(parcels) + 1))
            continue
        point = _point(_cells(text))
        if point is None:
            found, line_of = f"{text[:40]!r}", f"{where}, line {number}"
            raise SourceError(Fault(found, "a parcel ending in @, or J1,ring,X,Y", line_of, "mend the line"))
        if not parcels:
            parcels.append(_Parcel("1", "1"))
            assumed.append(words.both("points.no_parcel"))
        has_rings = has_rings and point[0] is not None
        _add(parcels[-1], *point)
    if not has_rings:
        assumed.append(words.both("points.no_rings"))
    return parcels


def _cells(text: str) -> list[str]:
    """Part a line into its cells, without the empty ones at its end."""
    separator = next((mark for mark in _SEPARATORS if mark in text), None)
    cells = [cell.strip() for cell in text.split(separator)]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _point(cells: list[str]) -> tuple[int | None, Point] | None:
    """Read ``J1,ring,X,Y``, ``J1,X,Y`` or ``X,Y``: the ring, None if it is not named, and the two numbers."""
    plain = [unicodedata.normalize("NFKC", cell) for cell in cells]
    if not 2 <= len(plain) <= 4 or not all(_NUMBER.fullmatch(cell) for cell in plain[-2:]):
        return None
    if len(plain) == 4 and not _RING.fullmatch(plain[1]):
        return None
    ring = int(plain[1]) if len(plain) == 4 else None
    return ring, (float(plain[-2]), float(plain[-1]))


def _add(parcel: _Parcel, ring: int | None, pair: Point) -> None:
    """Add a point to its ring. Where rings have no number, one ends when its first point comes again."""
    parcel.points += 1
    if ring is None:
        ring = max(parcel.rings, default=1)
        points = parcel.rings.get(ring, [])
        ring += len(points) > 2 and points[0] == points[-1]
    parcel.rings.setdefault(ring, []).append(pair)


def _parcel_head(cells: list[str], number: int) -> _Parcel:
    points, area, place_id, name = (cells + [""] * 4)[:4]
    place_id = place_id if place_id not in {"@", "＠"} else ""
    is_count = points.isascii() and points.isdigit() and len(points) < 10
    stated = float(area) if _NUMBER.fullmatch(area) else math.nan
    return _Parcel(place_id or str(number), name or place_id or str(number), stated, int(points) if is_count else None)


def _turned(rings: dict[int, list[Point]], dialect: Dialect) -> dict[int, list[Point]]:
    """Return rings with the easting first."""
    if dialect.swapped:
        return rings
    return {ring: [(b, a) for a, b in points] for ring, points in rings.items()}


def _wrong_counts(parcels: list[_Parcel]) -> Texts:
    """List the parcels that state another number of points than they have, with or without those that close rings."""
    out = []
    for parcel in parcels:
        closing = sum(len(points) > 1 and points[0] == points[-1] for points in parcel.rings.values())
        if parcel.stated_points and parcel.stated_points not in {parcel.points, parcel.points - closing}:
            figures = {"stated": parcel.stated_points, "found": parcel.points}
            out.append(words.both("points.count", name=parcel.name_zh[:40], **figures))
    return out


def _wrong_areas(parcels: list[_Parcel], frame: gpd.GeoDataFrame) -> Texts:
    """List the parcels that state another area than their outline has."""
    with_area = [row for row, parcel in enumerate(parcels) if parcel.stated_area_ha > 0]
    if not with_area:
        return []
    shapes = frame.geometry.to_numpy()[with_area]
    out = []
    for row, drawn_km2 in zip(with_area, area_km2(shapes, frame.crs), strict=True):
        stated, drawn = parcels[row].stated_area_ha, float(drawn_km2) * 100.0
        if abs(stated - drawn) > _AREA_HA + _AREA_SHARE * drawn:
            figures = {"stated": f"{stated:.10g}", "drawn": f"{drawn:.4f}"}
            out.append(words.both("points.area", name=parcels[row].name_zh[:40], **figures))
    return out


def _listed(texts: Texts) -> Texts:
    """Keep the first of many warnings of one kind, and say how many follow."""
    if len(texts) <= _MOST_LISTED:
        return texts
    return [*texts[:_MOST_LISTED], words.both("points.more", count=len(texts) - _MOST_LISTED)]


def _polygon(rings: dict[int, list[tuple[float, float]]], name: str, where: str) -> Any:
    """Build the shape: a ring inside an odd number of others is a hole (even-odd rule)."""
    short = [number for number, points in rings.items() if len(set(points)) < 3]
    if short or not rings:
        found = f"ring {short[0]} with fewer than three points" if short else "a parcel without points"
        raise GeometryError(Fault(found, "a closed ring", f"{where}, parcel {name}", "add the missing points"))
    faces = [shapely.Polygon(points) for points in rings.values()]
    crossed = [number for number, face in zip(rings, faces, strict=True) if not face.is_valid]
    if crossed:
        place = f"{where}, parcel {name}, ring {crossed[0]}"
        raise GeometryError(
            Fault("a ring that crosses itself", "a ring that does not", place, "put its points in order")
        )
    # In pairs and not one by one: thousands of rings would each be compared with all before.
    while len(faces) > 1:
        odd = faces[-1:] if len(faces) % 2 else []
        faces = [*shapely.symmetric_difference(faces[:-1:2] if odd else faces[::2], faces[1::2]), *odd]
    shape: BaseGeometry = faces[0]
    parts = shapely.get_parts(shape)
    kept = [part for part in parts if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(kept) if len(kept) != 1 else kept[0]
