"""The file of what a site touches: the rows of the panel with their headings and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo import words
from geo.atlas import notices
from geo.columns import TableColumns
from geo.extract.touches import threshold_notes
from geo.measure.units import printed
from geo.spreadsheets.table_files import Worksheet

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The columns of the file; an area is what is common to the place and the site.
TABLE = TableColumns(
    keys=(
        *("id", "name_zh", "name_en", "kind", "layer_word", "layer", "area_km2", "area_pm_km2", "length_km"),
        *("share_of_drawn", "share_pm", "share_of_place", "reach", "standing", "applies"),
    ),
    headings={"area_km2": ("重叠面积（平方公里）", "shared area (km²)"), "layer": ("图层代码", "layer (code)")},
)


def site_worksheet(answer: Mapping[str, Any]) -> Worksheet:
    """Make the worksheet of an answer of `geo.extract.site_answer.measure_site`: a row a place, the site below."""
    size = "area_km2" if answer["area"] else "length_km"
    value = answer["area"]["area_km2"] if answer["area"] else answer["length_km"]
    name_zh, name_en = words.both("site.drawn")
    site = {"id": "drawn", "name_zh": name_zh, "name_en": name_en, size: value}
    rows = [{**row, "layer_word": row["layer_zh"], "reach": row["verdict"]} for row in answer["touched"]]
    return Worksheet(name_zh, TABLE.file_headings(), rows, [site], _notes(answer, value))


def _notes(answer: Mapping[str, Any], size: float) -> list[tuple[str, str]]:
    key = "site.area" if answer["area"] else "site.length"
    far = [_distance(one) for one in answer["distances"] if one["id"] is not None]
    particulars = [words.both(key, size=f"{size:.6f}"), *far, *threshold_notes()]
    return notices.texts(notices.notes([], answer["version"], particulars=particulars))


def _distance(distance: Mapping[str, Any]) -> tuple[str, str]:
    """Say how far the nearest of a kind is, in kilometres with its ±."""
    named = {name: (distance[f"{name}_zh"], distance[f"{name}_en"]) for name in ("category", "name")}
    figures = {name: printed(distance[f"{name}_m"] / 1000.0, "km") for name in ("distance", "pm")}
    return words.both("site.distance", **named, **figures)
