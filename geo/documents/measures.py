"""Policy measures: on which places each bears, who acts, by when, how firmly and with which instruments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import none_if_missing, split_list
from geo.atlas.per_atlas import per_atlas
from geo.atlas.rows_by_id import rows_of
from geo.documents.wordings import in_both, strength

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas.atlas import Atlas


def measures_on(atlas: Atlas, place_id: str) -> list[dict[str, Any]]:
    """Return the measures that bear on a place, in the order of the table.

    Returns
    -------
    list of dict
        The columns of ``seeds/measures.csv``, and ``basis``: ``stated`` if the section names the place, else
        ``reading``.
    """
    basis = {row["measure_id"]: row["basis"] for row in rows_of(atlas, "measure_places", "place_id", place_id)}
    order = _order_of_measures(atlas)
    return [
        {**row, "basis": basis[measure]}
        for measure in sorted(basis, key=lambda measure: order[measure])
        for row in rows_of(atlas, "measures", "measure_id", measure)
    ]


@per_atlas
def _order_of_measures(atlas: Atlas) -> dict[str, int]:
    return {measure: number for number, measure in enumerate(atlas.tables["measures"]["measure_id"])}


@per_atlas
def places_of_measures(atlas: Atlas) -> dict[str, list[tuple[str, str]]]:
    """Map each measure to the places it bears on, each with the basis of the tie."""
    out: dict[str, list[tuple[str, str]]] = {measure: [] for measure in atlas.tables["measures"]["measure_id"]}
    for row in atlas.tables["measure_places"].to_dict("records"):
        out[row["measure_id"]].append((row["place_id"], row["basis"]))
    return out


def measure_details(atlas: Atlas, row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return who acts on a measure, by when, how firmly and with what.

    Parameters
    ----------
    atlas : Atlas
    row : mapping
        A row of ``seeds/measures.csv``.

    Returns
    -------
    dict
        ``lead``, ``partners`` and ``firmness`` (lists as of `geo.documents.wordings.in_both`), ``strength`` (of the
        firmest verb), ``deadline`` (``zh``, ``en`` and ``on``, a date or a year) or None, ``instruments`` (a list of
        words) and ``theme``. What the text does not print is None or empty.
    """
    (deadline,) = in_both(atlas, "time", row["deadline"]) or (None,)
    return {
        "lead": in_both(atlas, "actor", row["lead"]),
        "partners": in_both(atlas, "actor", row["partners"]),
        "deadline": deadline and {**deadline, "on": none_if_missing(row["deadline_on"])},
        "firmness": in_both(atlas, "verb", row["firmness"]),
        "strength": strength(atlas, row["firmness"]),
        "instruments": split_list(row["instrument"]),
        "theme": row["theme"],
    }
