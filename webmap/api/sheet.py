"""The map sheet: what the page shows, on paper. A shape of the reader comes in the body and is not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, json, request

from geo.extract.site import read_drawn
from geo.places.filter import PlaceFilter, brief_document, select
from geo.printing.sheet.request import Found, Request
from geo.printing.sheet.sheet import sheet_pdf, sheet_plan, sheet_png
from webmap.http.current import current_atlas
from webmap.http.query import bbox, choice, listed, percents, refuse_strange, whole
from webmap.http.responses import review_number, shown
from webmap.i18n import current_lang, pick, t, term
from webmap.service.jobs import heavy

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas

bp = Blueprint("sheets", __name__)

_PAPER = {"paper", "orientation", "scale", "bbox", "title", "dpi", "lang", "v"}
_SHOWN = {"layers", "order", "opacity", "place"}
_FILTER = {"layer", "kind", "industry", "document", "grade"}


@bp.route("/sheet.<any(pdf,png,json):kind>", methods=["GET", "POST"])
@heavy
def sheet(kind: str) -> Response:
    """Give the map on one sheet, or (json) tell its scale and extent.

    ``?layers= order= opacity= place= bbox= scale= paper= orientation= title= dpi= lang=``; ``layer= kind= industry=
    document= grade=`` bring places out as on the map. A POST draws the GeoJSON in its body on top; nothing is stored.
    """
    refuse_strange(_PAPER | _SHOWN | _FILTER)
    atlas = current_atlas()
    wanted = _wanted(atlas)
    if kind == "json":
        body = json.dumps(sheet_plan(atlas, wanted))
        response = Response(body, mimetype="application/json", headers={"Cache-Control": "no-cache"})
    elif kind == "pdf":
        response = shown(sheet_pdf(atlas, wanted), "application/pdf", "lingang-sheet.pdf")
    else:
        response = shown(sheet_png(atlas, wanted, whole("dpi") or 150), "image/png", "lingang-sheet.png")
    if request.method == "POST":
        response.headers["Cache-Control"] = "no-store"
    return response


def _wanted(atlas: Atlas) -> Request:
    return Request(
        layers=tuple(listed("layers")),
        order=tuple(listed("order")),
        opacity=percents(listed("opacity")),
        bbox=bbox(),
        scale=whole("scale"),
        paper=request.args.get("paper", "A3").upper(),
        landscape=choice("orientation", ("landscape", "portrait")) == "landscape",
        lang=current_lang(),
        title=request.args.get("title", "")[:60] or None,
        review_number=review_number(),
        drawn=read_drawn(request.get_data()) if request.method == "POST" else None,
        place=request.args.get("place") or None,
        found=_found(atlas),
    )


def _found(atlas: Atlas) -> Found | None:
    """Give the places the filter of the query leaves, None without a filter."""
    selection = PlaceFilter.read(request.args)
    if not selection.given():
        return None
    return Found(tuple(select(atlas, selection)), filter_words(atlas, selection))


def filter_words(atlas: Atlas, selection: PlaceFilter) -> str:
    """Say what a filter asks, as the chip on the map does (``filter.js``)."""
    given, documents = selection.given(), {row["doc_id"]: row for row in atlas.tables["documents"].to_dict("records")}
    words = []
    if "layer" in given:
        words.append(pick(atlas.entry(given["layer"]).model_dump(), "title"))
    if "kind" in given:
        words.append(term("kind", given["kind"]))
    if "industry" in given:
        words.append(t("filter.industry", name=given["industry"]))
    if "document" in given:
        words.append(t("filter.document", name=pick(brief_document(documents[given["document"]]), "short")))
    if "grade" in given:
        words.append(t("filter.grade", name=given["grade"]))
    return " · ".join(words)
