"""The file of what a site touches: the rows of the panel with their headings and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.columns import headings
from geo.export.layer_content import LICENCE_EN, LICENCE_ZH
from geo.extract.touches import threshold_notes
from geo.spreadsheets.table_files import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Column -> heading; an area is what is common to the place and the site.
HEADINGS = {
    "id": headings(["place_id"])["place_id"],
    **headings(["name_zh", "name_en", "kind", "layer"]),
    "area_km2": ("重叠面积（平方公里）", "shared area (km²)"),
    **headings(["length_km", "share_of_drawn", "share_of_place", "standing", "applies"]),
}


def site_sheet(answer: Mapping[str, Any]) -> Sheet:
    """Make the sheet of an answer of `geo.extract.site_answer.measure_site`: one row a place, the site itself below."""
    size = "area_km2" if answer["area"] else "length_km"
    value = answer["area"]["area_km2"] if answer["area"] else answer["length_km"]
    site = {"id": "drawn", "name_zh": "所绘图形", "name_en": "drawn shape", size: value}
    return Sheet("所绘图形", HEADINGS, answer["touched"], [site], _notes(answer, value))


def _notes(answer: Mapping[str, Any], size: float) -> list[tuple[str, str]]:
    unit_zh, unit_en = ("平方公里", "km²") if answer["area"] else ("公里", "km")
    return [
        (f"所绘图形：{size:.6f} {unit_zh}", f"Drawn shape: {size:.6f} {unit_en}"),
        *threshold_notes(),
        (f"面积计算：{answer['method']['name_zh']}", f"Area: {answer['method']['name_en']}"),
        (f"数据版本：{answer['version']}", f"Data version: {answer['version']}"),
        (LICENCE_ZH, LICENCE_EN),
        (answer["disclaimer_zh"], answer["disclaimer_en"]),
    ]
