"""Write 界址点坐标 TXT: boundary points as land administrations exchange them.

`geo.readers.boundary_points` describes the form and reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

import shapely

from geo.errors import Fault, ParameterError
from geo.readers.boundary_points import DATUM, EPSG_OF_FIRST, FIRST_ZONE, LAST_ZONE
from geo.spreadsheets.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.export.layer_content import LayerContent

#: Programs of land offices read the Chinese code page. GB18030 is GBK, extended to all characters.
ENCODINGS = {"gbk": "gb18030", "utf-8": "utf-8-sig"}


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
    zone = int(content.crs_code.removeprefix("EPSG:")) - EPSG_OF_FIRST + FIRST_ZONE
    if not FIRST_ZONE <= zone <= LAST_ZONE:
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
    out.write(f"数据产生日期={content.day.isoformat()}\n坐标系={DATUM}\n几度分带=3\n投影类型=高斯克吕格\n")
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
    """Replace the characters of a text that would start a new cell or end the line."""
    return printable(text).replace(",", "，").replace("@", "＠")
