"""The printed words that measures and rules are made of, in English: verbs, who acts, by when.

The documents are Chinese; a measure keeps its verb, its offices and its deadline as printed, and
``seeds/wordings.csv`` has the English of each, and how firmly a verb binds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from geo.atlas.cells import none_if_missing, split_list
from geo.atlas.document_schema import STRENGTHS
from geo.atlas.per_atlas import per_atlas

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas

Use = Literal["verb", "actor", "time"]


@per_atlas
def _known(atlas: Atlas) -> dict[tuple[str, str], tuple[str, str]]:
    """Map use and Chinese words to their English and their strength."""
    rows = atlas.tables["wordings"].to_dict("records")
    return {(row["use"], row["wording_zh"]): (row["wording_en"], row["strength"]) for row in rows}


def in_both(atlas: Atlas, use: Use, cell: str) -> list[dict[str, str | None]]:
    """Return the words of a cell in both languages.

    Parameters
    ----------
    atlas : Atlas
    use : {"verb", "actor", "time"}
    cell : str
        A ``;`` list of printed words.

    Returns
    -------
    list of dict
        ``zh`` and ``en`` (None where the table has no English); of a verb ``strength`` too, one of `STRENGTHS`.
    """
    known = _known(atlas)
    out = []
    for word in split_list(cell):
        english, firm = known.get((use, word), ("", ""))
        entry = {"zh": word, "en": none_if_missing(english)}
        out.append({**entry, "strength": none_if_missing(firm)} if use == "verb" else entry)
    return out


def strength(atlas: Atlas, cell: str) -> str | None:
    """Return how firmly the verbs of a cell bind: the firmest of them, one of `STRENGTHS`; None if none is known."""
    known = _known(atlas)
    found = {known.get(("verb", verb), ("", ""))[1] for verb in split_list(cell)}
    return next((word for word in STRENGTHS if word in found), None)
