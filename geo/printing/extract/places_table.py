"""The places that reach a site as one table: common ground, shares and a bar of each, and the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import none_if_missing
from geo.measure import units
from geo.printing.extract.groups import share_text
from geo.stats.printed_rows import SCHEMATIC
from geo.words import pick, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas.atlas import Atlas

_COLUMNS = ("place", "grade", "common", "share_of_site", "bar", "share_of_place", "verdict")
_NAMES = 8


def places_table(atlas: Atlas, extract: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """List the places that reach the site of an extract, theme by theme.

    Parameters
    ----------
    atlas : Atlas
    extract : mapping
        From `geo.extract.statement`.
    lang : {"zh", "en"}

    Returns
    -------
    dict
        ``head``: texts. ``themes``: ``title`` and ``rows`` of each that has any; a row is a list of texts, but for
        ``bar``: share and ± as numbers from 0 to 1, or None.
    """
    own = extract["site"]["place_id"]
    themes = []
    for theme in extract["themes"]:
        rows = [
            _row(atlas, row["places"][0], lang, about=own is not None and _is_schematic(atlas, own))
            for row in extract["applies"]
            if row["kind"] == "place" and row["theme"] == theme["id"] and row["id"] != own
        ]
        if rows:
            themes.append({"title": pick(theme, "title", lang), "rows": rows})
    return {"head": [say(f"extract_pdf.col_{key}", lang) for key in _COLUMNS], "themes": themes}


def _is_schematic(atlas: Atlas, place_id: str) -> bool:
    return bool(atlas.features.at[place_id, "grade"] == SCHEMATIC)


def _row(atlas: Atlas, place: Mapping[str, Any], lang: str, *, about: bool) -> dict[str, Any]:
    feature = atlas.features.loc[place["id"]]
    common, whole = place["area_km2"], none_if_missing(feature["area_km2"])
    schematic = _is_schematic(atlas, place["id"])
    # Of a site that lies wholly in a place all is common, however well the place is known.
    vague = about or (schematic and place["share_of_site"] != 1)
    bar = None
    if place["share_of_site"] is not None:
        bar = [min(place["share_of_site"], 1.0), min(place["share_pm"] or 0.0, 1.0)]
    return {
        "place": pick(place, "name", lang),
        "grade": none_if_missing(feature["grade"]) or "",
        "common": _common(place, lang, about=vague),
        "share_of_site": share_text(place),
        "bar": bar,
        "share_of_place": units.percent(common / whole, about=schematic) if common is not None and whole else "",
        "verdict": say(f"extract_verdict.{place['verdict']}", lang),
    }


def _common(place: Mapping[str, Any], lang: str, *, about: bool) -> str:
    """Write the size of the common part, in km² or km; how far a place lies; or nothing.

    With the digits of a schematic shape (`about`) where the site or the boundary across it is one.
    """
    if place["area_km2"] is not None:
        size = units.printed(place["area_km2"], about=about)
        size = say("extract_pdf.about_value", lang, value=size) if about else size
        return say("extract_pdf.common_km2", lang, size=size)
    if place["length_km"] is not None:
        return say("extract_pdf.common_km", lang, size=units.printed(place["length_km"], "km"))
    if place["distance_m"]:
        return say("extract_pdf.distance", lang, metres=units.printed(place["distance_m"], "m"))
    return ""


def summary(extract: Mapping[str, Any], lang: str) -> list[list[str]]:
    """Write the summary of the cover: heading and sentence; every part of it is also in a table."""
    places = [row["places"][0] for row in extract["applies"] if row["kind"] == "place"]
    own = extract["site"]["place_id"]
    out = []
    for verdict in ("inside", "partly", "cannot_be_told"):
        found = [place for place in places if place["verdict"] == verdict and place["id"] != own]
        if found:
            names = say("list.separator", lang).join(pick(place, "name", lang) for place in found[:_NAMES])
            more = say("extract_pdf.and_more", lang, count=len(found)) if len(found) > _NAMES else ""
            out.append([say(f"extract_verdict.{verdict}", lang), names + more])
    kind = say("claim_type.positioning", lang)
    terms = [
        pick(row, "what", lang).removeprefix(say("extract.claim", lang, kind=kind, terms=""))
        for row in extract["applies"]
        if row["kind"] == "claim" and row["places"][0]["id"] == own and ".positioning." in row["id"]
    ]
    if terms:
        out.insert(0, [kind, say("list.semicolon", lang).join(terms[:3])])
    return out
