"""Figures of the report: those of `geo.measure.units`, with the dash of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.measure import units
from geo.stats.printed_rows import SCHEMATIC, cell_text
from geo.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.extract.site import Site
    from geo.extract.touches import Touch

_DASH = "—"


def figure(value: float | None, unit: str = "km2", *, about: bool = False) -> str:
    """Write a figure as every page does; a dash for None and NaN."""
    return _DASH if value is None or value != value else units.printed(value, unit, about=about)  # noqa: PLR0124  # NaN


def percent(share: float | None, *, about: bool = False) -> str:
    """Write a share as a percentage, about as a whole per cent; a dash for None."""
    return _DASH if share is None else units.percent(share, about=about)


def column(row: Mapping[str, Any], key: str) -> str:
    """Write a figure of a row as every table does; a dash for None."""
    return cell_text(row, key) or _DASH


def grade_of(site: Site) -> str | None:
    """Return the grade of the shape of a site; None for a shape of the reader's own."""
    return site.profile["geometry"]["grade"] if site.profile else None


def is_about(site: Site) -> bool:
    """Return whether the area of a site is that of a schematic shape, or derived from such."""
    return grade_of(site) == SCHEMATIC or bool(site.area and site.area.get("derived"))


def in_units(area: Mapping[str, Any], key: str, lang: str, *, about: bool) -> str:
    """Write an area in the unit of a key of `area_columns`, with "about" before it where it is that."""
    value = figure(area.get(key), key.removeprefix("area_"), about=about)
    return say("report.about", lang, value=value) if about and value != _DASH else value


def share_with_grade(touch: Touch, lang: str) -> str:
    """Write the share of a site that lies in a place, with its grade where that makes it about."""
    share = percent(touch.share_of_site, about=touch.grade == SCHEMATIC)
    return say("report.about_share", lang, share=share) if touch.grade == SCHEMATIC else share


def about_percent(share: float | None, grade: str | None, lang: str) -> str:
    """Write a share of or in a place of a grade: of a schematic one about, as a whole per cent."""
    text = percent(share, about=grade == SCHEMATIC)
    return say("report.about", lang, value=text) if grade == SCHEMATIC and share is not None else text
