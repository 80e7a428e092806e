"""The field dictionary: every column an export may carry, with its long name, its planning code and its unit.

Why two names: GIS people read ``area_km2``; the national planning database names its columns by pinyin initials of at
most ten ASCII characters, which is also all a Shapefile can hold. A Chinese or long name in a Shapefile is cut in
mid-character.

Source of the codes marked ``standard``: 市级国土空间总体规划数据库规范（试行）, Ministry of Natural Resources, March
2021, section 6.2 (BSM, YSDM, XZQMC, MJ in square metres, BZ). The other codes follow the same pattern and are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterable

Naming = Literal["names", "codes"]
NAMINGS: tuple[Naming, ...] = ("names", "codes")


@dataclass(frozen=True)
class Field:
    """One column of an exported layer.

    Attributes
    ----------
    name : str
        Long name, with the unit in it where the value has one.
    code : str
        ASCII name of at most ten characters.
    kind : {"text", "number"}
        Numbers are IEEE doubles in every format.
    unit : str
        Unit of the value, empty for texts and shares.
    label_zh, label_en : str
        What the column holds.
    origin : {"standard", "ours"}
        Whether the code stands in the national specification.
    """

    name: str
    code: str
    kind: Literal["text", "number"]
    unit: str
    label_zh: str
    label_en: str
    origin: Literal["standard", "ours"] = "ours"


FIELDS: tuple[Field, ...] = (
    Field("place_id", "BSM", "text", "", "标识码（本图集地点编号）", "identifier (place id of the atlas)", "standard"),
    Field(
        "element_code", "YSDM", "text", "", "要素代码（留空，由使用单位填写）", "element code (left empty)", "standard"
    ),
    Field(
        "district_name", "XZQMC", "text", "", "行政区名称（留空，文件未逐一载明）", "district (left empty)", "standard"
    ),
    Field("name_zh", "MC", "text", "", "名称", "name in Chinese"),
    Field("name_en", "MCYW", "text", "", "英文名称", "name in English"),
    Field("kind", "LX", "text", "", "类型", "kind"),
    Field("layer", "TC", "text", "", "图层", "layer"),
    Field("area_m2", "MJ", "number", "m²", "椭球面积（平方米）", "ellipsoidal area (m²)", "standard"),
    Field("area_km2", "MJ_KM2", "number", "km²", "椭球面积（平方公里）", "ellipsoidal area (km²)"),
    Field("area_ha", "MJ_HA", "number", "ha", "椭球面积（公顷）", "ellipsoidal area (ha)"),
    Field("area_mu", "MJ_MU", "number", "mu", "椭球面积（亩）", "ellipsoidal area (mu)"),
    Field("perimeter_km", "ZC_KM", "number", "km", "周长或长度（公里）", "perimeter or length (km)"),
    Field("stated_area_km2", "GBMJ_KM2", "number", "km²", "公布面积（平方公里）", "stated area (km²)"),
    Field("stated_area_source_zh", "GBMJLY", "text", "", "公布面积出处", "source of the stated area"),
    Field("difference_km2", "MJC_KM2", "number", "km²", "图上减公布（平方公里）", "drawn less stated area (km²)"),
    Field("difference_share", "MJC_BL", "number", "", "差值占公布面积之比", "difference as a share of the stated area"),
    Field("uncertainty_km2", "MJWC_KM2", "number", "km²", "面积误差限（平方公里）", "uncertainty ± (km²)"),
    Field("verdict", "PD", "text", "", "差值是否在误差限以内", "whether the difference is within the uncertainty"),
    Field("method", "HZFF", "text", "", "绘制方法", "method of drawing"),
    Field("reference_zh", "HZYJ", "text", "", "绘制依据", "reference of the drawing (Chinese)"),
    Field("reference_en", "HZYJYW", "text", "", "绘制依据（英文）", "reference of the drawing (English)"),
    Field("accuracy_m", "JD_M", "number", "m", "边界精度（米）", "accuracy of the boundary (m)"),
    Field("grade", "JDDJ", "text", "", "精度等级", "grade"),
    Field("positioning_zh", "DW", "text", "", "文件所述定位", "designations in the documents"),
    Field("sources_zh", "CC", "text", "", "出处（文件 章节）", "documents and sections of all statements"),
    Field("claims_json", "ZZJSON", "text", "", "逐条陈述及出处（JSON）", "every statement with its source (JSON)"),
    Field("note_zh", "BZ", "text", "", "备注", "note (Chinese)", "standard"),
    Field("note_en", "BZYW", "text", "", "备注（英文）", "note (English)"),
    Field("data_version", "SJBB", "text", "", "数据版本", "data version"),
)

#: By long name.
BY_NAME = {field.name: field for field in FIELDS}

#: What a format cannot carry, said in the dictionary that goes with the file. Format -> (Chinese, English).
LIMITS: dict[str, tuple[str, str]] = {
    "geojson": ("坐标系固定为 WGS84（RFC 7946）。", "Coordinates are always WGS84 (RFC 7946)."),
    "gpkg": ("无。", "None."),
    "shp": (
        "字段名限 10 个 ASCII 字符；文本限 254 字节，超出者在此截断，全文见同包 claims.csv 与 full-text.csv；"
        "点、线、面分为不同文件；无图形的地点另存为 .dbf 表。",
        "Field names hold 10 ASCII characters; texts hold 254 bytes and are cut here, in full in claims.csv and "
        "full-text.csv of the same archive; points, lines and areas are separate files; places without location are a "
        ".dbf table.",
    ),
    "kml": (
        "坐标系固定为 WGS84；无图形的地点只列名。",
        "Always WGS84; places without location are listed by name only.",
    ),
    "kmz": (
        "坐标系固定为 WGS84；无图形的地点只列名。",
        "Always WGS84; places without location are listed by name only.",
    ),
    "dxf": (
        "只有图形、注记与扩展数据（XDATA）；无图形的地点列于“说明”图层；须用投影坐标；"
        "代码页按中文 CAD，供 GDAL、QGIS 读取时用 encoding=utf-8。",
        "Carries shapes, labels and extended data only; places without location are listed on layer 说明; "
        "projected coordinates only; code page as Chinese CAD writes it: for GDAL and QGIS take encoding=utf-8.",
    ),
    "fgb": (
        "行序按空间索引重排；附表写入 claims_json 列。",
        "Rows are reordered by the spatial index; statements stand in claims_json.",
    ),
    "parquet": ("附表写入 claims_json 列。", "Statements stand in the column claims_json."),
    "txt": (
        "只收面状地块；线、点与无图形的地点列于文首。",
        "Areas only; lines, points and places without location are listed in the head.",
    ),
    "xlsx": ("无边界坐标，只有代表点。", "No boundary, a representative point only."),
    "csv": ("无边界坐标，只有代表点。", "No boundary, a representative point only."),
}


def column_names(names: Iterable[str], naming: str) -> dict[str, str]:
    """Give the column each field gets in a file.

    Parameters
    ----------
    names : iterable of str
        Long names; one that is no field of the dictionary keeps its name.
    naming : {"names", "codes"}

    Returns
    -------
    dict of str to str
        Long name -> name in the file.

    Raises
    ------
    ParameterError
        If `naming` is none of the two.
    """
    if naming not in NAMINGS:
        raise ParameterError(Fault(f"fields={naming!r}", "names or codes", "fields", "leave it out, or choose one"))
    return {name: BY_NAME[name].code if naming == "codes" and name in BY_NAME else name for name in names}


def dictionary_rows(kind: str, naming: str) -> list[dict[str, str]]:
    """Give the field dictionary that travels with an export.

    Parameters
    ----------
    kind : str
        A format; the last row says what it cannot carry.
    naming : {"names", "codes"}

    Returns
    -------
    list of dict
        ``column`` (as in the file), ``name``, ``code``, ``type``, ``unit``, ``label_zh``, ``label_en``, ``origin``.
    """
    columns = column_names(BY_NAME, naming)
    rows = [
        {
            "column": columns[field.name],
            "name": field.name,
            "code": field.code,
            "type": field.kind,
            "unit": field.unit,
            "label_zh": field.label_zh,
            "label_en": field.label_en,
            "origin": "市级国土空间总体规划数据库规范（试行）6.2"
            if field.origin == "standard"
            else "本图集 / this atlas",
        }
        for field in FIELDS
    ]
    zh, en = LIMITS[kind]
    limit = dict.fromkeys(rows[0], "") | {
        "column": "*",
        "name": kind,
        "label_zh": f"本格式的限制：{zh}",
        "label_en": f"Limits of the format: {en}",
    }
    return [*rows, limit]
