"""Make the field dictionary of an exported layer: its columns, and what the format cannot carry."""

from __future__ import annotations

from geo.columns import FIELDS, column_names

#: Format -> what it cannot carry, in Chinese and English; printed in the dictionary.
LIMITS: dict[str, tuple[str, str]] = {
    "geojson": ("坐标系固定为 WGS84（RFC 7946）。", "Coordinates are always WGS84 (RFC 7946)."),
    "jsonfg": (
        "place 用所选坐标系，轴序依其定义；geometry 为 WGS84 经纬度，供只识 GeoJSON 的程序。",
        "place is in the chosen reference system, in the order of its axes; geometry is WGS84 longitude and latitude, "
        "for programs that know GeoJSON only.",
    ),
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
        "R2000、GBK 编码，CAD、GDAL、QGIS 均可直接读取；encoding=utf-8 写 R2010。",
        "Carries shapes, labels and extended data only; places without location are listed on layer 说明; "
        "projected coordinates only; R2000 in GBK, which CAD, GDAL and QGIS read; encoding=utf-8 writes R2010.",
    ),
    "fgb": (
        "行序按空间索引重排；附表写入 claims_json 列。",
        "Rows are reordered by the spatial index; statements stand in claims_json.",
    ),
    "gdb": (
        "点、线、面分为不同要素类；无图形的地点为空图形的一行；坐标取整到 1e-9 度或 0.1 毫米。",
        "Points, lines and areas are separate feature classes; a place without location is a row without a shape; "
        "coordinates are rounded to 1e-9 degrees or 0.1 mm.",
    ),
    "parquet": ("附表写入 claims_json 列。", "Statements stand in the column claims_json."),
    "pmtiles": (
        "矢量瓦片，供地图显示：形状按级别取整，低级别不含的要素计于 -left-out 图层；不可量算。",
        "Vector tiles for showing: shapes are rounded by zoom, features a tile leaves out are counted in its layer "
        "-left-out; nothing can be measured in them.",
    ),
    "txt": (
        "只收面状地块；线、点与无图形的地点列于文首。",
        "Areas only; lines, points and places without location are listed in the head.",
    ),
    "xlsx": ("无边界坐标，只有代表点。", "No boundary, a representative point only."),
    "csv": ("无边界坐标，只有代表点。", "No boundary, a representative point only."),
}


def dictionary_rows(kind: str, naming: str) -> list[dict[str, str]]:
    """Make the rows of the field dictionary that goes with an export.

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
    columns = column_names(FIELDS, naming)
    rows = [
        {
            "column": columns[field.key],
            "name": field.key,
            "code": field.code,
            "type": "text" if field.kind == "text" else "number",
            "unit": field.unit,
            "label_zh": field.label[0],
            "label_en": field.label[1],
            "origin": "市级国土空间总体规划数据库规范（试行）6.2"
            if field.origin == "standard"
            else "本图集 / this atlas",
        }
        for field in FIELDS.values()
    ]
    zh, en = LIMITS[kind]
    limit = dict.fromkeys(rows[0], "") | {
        "column": "*",
        "name": kind,
        "label_zh": f"本格式的限制：{zh}",
        "label_en": f"Limits of the format: {en}",
    }
    return [*rows, limit]
