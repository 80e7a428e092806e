"""The search: JSON for the search box of the map, a page for those who have no JavaScript."""

from __future__ import annotations

from flask import Response, json, render_template

from geo.places.search import search
from webmap.http.current import current_atlas
from webmap.http.option import text
from webmap.http.query import page_options, strict_blueprint
from webmap.http.ready_answers import ready
from webmap.http.responses import wants_page

bp = strict_blueprint("search")


@bp.get("/search")
@page_options(q=text("What to look for; the first 60 characters count."))
def find(q: str) -> Response:
    """Return the places, industries and documents a text may mean: a page for a browser, JSON for a program."""
    atlas = current_atlas()
    if wants_page():
        response = Response(render_template("search.html", found=search(atlas, q)), mimetype="text/html")
    else:
        response = ready(lambda: json.dumps(search(atlas, q)), "application/json", f"search-{q}")
    response.vary.add("Accept")
    return response
