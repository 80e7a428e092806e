"""Write 界址点坐标 TXT: boundary points as land administrations exchange them.

`geo.readers.boundary_points` describes the form and reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from geo.errors import Fault, ParameterError
from geo.readers.boundary_points import DATUM, EPSG_OF_FIRST, FIRST_ZONE, LAST_ZONE
from geo.spreadsheets.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.export.layer_content import LayerContent

#: Programs of land offices read the Chinese code page, and not what GB18030 adds to it.
ENCODINGS = {"gbk": "gbk", "utf-8": "utf-8-sig"}
#: What stands for characters that GBK lacks and texts often have; a text with any other is refused.
_FOR_GBK = str.maketrans(
    {"©": "(C)", "®": "(R)", "™": "(TM)", "\u00a0": " ", "•": "·", "€": "EUR", "²": "2", "³": "3", "‑": "-", "−": "-"}
)


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
        If the system has no zone number, the encoding is unknown, the selection holds no area, or a text has a
        character that the encoding lacks.
    """
    del naming
    if encoding not in ENCODINGS:
        raise ParameterError(Fault(f"encoding={encoding!r}", "gbk or utf-8", "encoding", "choose one of the two"))
    content.require_metres("TXT")
    zone = int(content.crs_code.removeprefix("EPSG:")) - EPSG_OF_FIRST + FIRST_ZONE
    if not FIRST_ZONE <= zone <= LAST_ZONE:
        fault = Fault(f"TXT in {content.crs_code}", "EPSG:4513 to 4533", "crs", "take crs=EPSG:4529 (zone 41)")
        raise ParameterError(fault)
    areas = ("Polygon", "MultiPolygon")
    if not any(kind in content.summary.kinds for kind in areas):
        fault = Fault("a selection without areas", "at least one polygon", "layer", "take geojson or dxf")
        raise ParameterError(fault)
    left_out = content.names_but(areas)
    codec = ENCODINGS[encoding]
    with path.open("w", encoding=codec, newline="\r\n") as out:
        out.writelines(_fit(line, codec) for line in _head(content, zone, left_out))
        for row, shape in content.shapes():
            if shape is not None and shape.geom_type in {"Polygon", "MultiPolygon"}:
                out.write(_fit(_parcel_line(row, shape), codec))
                out.writelines(_point_lines(shape))


def _fit(text: str, codec: str) -> str:
    """Replace the characters an encoding lacks; refuse those that nothing stands for."""
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        fitted = text.translate(_FOR_GBK)
        try:
            fitted.encode(codec)
        except UnicodeEncodeError as error:
            found = f"the character {fitted[error.start]!r} (U+{ord(fitted[error.start]):04X}), which GBK lacks"
            where = fitted[max(error.start - 20, 0) : error.start + 20].strip()
            raise ParameterError(Fault(found, "characters of GBK", where, "take encoding=utf-8")) from error
        return fitted
    return text


def _head(content: LayerContent, zone: int, left_out: list[str]) -> Iterator[str]:
    yield "[说明]\n"
    for key, zh, _ in content.notes():
        yield f"{key}={printable(zh)}\n"
    if left_out:
        yield f"not_carried=非面状或未落图：{printable('、'.join(left_out))}\n"
    for row, _ in content.shapes():
        if row["sources_zh"]:
            yield f"source.{row['place_id']}={printable(row['sources_zh'])}\n"
    yield "[属性描述]\n格式版本号=1.01版本\n数据产生单位=Lingang Atlas\n"
    yield f"数据产生日期={content.day.isoformat()}\n坐标系={DATUM}\n几度分带=3\n投影类型=高斯克吕格\n"
    yield f"计量单位=米\n带号={zone}\n精度=0.0001\n转换参数=,,,,,,\n[地块坐标]\n"


def _rings(shape: Any) -> list[Any]:
    return [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]


def _parcel_line(row: dict[str, Any], shape: Any) -> str:
    total = int(shapely.get_num_coordinates(shape))
    name = _cell(row["name_zh"])
    return f"{total},{row['area_ha']:.4f},{_cell(row['place_id'])},{name},面,,{_cell(row['kind'] or '')},,@\n"


def _point_lines(shape: Any) -> Iterator[str]:
    first = 1
    for number, ring in enumerate(_rings(shape), start=1):
        points = shapely.get_coordinates(ring)
        for offset, (east, north) in enumerate(points):
            label = first if offset == len(points) - 1 else first + offset
            yield f"J{label},{number},{north:.4f},{east:.4f}\n"
        first += len(points) - 1


def _cell(text: str) -> str:
    """Replace the characters of a text that would start a new cell or end the line."""
    return printable(text).replace(",", "，").replace("@", "＠")
