"""What the documents say of the same place, side by side, and the three spatial frameworks they draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template

from geo.atlas.per_atlas import per_atlas
from geo.places.document_matrix import matrix, place_rows
from geo.places.filter import PURPOSES
from geo.places.profile import profile
from geo.screen.frameworks import FRAMEWORKS, frameworks, ground
from geo.stats.layer_table import ALL_LAYERS, choices
from webmap.http.current import current_atlas
from webmap.http.option import choice, flag, whole, word
from webmap.http.query import OptionGroup, page_options, strict_blueprint
from webmap.http.shared_options import LAYER_FILTER, NAME
from webmap.pages.context import kept_page
from webmap.pages.tables import planning_layers

if TYPE_CHECKING:
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
