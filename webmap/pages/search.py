"""The search: JSON for the search box of the map, a page for those who have no JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, json, render_template

from geo.documents import validity
from geo.places.search import search
from webmap.http.current import current_atlas
from webmap.http.option import text
from webmap.http.query import page_options, strict_blueprint
from webmap.http.ready_answers import ready
from webmap.http.responses import wants_page
from webmap.http.shared_options import AS_OF

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

bp = strict_blueprint("search")


@bp.get("/search")
@page_options(q=text("What to look for; the first 60 characters count."), as_of=AS_OF)
def find(q: str, as_of: date | None) -> Response:
    """Return the places, industries and documents a text may mean: a page for a browser, JSON for a program."""
    then = validity.as_of(current_atlas(), as_of)

    def found() -> dict[str, Any]:
        return {**search(then, q), "as_of": as_of and as_of.isoformat()}

    if wants_page():
        response = Response(render_template("search.html", found=found()), mimetype="text/html")
    else:
        response = ready(lambda: json.dumps(found()), "application/json", f"search-{q}-{as_of}")
    response.vary.add("Accept")
    return response
