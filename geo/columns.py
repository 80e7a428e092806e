"""The headings of every table that leaves, in both languages, with the unit; and how a column's numbers are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Column -> heading in Chinese and English.
_HEADINGS = {
    "place_id": ("编号", "id"),
    "name_zh": ("名称", "name (zh)"),
    "name_en": ("英文名称", "name (en)"),
    "kind": ("类型", "kind"),
    "layer": ("图层", "layer"),
    "grade": ("精度等级", "grade"),
    "area_km2": ("面积（平方公里）", "area (km²)"),
    "area_ha": ("面积（公顷）", "area (ha)"),
    "area_mu": ("面积（亩）", "area (mu)"),
    "perimeter_km": ("周长（公里）", "perimeter (km)"),
    "stated_area_km2": ("公布面积（平方公里）", "stated area (km²)"),
    "difference_km2": ("差值（平方公里）", "difference (km²)"),
    "difference_share": ("相对差", "difference (share)"),
    "uncertainty_km2": ("面积误差限（平方公里）", "uncertainty ± (km²)"),
    "row": ("行类", "row"),
    "member": ("成员编号", "member id"),
    "member_zh": ("成员", "member (zh)"),
    "member_en": ("成员英文名称", "member (en)"),
    "share_of_zone": ("占分区比例", "share of zone"),
    "share_of_member": ("占成员比例", "share of member"),
    "count": ("要素数", "features"),
    "parent_zh": ("上级", "within (zh)"),
    "parent_en": ("上级（英文）", "within (en)"),
    "positioning_zh": ("定位", "positioning"),
    "industries_zh": ("产业", "industries"),
    "documents_zh": ("文件", "documents (zh)"),
    "documents_en": ("文件（英文）", "documents (en)"),
    "length_km": ("范围内长度（公里）", "length inside (km)"),
    "share_of_drawn": ("占所绘图形", "share of the drawn shape"),
    "share_of_place": ("占该地点", "share of the place"),
    "standing": ("与其界线的关系", "standing to its boundary"),
    "applies": ("适用范围（整体或部分）", "applies to the whole or to part"),
    "type": ("类别", "type"),
    "term_zh": ("文件用语", "designation"),
    "summary_zh": ("摘要", "summary (zh)"),
    "summary_en": ("摘要（英文）", "summary (en)"),
    "document_zh": ("文件", "document"),
    "number": ("文号", "number"),
    "issued_on": ("日期", "issued on"),
    "section": ("章节", "section"),
}

#: What stands under the rows of areas -> label in Chinese and English.
TOTALS = {"sum": ("各行之和", "sum of rows"), "overlap": ("重叠", "overlap"), "total": ("合并面积", "union")}


def headings(columns: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Give columns with their headings in Chinese and English, in the order given."""
    return {column: _HEADINGS[column] for column in columns}


def number_format(column: str) -> str:
    """Give the number format of a column in a workbook."""
    if column == "difference_share" or column.startswith("share"):
        return "0.0%"
    if column.startswith("attribute:"):
        return "General"
    if column == "count":
        return "0"
    return "#,##0" if column == "area_mu" else "#,##0.00"
