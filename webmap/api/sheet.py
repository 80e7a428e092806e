"""The map sheet: what the page shows, on paper. A shape of the reader comes in the body and is not stored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Response, json, request

from geo.extract.site_shape import read_shape
from geo.places.filter import filter_words, select
from geo.printing.sheet.request import Found, Request
from webmap.http.current import current_atlas
from webmap.http.option import box, choice, columns, opacities, text, whole, word, words
from webmap.http.query import OptionGroup, options, strict_blueprint
from webmap.http.ready_answers import ready
from webmap.http.responses import daily_variant, named, review_number
from webmap.http.shared_options import LAYER_FILTER, NAME
from webmap.i18n import current_lang
from webmap.service.jobs import in_worker

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.places.filter import PlaceFilter

bp = strict_blueprint("sheet")

_LONGEST_TITLE, _LONGEST_NUMBER = 60, 24
_MEDIA_TYPES = {"pdf": "application/pdf", "png": "image/png", "json": "application/json"}
#: The largest scale number and resolution that are read; the sheet itself takes fewer and says which.
_MOST = 999_999_999


def _read(values: dict[str, Any]) -> Request:
    """Make a request for a sheet of the options of the query."""
    return Request(
        layers=values["layers"],
        order=values["order"],
        opacity=dict(values["opacity"]),
        bbox=values["bbox"],
        scale=values["scale"],
        paper=values["paper"].upper(),
        landscape=values["orientation"] == "landscape",
        title=values["title"][:_LONGEST_TITLE] or None,
        author=values["author"][:_LONGEST_TITLE] or None,
        number=values["number"][:_LONGEST_NUMBER] or None,
        place=values["place"] or None,
        theme=values["theme"] or None,
        by=dict(values["by"]),
    )


#: What is drawn on which paper, as a `Request` under the name ``wanted``.
_WANTED = OptionGroup(
    "wanted",
    {
        "paper": word(20, "Paper, such as A3.", default="A3"),
        "orientation": choice(("landscape", "portrait"), "Which way round the paper lies."),
        "scale": whole(_MOST, "Scale: 50000 for 1:50 000. The largest round scale that fits without."),
        "bbox": box("Ground to show; all that the layers cover without."),
        "title": text("Title of the sheet, cut after 60 characters."),
        "author": text("Who makes the sheet (编制单位), for its title block, cut after 60 characters."),
        "number": text("Number of the sheet (图号), for its title block, cut after 24 characters."),
        "layers": words("Layers to draw; those the map shows at its start without."),
        "order": words("Planning layers from top to bottom."),
        "opacity": opacities("Opacity of layers in percent, 10 to 100."),
        "place": word(NAME, "Place to outline and name."),
        "theme": word(NAME, "Theme of /themes in whose classes the places of the layers are drawn."),
        "by": columns("Columns by whose values layers of your own are coloured, by layer."),
    },
    _read,
)


@bp.route("/sheet.<any(pdf,png,json):kind>", methods=["GET", "POST"])
@options(_WANTED, LAYER_FILTER, dpi=whole(_MOST, "Resolution of a PNG.", default=150))
def sheet(kind: str, wanted: Request, place_filter: PlaceFilter, dpi: int) -> Response:
    """Return the map on one sheet, or (json) its scale and extent.

    The filter brings places out as on the map. A POST draws the GeoJSON in its body on top; nothing is stored.
    """
    wanted = replace(
        wanted,
        lang=current_lang(),
        root=request.url_root.rstrip("/"),
        review_number=review_number(),
        drawn=read_shape(request.get_data()) if request.method == "POST" else None,
        found=_found(current_atlas(), place_filter),
    )
    if request.method == "POST":
        response = Response(_drawn(kind, wanted, dpi), mimetype=_MEDIA_TYPES[kind])
        response.headers["Cache-Control"] = "no-store"
    else:
        response = ready(lambda: _drawn(kind, wanted, dpi), _MEDIA_TYPES[kind], f"{daily_variant()} {request.url_root}")
    return response if kind == "json" else named(response, f"lingang-sheet.{kind}")


def _drawn(kind: str, wanted: Request, dpi: int) -> str | bytes:
    """Return the sheet, or its plan as JSON."""
    if kind == "json":
        return json.dumps(in_worker("geo.printing.sheet.sheet:sheet_plan", wanted))
    size = (dpi,) if kind == "png" else ()
    body: bytes = in_worker(f"geo.printing.sheet.sheet:sheet_{kind}", wanted, *size)
    return body


def _found(atlas: Atlas, place_filter: PlaceFilter) -> Found | None:
    """Return the places that meet the filter, None without a filter."""
    if not place_filter.given():
        return None
    return Found(tuple(select(atlas, place_filter)), filter_words(atlas, place_filter, current_lang()))
