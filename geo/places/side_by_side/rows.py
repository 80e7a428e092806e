"""The rows of places side by side, in the order of the panel: each fills the cell of a place from its profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo import words
from geo.measure.units import difference_places, places_of, printed
from geo.places.distances import distances_of_place
from geo.places.side_by_side.entries import KM, KM2, NOTHING, Entry, entry, figure, figure_name, terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas.atlas import Atlas
    from geo.places.distances import Distance
    from geo.places.side_by_side.entries import Pair

#: Grade of a shape whose area is about.
_SCHEMATIC = "C"
_METRES = 1000.0


def lead(record: Mapping[str, Any]) -> list[Entry]:
    """Return the one statement a place begins with and all that say the same; the summary is its note."""
    claims = {claim["claim_id"]: claim for claim in record["claims"]}
    first = claims.get(record["lead"])
    if first is None:
        return []
    same = [claims[one] for one in record["lead_same"] if one in claims]
    return [entry(terms(first), first, *same, note=(first["summary_zh"], first["summary_en"]))]


def stated_area(record: Mapping[str, Any]) -> list[Entry]:
    """Return the stated area with its source."""
    area = record["area"]
    if area is None or area["stated_area_km2"] is None:
        return []
    text = printed(area["stated_area_km2"], "stated")
    note = (area["stated_area_source_zh"] or "", area["stated_area_source_en"] or "")
    return [entry((text, text), unit=KM2, value=area["stated_area_km2"], note=note)]


def drawn_area(record: Mapping[str, Any]) -> list[Entry]:
    """Return the drawn area with its ±; of a shape drawn to its stated size only that it is."""
    area = record["area"]
    if area is None:
        return []
    if area["drawn_to_size"]:
        return [entry(words.both("side.to_size"), note=words.both("side.proves_nothing"))]
    drawn, bound = area["area_km2"], area["uncertainty_km2"]
    about = area["derived"] or record["geometry"]["grade"] == _SCHEMATIC
    size = printed(drawn, "km2", about=about)
    text = words.both("side.about", size=size) if about else (size, size)
    pm = None if bound is None else printed(bound, places=places_of(drawn, "km2", about=about))
    return [entry(text, unit=KM2, value=drawn, pm=pm, note=_difference(area, about=about))]


def _difference(area: Mapping[str, Any], *, about: bool) -> Pair:
    difference, drawn, stated = (area[key] for key in ("difference_km2", "area_km2", "stated_area_km2"))
    if difference is None:
        return NOTHING
    places = min(difference_places(drawn, about=about), difference_places(stated))
    return words.both("side.less" if difference < 0 else "side.more", size=printed(abs(difference), places=places))


def industries(record: Mapping[str, Any]) -> list[Entry]:
    """Return the industries of a place once each: those of the system first, then the words of the documents."""
    found: dict[str, Entry] = {}
    for row in record["industries"]:
        found.setdefault(row["name_zh"], entry((row["name_zh"], row["name_en"]), row, system=True))
    for claim in sorted(record["claims"], key=lambda claim: -claim["document"]["sequence"]):
        if claim["type"] == "industry":
            glosses = claim["terms_en"] or claim["terms_zh"]
            for zh, en in zip(claim["terms_zh"], glosses, strict=False):
                found.setdefault(zh, entry((zh, en), claim, system=False))
    return list(found.values())


def targets(record: Mapping[str, Any], year: str | None) -> list[Entry]:
    """Return the targets a document sets for a year; for None those without a year."""
    rows = [row for row in record["indicators"] if row["kind"] == "target" and row["year"] == year]
    return [figure(row, figure_name(row)) for row in rows]


def other_figures(record: Mapping[str, Any]) -> list[Entry]:
    """Return the figures that are no targets, the latest year first."""
    rows = [row for row in record["indicators"] if row["kind"] != "target"]
    rows.sort(key=lambda row: -int(row["year"] or 0))
    return [figure(row, _with_year(row)) for row in rows]


def _with_year(row: Mapping[str, Any]) -> Pair:
    zh, en = figure_name(row)
    return (f"{zh}，{row['year']}", f"{en}, {row['year']}") if row["year"] else (zh, en)


def distance(atlas: Atlas, record: Mapping[str, Any], category: str) -> list[Entry]:
    """Return the distance to the nearest of a destination, with the accuracy of both ends as its ±."""
    found = [one for one in distances_of_place(atlas, record["id"]) if one.category == category]
    return [_distance(one) for one in found if one.distance_m is not None]


def _distance(one: Distance) -> Entry:
    name = (one.name_zh or "", one.name_en or "")
    pm = printed(round((one.pm_m or 0.0) / _METRES, 1), "stated")
    if one.distance_m == 0:
        return entry(words.both("side.within"), value=0.0, pm=pm, note=name)
    far = (one.distance_m or 0.0) / _METRES
    text = printed(far, "km", places=1)
    return entry((text, text), unit=KM, value=far, pm=pm, note=name)


def measures(record: Mapping[str, Any]) -> list[Entry]:
    """Return the measures that bear on a place itself; of each whether its section names the place."""
    return [
        entry((row["title_zh"], row["title_en"]), row, reading=row["basis"] == "reading") for row in record["measures"]
    ]


def boundary(record: Mapping[str, Any]) -> list[Entry]:
    """Return what is drawn and how far it may be off; nothing for a place without location."""
    geometry = record["geometry"]
    if not geometry["type"]:
        return []
    grade, accuracy = geometry["grade"], geometry["accuracy_m"]
    shape = "schematic" if grade == _SCHEMATIC else "line" if "Polygon" in geometry["type"] else "position"
    pm = None if accuracy is None else printed(accuracy / _METRES, "stated")
    return [entry(words.both(f"side.{shape}"), value=None, unit=KM if pm else NOTHING, pm=pm)]
