"""What the documents say of the same place, side by side, and the three spatial frameworks they draw."""

from __future__ import annotations

from flask import Blueprint, render_template, request

import webmap
from geo.compare import frameworks, matrix, place_rows
from geo.selection import PURPOSES, Selection
from geo.table import ALL_LAYERS, choices
from webmap.tables import planning_layers

bp = Blueprint("compare", __name__)


@bp.get("/compare", endpoint="matrix")
def matrix_page() -> str:
    """Show places by documents; filters stand in the address."""
    atlas = webmap.current_atlas()
    selection = Selection.read(request.args)
    topic = request.args.get("topic", "positioning")
    topic = topic if topic in PURPOSES else "positioning"
    place = request.args.get("place")
    if place:
        names = atlas.place(place)  # an unknown place is an error here
        table = place_rows(atlas, place, PURPOSES)
        return render_template("compare.html", matrix=table, place=names)
    least = 1 if request.args.get("single") else 2
    return render_template(
        "compare.html",
        matrix=matrix(atlas, selection, topic=topic, least=least),
        frameworks=frameworks(atlas),
        given=selection.given(),
        topic=topic,
        topics=PURPOSES,
        single=least == 1,
        kinds=choices(atlas, ALL_LAYERS)["kind"],
        layers=planning_layers(),
    )
