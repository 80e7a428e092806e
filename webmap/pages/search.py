"""Finding: the search box of the map, the same search as a page without JavaScript, and the places a filter leaves."""

from __future__ import annotations

from flask import Blueprint, Response, json, render_template, request

from geo.places.filter import PlaceFilter, describe
from geo.places.search import search
from webmap.http.current import current_atlas
from webmap.http.responses import versioned, wants_page

bp = Blueprint("find", __name__)


@bp.get("/search")
def find() -> Response:
    """Find places, industries and documents by ``?q=``; a person without JavaScript gets a page, a program JSON."""
    query = request.args.get("q", "")
    found = search(current_atlas(), query)
    if wants_page():
        response = Response(render_template("search.html", found=found), mimetype="text/html")
    else:
        response = versioned(json.dumps(found), "application/json", f"search-{query}")
    response.headers["Vary"] = "Accept"
    return response


@bp.get("/places.json")
def places() -> Response:
    """Give the places that meet ``?layer=&kind=&industry=&document=&grade=``, and the ground they cover together."""
    selection = PlaceFilter.read(request.args)
    body = json.dumps(describe(current_atlas(), selection))
    return versioned(body, "application/json", f"places-{sorted(selection.given().items())}")
