"""The page of a passage: a statement beside the section it rests on, previous and next statement of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, make_response, render_template

from geo.registers.passage import passage
from webmap.http.current import current_atlas, documents_folder
from webmap.http.query import page_options
from webmap.http.responses import unkept
from webmap.http.shared_options import PASSAGE
from webmap.pages.context import bp, page_url

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from webmap.http.shared_options import PassageChoice


@bp.get("/documents/<doc_id>/passage")
@page_options(PASSAGE)
def passage_page(doc_id: str, chosen: PassageChoice) -> Response:
    """Return a statement beside its section; with the text of the section where the service has the documents."""
    folder = documents_folder()
    body = passage(current_atlas(), doc_id, chosen.section, chosen.statement, folder=folder)
    page = render_template(
        "passage.html",
        record=body,
        address=lambda one: page_url("pages.passage_page", doc_id=doc_id, **one),
        here=lambda one: _in_section(doc_id, body["section"]["section"], one),
        numbers=numbers,
    )
    return make_response(page) if folder is None else unkept(make_response(page))


def _in_section(doc_id: str, section: str, statement: Mapping[str, Any]) -> str:
    """Return the address of another statement of the section."""
    return page_url("pages.passage_page", doc_id=doc_id, section=section, table=statement["table"], id=statement["id"])


def numbers(ends: Sequence[int]) -> str:
    """Write the numbers of the statements whose words end here: one, or the first and the last."""
    return str(ends[0]) if len(ends) == 1 else f"{ends[0]}–{ends[-1]}"
