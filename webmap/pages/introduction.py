"""What the map page says to who comes first: what the atlas holds, and questions with an example of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from webmap.http.current import is_live
from webmap.i18n import pick, t
from webmap.pages.context import page_url
from webmap.pages.fit import example_address

if TYPE_CHECKING:
    from geo import Atlas

#: What the examples are about; one the atlas does not hold is left out.
_PLACE, _INDUSTRY, _COMPARED = "fp-oriental-chip-port", "ind-ic", "lg-new-area"
#: Four corners in the west of the Oriental Chip Port, as `static/js/shapes/shape_code.js` writes them.
_SITE = "ao_zpoHo4t86BguX4rB4rB_sQn0X3rB"


class Example(NamedTuple):
    """A question with its example.

    Attributes
    ----------
    name : str
        Last part of the keys of its words, and name of its sign.
    label : str
        What the link says.
    address : str or None
        Page the link leads to where no script runs; None if only the map answers.
    asked : dict
        What the map is asked for, as ``data-`` attributes: ``place``, ``site``, ``industry`` or ``words``.
    """

    name: str
    label: str
    address: str | None
    asked: dict[str, str]


def introduction(atlas: Atlas) -> dict[str, Any]:
    """Return what the introduction says.

    Parameters
    ----------
    atlas : geo.Atlas

    Returns
    -------
    dict
        Number of ``documents`` and ``places``, and the ``examples``.
    """
    examples = [_place(atlas), _site(), _industry(atlas), _words(), _fit(atlas), _compared(atlas)]
    return {
        "documents": len(atlas.tables["documents"]),
        "places": len(atlas.places),
        "examples": [example for example in examples if example],
    }


def _place(atlas: Atlas) -> Example | None:
    if _PLACE not in atlas.places.index:
        return None
    name = pick(dict(atlas.places.loc[_PLACE]), "name")
    return Example("place", name, page_url("pages.place", place_id=_PLACE), {"place": _PLACE})


def _site() -> Example | None:
    return Example("site", t("introduction.site_example"), None, {"site": _SITE}) if is_live() else None


def _industry(atlas: Atlas) -> Example | None:
    table = atlas.tables["industries"].drop_duplicates("industry_id").set_index("industry_id")
    if not is_live() or _INDUSTRY not in table.index:
        return None
    row = table.loc[_INDUSTRY]
    asked = str(row["name_zh"])
    address = page_url("tables.table", layer="places", industry=asked)
    return Example("industry", pick(dict(row), "name"), address, {"industry": asked})


def _words() -> Example | None:
    if not is_live():
        return None
    words = t("introduction.words_example")
    return Example("words", words, page_url("search.find", q=words), {"words": words})


def _fit(atlas: Atlas) -> Example | None:
    address = example_address(atlas) if is_live() else None
    return Example("fit", t("introduction.fit_example"), address, {}) if address else None


def _compared(atlas: Atlas) -> Example | None:
    if _COMPARED not in atlas.places.index:
        return None
    name = pick(dict(atlas.places.loc[_COMPARED]), "name")
    chosen = {"place": _COMPARED} if is_live() else {}
    return Example("compared", name, page_url("compare.matrix", **chosen), {})
