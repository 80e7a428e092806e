"""What is printed of the site itself: size, how it was drawn, its stated area beside the drawn one, limits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from geo.coordinates.crs import WGS84
from geo.extract.printed_row import printed_distance, printed_stored
from geo.measure import units
from geo.measure.area import length_m
from geo.places.profile import profile
from geo.stats.printed_rows import SCHEMATIC, cell_text
from geo.words import numeral, pick, printed_day, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas

_NO_DRAWING = dict.fromkeys(
    ("type", "method", "grade", "accuracy_m", "reference_zh", "reference_en", "note_zh", "note_en")
)


def site_facts(atlas: Atlas, extract: Mapping[str, Any], shape: BaseGeometry | None, lang: str) -> dict[str, Any]:
    """Collect what is printed of the site of an extract.

    Parameters
    ----------
    atlas : Atlas
    extract : mapping
        From `geo.extract.statement`.
    shape : shapely geometry or None
        The site, in degrees (WGS84); None for a place without location.
    lang : {"zh", "en"}

    Returns
    -------
    dict
        ``where``: what contains the place. ``cards``: title, value and unit of each figure of the cover. ``facts``:
        name and value. ``stated``: ``head``, ``row`` and ``notes`` of the stated area beside the drawn one, or None.
        ``limits``: sentences.
    """
    given = extract["input"]
    known = profile(atlas, given["place_id"], date.fromisoformat(extract["as_of"])) if "place_id" in given else None
    if known is not None:
        area, drawn = known["area"] or {}, known["geometry"]
        parents = known["parents"]
    else:
        perimeter = float(length_m([shape], WGS84)[0]) / 1000.0
        area, drawn, parents = {**extract["site"], "perimeter_km": perimeter}, _NO_DRAWING, []
    row = {**area, "grade": SCHEMATIC if area.get("derived") else drawn["grade"]}
    return {
        "where": " › ".join(pick(parent, "name", lang) for parent in parents),
        "cards": list(_cards(row, drawn, lang)),
        "facts": list(_facts(extract, drawn, lang)),
        "stated": _stated(row, lang),
        "limits": list(_limits(atlas, extract, area, drawn, lang)),
    }


def _cards(row: Mapping[str, Any], drawn: Mapping[str, Any], lang: str) -> Iterator[list[str]]:
    about = row["grade"] == SCHEMATIC
    if row.get("area_km2") is not None:
        bound = cell_text(row, "uncertainty_km2")
        for key in units.UNITS:
            unit = key.removeprefix("area_")
            value = units.printed(row[key], unit, about=about)
            value = say("extract_pdf.about_value", lang, value=value) if about else value
            yield [
                say(f"extract_pdf.card_{unit}", lang),
                f"{value} {bound}".strip() if unit == "km2" else value,
                say(f"unit.{unit}", lang),
            ]
    if row.get("stated_area_km2") is not None:
        yield [say("extract_pdf.stated", lang), units.printed(row["stated_area_km2"], "stated"), say("unit.km2", lang)]
    if row.get("perimeter_km") is not None:
        title = "extract_pdf.perimeter" if row.get("area_km2") is not None else "extract_pdf.length_of_line"
        yield [say(title, lang), units.printed(row["perimeter_km"], "km"), say("unit.km", lang)]
    if drawn["grade"]:
        yield [say("extract_pdf.grade", lang), drawn["grade"], say(f"extract_pdf.grade_{drawn['grade']}", lang)]


def _facts(extract: Mapping[str, Any], drawn: Mapping[str, Any], lang: str) -> Iterator[list[str]]:
    bounds = extract["site"]["bounds"]
    if bounds:
        west, south, east, north = (f"{value:.5f}" for value in bounds)
        box = say("extract_pdf.box", lang, west=west, south=south, east=east, north=north)
        yield [say("extract_pdf.bounds", lang), box]
    for distance in extract["site"]["distances"]:
        if distance["id"] is not None:
            yield list(printed_distance(distance, lang))
    yield from (list(fact) for fact in printed_stored(extract, lang))
    if drawn[f"reference_{lang}"]:
        yield [say("extract_pdf.reference", lang), drawn[f"reference_{lang}"]]
    if drawn["accuracy_m"] is not None:
        metres = units.printed(drawn["accuracy_m"], "m")
        yield [say("extract_pdf.accuracy", lang), say("extract_pdf.metres", lang, metres=metres)]
    if drawn[f"note_{lang}"]:
        yield [say("extract_pdf.note", lang), drawn[f"note_{lang}"]]
    yield [say("extract_pdf.method", lang), pick(extract["method"], "name", lang)]
    yield [say("extract_column.as_of", lang), printed_day(extract["as_of"], lang)]
    for key in ("version", "id"):
        yield [say(f"extract_column.{key}", lang), extract[key]]


def _stated(row: Mapping[str, Any], lang: str) -> dict[str, Any] | None:
    """Set the stated area beside the drawn one, with their difference and its bound; None where none is stated."""
    if row.get("stated_area_km2") is None:
        return None
    keys = ("stated", "drawn", "difference", "bound")
    share = row["difference_share"]
    difference = cell_text(row, "difference_km2")
    if share is not None:
        difference = say("extract_pdf.with_share", lang, value=difference, share=units.percent(share, signed=True))
    cells = [cell_text(row, "stated_area_km2"), cell_text(row, "area_km2"), difference]
    cells.append(cell_text(row, "uncertainty_km2"))
    source = row[f"stated_area_source_{lang}"]
    notes = [say(f"extract_pdf.verdict_{row['verdict']}", lang)] if row["verdict"] else []
    if source:
        notes.append(say("extract_pdf.stated_source", lang, source=source))
    return {
        "head": [say(f"extract_pdf.col_{key}", lang) for key in keys],
        "row": [cell or units.printed(None) for cell in cells],
        "notes": notes,
    }


def _limits(
    atlas: Atlas, extract: Mapping[str, Any], area: Mapping[str, Any], drawn: Mapping[str, Any], lang: str
) -> Iterator[str]:
    """List the limits of the figures: how a file was read, schematic outlines, places of which the map cannot tell."""
    if drawn is _NO_DRAWING:
        yield say("extract_pdf.given", lang)
    elif drawn["type"] is None:
        yield say("extract_pdf.unlocated", lang)
    elif area.get("derived"):
        yield say("extract_pdf.derived", lang)
    elif drawn["method"] == "schematic":
        yield say("extract_pdf.schematic", lang)
    for warning in extract["input"].get("warnings", ()):
        yield pick(warning, "text", lang)
    places = [row["places"][0] for row in extract["applies"] if row["kind"] == "place"]
    vague = [place for place in places if place["verdict"] == "cannot_be_told"]
    if vague:
        names = say("list.separator", lang).join(pick(place, "name", lang) for place in vague)
        yield say("extract_pdf.vague", lang, count=len(vague), names=names)
    documents = numeral(len(atlas.tables["documents"]), lang)
    yield say("extract_pdf.nothing_binding", lang, documents=documents)


def site_shape(atlas: Atlas, extract: Mapping[str, Any]) -> BaseGeometry | None:
    """Return the shape of the site of an extract in degrees; None for a place without location."""
    given = extract["input"]
    if "place_id" in given:
        shape: BaseGeometry | None = atlas.shape_of(given["place_id"])
        return shape
    return shapely.geometry.shape(given["geometry"])
