"""Read 界址点坐标 TXT: boundary points as land administrations exchange them.

The form (建设用地报批坐标交换格式): a section 属性描述 with datum, zone and unit, then a section 地块坐标 in which a
line ``points,area in hectares,number,name,面,sheet,use,code,@`` opens a parcel and ``J1,ring,X,Y`` are its points. X is
the northing, Y the easting with the zone number before it. A ring ends with its first point. Ring 1 is an outline;
holes and further parts have the next numbers, and a ring inside another is a hole.

Source: coordinate file requirements of several provinces' land offices, which agree on these lines.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from geo.errors import Fault, GeometryError, SourceError
from geo.readers.checks.bounds import UNBOUNDED, Bounds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

#: 3-degree zones with the zone number in the easting: zone -> EPSG code (EPSG:4513 is zone 25).
FIRST_ZONE, LAST_ZONE, EPSG_OF_FIRST = 25, 45, 4513
DATUM = "2000国家大地坐标系"
_ZONES = {str(zone) for zone in range(FIRST_ZONE, LAST_ZONE + 1)}
_POINT = re.compile(r"([^,@]*),\s*([0-9]{1,6})\s*,\s*(-?[0-9]+(?:\.[0-9]+)?)\s*,\s*(-?[0-9]+(?:\.[0-9]+)?)")


def read(path: Path, bounds: Bounds = UNBOUNDED) -> gpd.GeoDataFrame:
    """Read parcels from boundary points.

    Parameters
    ----------
    path : pathlib.Path
        UTF-8 or GBK; the last point of a ring may repeat the first or not.
    bounds : Bounds
        Of its lines: each is a point or a parcel.

    Returns
    -------
    geopandas.GeoDataFrame
        ``place_id`` (number of the parcel), ``name_zh``, ``stated_area_ha`` (NaN where the file states none), geometry
        in the projection of the zone.

    Raises
    ------
    SourceError
        If the file has no such sections, or a line cannot be read.
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
    head, body = _sections(lines, where)
    crs = _crs_of(head, where)
    rows, shapes = [], []
    for parcel, points in _parcels(lines, body, where):
        rows.append(parcel)
        shapes.append(_polygon(points, parcel["place_id"], where))
    if not rows:
        raise SourceError(Fault("no parcel", "at least one", where, "see the section 地块坐标"))
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=crs)


def _decode(data: bytes, where: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SourceError(Fault("bytes that are neither UTF-8 nor GBK", "text", where, "save the file again as GBK"))


def _sections(lines: list[str], where: str) -> tuple[dict[str, str], int]:
    """Read the keys of 属性描述, and the number of the line after ``[地块坐标]``."""
    head: dict[str, str] = {}
    section = ""
    for number, line in enumerate(lines):
        text = line.strip()
        if text.startswith("[") and text.endswith("]"):
            section = text[1:-1]
            if section == "地块坐标":
                return head, number + 1
        elif section == "属性描述" and "=" in text:
            key, _, value = text.partition("=")
            head[key.strip()] = value.strip()
    raise SourceError(Fault("no section [地块坐标]", "a file of boundary points", where, "see the README for the form"))


def _crs_of(head: dict[str, str], where: str) -> str:
    datum, width, zone = head.get("坐标系", ""), head.get("几度分带", ""), head.get("带号", "")
    is_known = "2000" in datum and width.startswith("3") and zone in _ZONES
    if not is_known:
        found = f"坐标系={datum[:40] or '?'}, 几度分带={width[:40] or '?'}, 带号={zone[:40] or '?'}"
        expected = f"{DATUM}, 3-degree zone {FIRST_ZONE} to {LAST_ZONE}"
        raise SourceError(Fault(found, expected, where, "convert the coordinates to CGCS2000 first"))
    return f"EPSG:{int(zone) - FIRST_ZONE + EPSG_OF_FIRST}"


def _parcels(
    lines: list[str], body: int, where: str
) -> Iterator[tuple[dict[str, Any], dict[int, list[tuple[float, float]]]]]:
    parcel: dict[str, Any] | None = None
    rings: dict[int, list[tuple[float, float]]] = {}
    for number, line in enumerate(lines[body:], start=body + 1):
        text = line.strip()
        if not text:
            continue
        point = _POINT.fullmatch(text)
        if text.endswith("@"):
            if parcel is not None:
                yield parcel, rings
            parcel, rings = _parcel_head(text), {}
        elif point and parcel is not None:
            rings.setdefault(int(point[2]), []).append((float(point[4]), float(point[3])))
        else:
            found, line_of = f"{text[:40]!r}", f"{where}, line {number}"
            raise SourceError(Fault(found, "a parcel ending in @, or J1,ring,X,Y", line_of, "mend the line"))
    if parcel is not None:
        yield parcel, rings


def _parcel_head(text: str) -> dict[str, Any]:
    cells = [cell.strip() for cell in text.split(",")] + [""] * 4
    try:
        area = float(cells[1])
    except ValueError:
        area = math.nan
    return {"place_id": cells[2], "name_zh": cells[3] or cells[2], "stated_area_ha": area}


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
