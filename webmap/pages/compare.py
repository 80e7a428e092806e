"""What the documents say of the same place, the three spatial frameworks they draw, and places side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import redirect, render_template

from geo.atlas.per_atlas import per_atlas
from geo.places.document_matrix import matrix, place_rows
from geo.places.filter import PURPOSES
from geo.places.profile import profile
from geo.places.search import search
from geo.places.side_by_side.comparison import LEAST, MOST, require_planned, side_by_side
from geo.screen.frameworks import FRAMEWORKS, frameworks, ground
from geo.screen.place_picture import pictures_at_one_scale
from geo.stats.layer_table import ALL_LAYERS, choices
from webmap.http.current import current_atlas
from webmap.http.option import choice, flag, whole, word
from webmap.http.query import OptionGroup, page_options, strict_blueprint
from webmap.http.shared_options import AS_OF, LAYER_FILTER, NAME, PLACES
from webmap.pages.context import kept_page, page_url
from webmap.pages.tables import planning_layers

if TYPE_CHECKING:
    from datetime import date

    from werkzeug import Response

    from geo import Atlas
    from geo.places.filter import PlaceFilter

bp = strict_blueprint("compare")

_FRAMEWORKS = tuple(framework.id for framework in FRAMEWORKS)
_FRAMEWORKS_COMPARED = OptionGroup(
    "compared",
    {
        "left": choice(_FRAMEWORKS, "Framework on the left."),
        "right": choice(_FRAMEWORKS, "Framework on the right.", default=_FRAMEWORKS[1]),
        "at": whole(100, "Where the divider stands, in percent from the left.", default=50, clamp=True),
    },
    dict,
)
#: Places one may begin with; those an atlas does not have are left out.
_EXAMPLES = (
    ("fp-oriental-chip-port", "fa-special-bonded", "nc-nanhui"),
    ("fp-oriental-chip-port", "fp-life-bay", "fp-aircraft"),
    ("fa-special-bonded", "lg-new-area"),
)


@bp.get("/compare", endpoint="matrix")
@page_options(
    LAYER_FILTER,
    _FRAMEWORKS_COMPARED,
    topic=choice(PURPOSES, "Type of claim that is compared."),
    place=word(NAME, "Compares what the documents say of this place alone."),
    single=flag("Shows places of which only one document speaks, too."),
)
@kept_page
def matrix_page(place_filter: PlaceFilter, compared: dict[str, Any], topic: str, place: str, *, single: bool) -> str:
    """Return the table of places by documents, under the pictures of the spatial frameworks."""
    atlas = current_atlas()
    if place:
        names = profile(atlas, place)  # an unknown place is an error here
        table = place_rows(atlas, place, PURPOSES)
        return render_template("compare.html", matrix=table, place=names)
    return render_template(
        "compare.html",
        matrix=matrix(atlas, place_filter, topic=topic, least=1 if single else 2),
        frameworks=_pictures(atlas),
        ground=ground(atlas),
        chosen=compared,
        given=place_filter.given(),
        topic=topic,
        topics=PURPOSES,
        single=single,
        kinds=choices(atlas, ALL_LAYERS)["kind"],
        layers=planning_layers(current_atlas()),
    )


@per_atlas
def _pictures(atlas: Atlas) -> list[dict[str, Any]]:
    return frameworks(atlas)


@bp.get("/side", endpoint="side")
@page_options(
    places=PLACES,
    as_of=AS_OF,
    different=flag("Leaves out the rows in which all places are equal."),
    add=word(NAME, "Name or id of one more place; the answer leads to the address with it."),
)
def side_page(places: tuple[str, ...], as_of: date | None, add: str, *, different: bool) -> str | Response:
    """Return two to four places side by side, and what was said of each when and is due when."""
    chosen = tuple(dict.fromkeys(places))
    found = _place_named(add) if add else None
    if found:
        chosen = tuple(dict.fromkeys((*chosen, found)))
        kept = {"different": "1"} if different else {}
        return redirect(page_url("compare.side", places=",".join(chosen), **kept))
    return _side_page(chosen, as_of, add, different=different)


@kept_page
def _side_page(chosen: tuple[str, ...], as_of: date | None, missed: str, *, different: bool) -> str:
    atlas = current_atlas()
    for place in chosen:
        require_planned(atlas, place)
    table = side_by_side(atlas, chosen, as_of) if len(chosen) >= LEAST else None
    known = atlas.places[["name_zh", "name_en", "kind"]].to_dict("index")
    days = sorted({(row["stands_from"], row["short_zh"], row["short_en"]) for row in _documents(atlas)})
    return render_template(
        "side.html",
        **({} if table else {"data_url": None}),
        table=table,
        pictures=pictures_at_one_scale(atlas, chosen) if table else [],
        chosen=chosen,
        known=known,
        examples=[one for one in _EXAMPLES if set(one) <= set(known)],
        most=MOST,
        missed=missed,
        different=different,
        as_of=as_of and as_of.isoformat(),
        days=[{"day": day, "short_zh": zh, "short_en": en} for day, zh, en in days],
    )


def _documents(atlas: Atlas) -> list[dict[Any, Any]]:
    return atlas.tables["documents"].to_dict("records")


def _place_named(text: str) -> str | None:
    """Return the place of the documents whose id or name this is, or that a search finds first."""
    atlas = current_atlas()
    if text in atlas.places.index:
        return text
    found = search(atlas, text)
    return next(
        (one["id"] for one in found["places"] if one["id"] in atlas.places.index and not found["nearest"]), None
    )
