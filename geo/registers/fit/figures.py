"""Areas and distances as answers: a limit within the ± of a figure is unknown, on either side of it.

An area a document or a named page states counts as printed, ± half its last digit. A drawn area counts with the bound
of its outline; a schematic outline has none, so its area proves nothing. A distance is met only if the far end of its ±
is within the limit, and missed only if the near end is beyond it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.rows_by_id import rows_of
from geo.measure.units import area_columns
from geo.places.distances import distances_of_place
from geo.places.sourced_rows import source_of
from geo.registers.fit.answers import Answer, Verdict
from geo.words import both

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.places.distances import Distance
    from geo.registers.fit.conditions import Condition

_M_PER_KM = 1000


def area(atlas: Atlas, place_id: str, condition: Condition) -> Answer:
    """Tell whether a place has at least some hectares."""
    row = atlas.features.loc[place_id]
    if row["stated_area_km2"] > 0:
        return _stated(atlas, row, condition)
    if not row["area_km2"] > 0:
        return Answer("unknown", "area_none", told=False)
    drawn = _in_ha(row["area_km2"])
    if not row["uncertainty_km2"] >= 0:
        return Answer("unknown", "area_schematic", values={"drawn": _ha(drawn)}, figure=drawn)
    pm = _in_ha(row["uncertainty_km2"])
    verdict = at_least(drawn, pm, condition.amount)
    values = {"drawn": _ha(drawn), "pm": _ha(pm), "limit": _ha(condition.amount)}
    return Answer(verdict, f"area_drawn_{verdict}", values=values, figure=drawn, pm=pm)


def distance(atlas: Atlas, place_id: str, condition: Condition) -> Answer:
    """Tell whether a place lies within some kilometres of a destination."""
    found = next((one for one in distances_of_place(atlas, place_id) if one.category == condition.kind), None)
    return distance_answer(found, condition)


def distance_answer(found: Distance | None, condition: Condition) -> Answer:
    """Tell whether a distance is within some kilometres; None, or one without figure, is unknown."""
    if found is None or found.distance_m is None or found.pm_m is None:
        return Answer("unknown", "distance_none", told=False)
    km, pm = found.distance_m / _M_PER_KM, found.pm_m / _M_PER_KM
    verdict = within(km, pm, condition.amount)
    values = {
        "name": (found.name_zh or found.category_zh, found.name_en or found.category_en),
        **{key: f"{value:.1f}" for key, value in {"km": km, "pm": pm, "far": km + pm, "near": max(km - pm, 0)}.items()},
        "limit": f"{condition.amount:g}",
    }
    return Answer(verdict, f"distance_{verdict}", values=values, figure=km, pm=pm)


def area_given(area_ha: float, condition: Condition) -> Answer:
    """Tell whether a site as it was sent, which is taken for exact, has at least some hectares."""
    verdict = at_least(area_ha, 0.0, condition.amount)
    values = {"given": f"{area_ha:,.2f}", "limit": _ha(condition.amount)}
    return Answer(verdict, f"area_given_{verdict}", values=values, figure=area_ha, pm=0.0)


def at_least(figure: float, pm: float, limit: float) -> Verdict:
    """Tell whether a figure that may be off by `pm` is at least a limit."""
    if figure - pm >= limit:
        return "yes"
    return "no" if figure + pm < limit else "unknown"


def within(figure: float, pm: float, limit: float) -> Verdict:
    """Tell whether a figure that may be off by `pm` is at most a limit."""
    if figure + pm <= limit:
        return "yes"
    return "no" if figure - pm > limit else "unknown"


def half_last_digit(figure: float) -> float:
    """Return half a unit of the last digit a figure is printed with."""
    decimals = len(f"{figure:g}".partition(".")[2])
    return 0.5 * 10.0**-decimals


def _stated(atlas: Atlas, row: Any, condition: Condition) -> Answer:
    printed = float(row["stated_area_km2"])
    stated, pm = _in_ha(printed), _in_ha(half_last_digit(printed))
    verdict = at_least(stated, pm, condition.amount)
    values = {"stated": _ha(stated), "pm": f"{pm:g}", "limit": _ha(condition.amount)}
    evidence = tuple(_source(atlas, str(row["stated_area_source_id"]), printed))
    return Answer(verdict, f"area_stated_{verdict}", values=values, figure=stated, pm=pm, evidence=evidence)


def _source(atlas: Atlas, source_id: str, printed: float) -> list[dict[str, Any]]:
    """Return where a stated area stands: a section of a document, or a page outside the documents."""
    zh, en = both("fit_sentence.area", area=f"{printed:g}")
    out = []
    for row in rows_of(atlas, "stated_area_sources", "source_id", source_id):
        said = {"grade": None, "sentence_zh": zh, "sentence_en": en, **source_of(atlas, row)}
        if not row["doc_id"]:
            said["outside"] = {key: row[key] for key in _PAGE}
        out.append(said)
    return out


_PAGE = ("publisher_zh", "publisher_en", "title_zh", "title_en", "date", "address")


def _in_ha(area_km2: float) -> float:
    return area_columns(float(area_km2))["area_ha"]


def _ha(value: float) -> str:
    return f"{value:,.0f}"
