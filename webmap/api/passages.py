"""A section of a document with the statements that rest on it, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, json, request

from geo.registers.passage import passage
from webmap.http.current import current_atlas, documents_folder
from webmap.http.json_links import answer_links, with_links
from webmap.http.query import options, strict_blueprint
from webmap.http.responses import unkept, versioned
from webmap.http.shared_options import PASSAGE

if TYPE_CHECKING:
    from webmap.http.shared_options import PassageChoice

bp = strict_blueprint("passage_data")


@bp.get("/documents/<doc_id>/passage.json")
@options(PASSAGE)
def passage_json(doc_id: str, chosen: PassageChoice) -> Response:
    """Return a section with its statements; where the service has the documents, with its text."""
    folder = documents_folder()
    found = json.dumps(passage(current_atlas(), doc_id, chosen.section, chosen.statement, folder=folder))
    body = with_links(found, answer_links())
    if folder is None:
        return versioned(body, "application/json", f"passage {request.url_root} {request.full_path}")
    return unkept(Response(body, mimetype="application/json"))
