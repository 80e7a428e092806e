"""Projects: a file of the reader's own with views of the map, opened as a list of links or printed as slides.

Nothing is stored: the file is read, answered and forgotten. The map page keeps its project in the browser
(``static/js/project``); this page does without scripts what that panel does.
"""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

from flask import Response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from geo.errors import TOO_LARGE, Fault, ParameterError
from geo.readers.project.project_file import LONGEST_NOTE, LONGEST_TITLE, MOST_BYTES, MOST_VIEWS
from webmap.http.query import options, page_options, strict_blueprint
from webmap.http.responses import named, review_number, unkept
from webmap.i18n import current_lang
from webmap.pages.context import kept_page, page_url
from webmap.service.jobs import by_size, in_worker

if TYPE_CHECKING:
    from collections.abc import Mapping

bp = strict_blueprint("project")

_OPEN = "geo.printing.slides.opened:open_project"
_SLIDES = "geo.printing.slides.slides:slides_of_file"
_JSON = "application/json"


@bp.get("/project")
@page_options()
@kept_page
def start() -> str:
    """Return the page that says what a project is and takes the file of one."""
    return render_template(
        "project.html", opened=None, most_views=MOST_VIEWS, longest_title=LONGEST_TITLE, longest_note=LONGEST_NOTE
    )


@bp.post("/project")
@page_options()
def opened() -> Response:
    """Return the views of a project file (form field ``file``) as a page of links; nothing is stored."""
    text = _sent()
    found = _opened(text)
    page = render_template("project.html", opened=found, text=json.dumps(found["project"], ensure_ascii=False))
    return unkept(Response(page, mimetype="text/html"))


@bp.post("/project.json")
def opened_json() -> Response:
    """Return a project file (the body, or form field ``file``) read and set right, each view with its link."""
    found = _opened(_sent())
    views = [{**view, "link": view_link(view)} for view in found["views"]]
    body = json.dumps({**found, "views": views}, ensure_ascii=False)
    return Response(body, mimetype=_JSON, headers={"Cache-Control": "no-store"})


@bp.post("/project/slides.pdf")
@options()
def slides() -> Response:
    """Return the slides of a project file (the body, or form field ``file``) as PDF; nothing is stored."""
    printed = {"lang": current_lang(), "root": request.url_root, "review_number": review_number()}
    body = in_worker(_SLIDES, _sent(), **printed)
    response = Response(body, mimetype="application/pdf", headers={"Cache-Control": "no-store"})
    return named(response, "lingang-slides.pdf")


def view_link(view: Mapping[str, Any]) -> str:
    """Return the address of the map page with a view."""
    return f"{page_url('pages.index')}#{view['address']}"


def _opened(text: bytes) -> dict[str, Any]:
    found: dict[str, Any] = by_size(len(text), _OPEN, text)
    return found


def _sent() -> bytes:
    """Return the bytes of the project that was sent: a file of a form, a text of a form, or the body itself.

    Raises
    ------
    ParameterError
        If nothing was sent, or more than a project may have.
    """
    if request.mimetype not in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        return request.get_data()
    # A text of a form is read into memory as a whole; escaped, it is up to three times as long.
    request.max_form_memory_size = 3 * MOST_BYTES
    try:
        file, text = request.files.get("file"), request.form.get("project")
    except RequestEntityTooLarge as error:
        fault = Fault(f"a form of {request.content_length} bytes", f"at most {MOST_BYTES}", "body", rule=TOO_LARGE)
        raise ParameterError(fault) from error
    if file is not None and file.filename:
        with closing(file):
            return bytes(file.read(MOST_BYTES + 1))
    if text is None:
        raise ParameterError(Fault("no file", "a form field named file", "body", "choose a file *.lingang.json"))
    return text.encode()
