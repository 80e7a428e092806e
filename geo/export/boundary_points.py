"""界址点坐标 TXT: boundary points as land administrations exchange them, out and in.

The form (建设用地报批坐标交换格式): a section 属性描述 with datum, zone and unit, then a section 地块坐标 in which a
line ``points,area in hectares,number,name,面,sheet,use,code,@`` opens a parcel and ``J1,ring,X,Y`` are its points. X is
the northing, Y the easting with the zone number before it; a ring ends with its first point again; ring 1 is an
outline, holes and further parts take the next numbers, and containment tells which is which.

Source: coordinate file requirements of several provinces' land offices, which agree on these lines.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, TextIO

import geopandas as gpd
import shapely

from geo.errors import Fault, GeometryError, ParameterError, SourceError
from geo.spreadsheets.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from geo.export.layer_content import LayerContent

#: The programs that receive these files read the Chinese code page; GB18030 is GBK and all other characters.
ENCODINGS = {"gbk": "gb18030", "utf-8": "utf-8-sig"}
#: 3-degree zones with the zone number in the easting: zone -> EPSG code (EPSG:4513 is zone 25).
_FIRST_ZONE, _LAST_ZONE, _EPSG_OF_FIRST = 25, 45, 4513
_DATUM = "2000国家大地坐标系"
_POINT = re.compile(r"^\s*([^,@]*),\s*(\d+)\s*,\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$")


def write(content: LayerContent, path: Path, *, naming: str = "names", encoding: str = "gbk") -> None:
    """Write the areas of the content as boundary points.

    Parameters
    ----------
    content : LayerContent
        In a CGCS2000 3-degree zone whose easting carries the zone number, e.g. EPSG:4529.
    path : pathlib.Path
    naming : str
        Ignored: the format has no columns.
    encoding : {"gbk", "utf-8"}

    Raises
    ------
    CRSError
        If the content is in degrees.
    ParameterError
        If the system has no zone number, the encoding is unknown, or the selection holds no area.
    """
    del naming
    if encoding not in ENCODINGS:
        raise ParameterError(Fault(f"encoding={encoding!r}", "gbk or utf-8", "encoding", "choose one of the two"))
    content.require_metres("TXT")
    zone = int(content.crs_code.removeprefix("EPSG:")) - _EPSG_OF_FIRST + _FIRST_ZONE
    if not _FIRST_ZONE <= zone <= _LAST_ZONE:
        fault = Fault(f"TXT in {content.crs_code}", "EPSG:4513 to 4533", "crs", "take crs=EPSG:4529 (zone 41)")
        raise ParameterError(fault)
    is_area = content.rows.geometry.geom_type.isin(["Polygon", "MultiPolygon"])
    if not is_area.any():
        fault = Fault("a selection without areas", "at least one polygon", "layer", "take geojson or dxf")
        raise ParameterError(fault)
    left_out = list(content.rows["name_zh"][~is_area])
    with path.open("w", encoding=ENCODINGS[encoding], newline="\r\n") as out:
        _write_head(content, out, zone, left_out)
        for row, shape in content.shapes():
            if shape is not None and shape.geom_type in {"Polygon", "MultiPolygon"}:
                out.writelines(_parcel(row, shape))


def _write_head(content: LayerContent, out: TextIO, zone: int, left_out: list[str]) -> None:
    out.write("[说明]\n")
    for key, zh, _ in content.notes():
        out.write(f"{key}={printable(zh)}\n")
    if left_out:
        out.write(f"not_carried=非面状或未落图：{printable('、'.join(left_out))}\n")
    for row, _ in content.shapes():
        if row["sources_zh"]:
            out.write(f"source.{row['place_id']}={printable(row['sources_zh'])}\n")
    out.write("[属性描述]\n格式版本号=1.01版本\n数据产生单位=Lingang Atlas\n")
    out.write(f"数据产生日期={content.day.isoformat()}\n坐标系={_DATUM}\n几度分带=3\n投影类型=高斯克吕格\n")
    out.write(f"计量单位=米\n带号={zone}\n精度=0.0001\n转换参数=,,,,,,\n[地块坐标]\n")


def _parcel(row: dict[str, Any], shape: Any) -> Iterator[str]:
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    total = int(sum(len(shapely.get_coordinates(ring)) for ring in rings))
    name = _cell(row["name_zh"])
    yield f"{total},{row['area_ha']:.4f},{_cell(row['place_id'])},{name},面,,{_cell(row['kind'] or '')},,@\n"
    first = 1
    for number, ring in enumerate(rings, start=1):
        points = shapely.get_coordinates(ring)
        for offset, (east, north) in enumerate(points):
            label = first if offset == len(points) - 1 else first + offset
            yield f"J{label},{number},{north:.4f},{east:.4f}\n"
        first += len(points) - 1


def _cell(text: str) -> str:
    """Keep a text from opening a new cell or ending the line."""
    return printable(text).replace(",", "，").replace("@", "＠")


def read(path: Path) -> gpd.GeoDataFrame:
    """Read parcels from boundary points.

    Parameters
    ----------
    path : pathlib.Path
        UTF-8 or GBK; with or without closing points.

    Returns
    -------
    geopandas.GeoDataFrame
        ``place_id`` (the parcel's number), ``name_zh``, ``stated_area_ha`` (as the file says; NaN where it does not),
        geometry in the zone's projection.

    Raises
    ------
    SourceError
        If the file has no such sections, or a line cannot be read.
    GeometryError
        If a ring has fewer than three points.
    """
    return parse(path.read_bytes(), str(path))


def parse(data: bytes, where: str) -> gpd.GeoDataFrame:
    """Read parcels from the bytes of a file; as `read`, with `where` named in errors."""
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
    """Give the keys of 属性描述 and the number of the line after ``[地块坐标]``."""
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
    is_known = "2000" in datum and width.startswith("3") and zone.isdigit() and _FIRST_ZONE <= int(zone) <= _LAST_ZONE
    if not is_known:
        found = f"坐标系={datum or '?'}, 几度分带={width or '?'}, 带号={zone or '?'}"
        expected = f"{_DATUM}, 3-degree zone {_FIRST_ZONE} to {_LAST_ZONE}"
        raise SourceError(Fault(found, expected, where, "convert the coordinates to CGCS2000 first"))
    return f"EPSG:{int(zone) - _FIRST_ZONE + _EPSG_OF_FIRST}"


def _parcels(
    lines: list[str], body: int, where: str
) -> Iterator[tuple[dict[str, Any], dict[int, list[tuple[float, float]]]]]:
    parcel: dict[str, Any] | None = None
    rings: dict[int, list[tuple[float, float]]] = {}
    for number, line in enumerate(lines[body:], start=body + 1):
        text = line.strip()
        if not text:
            continue
        point = _POINT.match(text)
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
    shape: BaseGeometry = faces[0]
    for face in faces[1:]:
        shape = shapely.symmetric_difference(shape, face)
    parts = shapely.get_parts(shape)
    kept = [part for part in parts if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(kept) if len(kept) != 1 else kept[0]
