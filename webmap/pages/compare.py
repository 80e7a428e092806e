"""What the documents say of the same place, side by side, and the three spatial frameworks they draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request

from geo.atlas.per_atlas import per_atlas
from geo.places.document_matrix import matrix, place_rows
from geo.places.filter import PURPOSES, PlaceFilter
from geo.places.profile import profile
from geo.screen.frameworks import FRAMEWORKS, frameworks, ground
from geo.stats.layer_table import ALL_LAYERS, choices
from webmap.http.current import current_atlas
from webmap.map.first_view import hatches
from webmap.pages.tables import planning_layers

if TYPE_CHECKING:
    from geo import Atlas

bp = Blueprint("compare", __name__)


@bp.get("/compare", endpoint="matrix")
def matrix_page() -> str:
    """Show places by documents; filters stand in the address."""
    atlas = current_atlas()
    selection = PlaceFilter.read(request.args)
    topic = request.args.get("topic", "positioning")
    topic = topic if topic in PURPOSES else "positioning"
    place = request.args.get("place")
    if place:
        names = profile(atlas, place)  # an unknown place is an error here
        table = place_rows(atlas, place, PURPOSES)
        return render_template("compare.html", matrix=table, place=names)
    least = 1 if request.args.get("single") else 2
    return render_template(
        "compare.html",
        matrix=matrix(atlas, selection, topic=topic, least=least),
        frameworks=_pictures(atlas),
        ground=ground(atlas),
        hatches=hatches(atlas),
        chosen=chosen(),
        given=selection.given(),
        topic=topic,
        topics=PURPOSES,
        single=least == 1,
        kinds=choices(atlas, ALL_LAYERS)["kind"],
        layers=planning_layers(),
    )


@per_atlas
def _pictures(atlas: Atlas) -> list[dict[str, Any]]:
    return frameworks(atlas)


def chosen() -> dict[str, Any]:
    """Read from the address which two frameworks are compared, and where the divider stands (percent from the left)."""
    known = [framework.id for framework in FRAMEWORKS]
    left, right = (request.args.get(side) for side in ("left", "right"))
    at = request.args.get("at", "")
    return {
        "left": left if left in known else known[0],
        "right": right if right in known else known[1],
        "at": min(int(at), 100) if at.isascii() and at.isdigit() else 50,
    }
