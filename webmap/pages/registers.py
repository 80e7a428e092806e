"""Pages of what the documents hold: documents, one by section, measures, figures, industries, cities, themes, time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template

from geo.documents import validity
from geo.registers.all_registers import REGISTERS
from geo.registers.cities import FACETS
from geo.registers.documents import document
from geo.registers.indicators import base_of, by_place
from geo.registers.industries import kinds_of
from geo.registers.measures import themes
from geo.registers.themes.all_themes import theme, theme_list
from geo.registers.themes.classes import UNKNOWN
from geo.registers.timeline import timeline
from geo.screen.places_picture import places_picture, themed_picture
from webmap.http.current import current_atlas
from webmap.http.query import page_options
from webmap.http.shared_options import AS_OF, UNTIL
from webmap.pages.context import bp, grouped, kept_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date


@bp.get("/documents")
@page_options(as_of=AS_OF)
@kept_page
def documents(as_of: date | None) -> str:
    """Return the list of documents: what each is, from when to when it holds, and what the atlas keeps of it."""
    return render_template("documents.html", name="documents", documents=_body("documents", as_of)["documents"])


@bp.get("/documents/<doc_id>")
@page_options(as_of=AS_OF)
@kept_page
def document_page(doc_id: str, as_of: date | None) -> str:
    """Return all that a document says, section by section, with a picture of the places it names."""
    atlas = validity.as_of(current_atlas(), as_of)
    body = document(atlas, doc_id, as_of).body
    picture = places_picture(atlas, [place["id"] for place in body["places"] if place["located"]])
    return render_template(
        "document.html", record=body, picture=picture, by_place=lambda rows: grouped(rows, _place_id), kinds_of=kinds_of
    )


def _place_id(row: Mapping[str, Any]) -> object:
    return row["place"]["id"]


@bp.get("/measures")
@page_options(as_of=AS_OF)
@kept_page
def measures(as_of: date | None) -> str:
    """Return all policy measures by theme, and the rules on land by topic."""
    body = _body("measures", as_of)
    topics = grouped(body["land_rules"], lambda row: row["topic"])
    return render_template("measures.html", name="measures", themes=themes(body["measures"]), topics=topics)


@bp.get("/indicators")
@page_options(as_of=AS_OF)
@kept_page
def indicators(as_of: date | None) -> str:
    """Return all figures by place: targets beside their base, with a small chart where both are numbers."""
    places = by_place(_body("indicators", as_of)["indicators"])
    return render_template("indicators.html", name="indicators", places=places, base_of=base_of, bars=bars)


@bp.get("/industries")
@page_options(as_of=AS_OF)
@kept_page
def industries(as_of: date | None) -> str:
    """Return the 7+5+4 system: each industry with what it is made of and its places."""
    return render_template(
        "industries.html",
        name="industries",
        groups=_body("industries", as_of)["groups"],
        kinds_of=kinds_of,
        ties_of=_ties,
    )


@bp.get("/cities")
@page_options(as_of=AS_OF)
@kept_page
def cities(as_of: date | None) -> str:
    """Return the new cities side by side."""
    return render_template("cities.html", name="cities", cities=_body("cities", as_of)["cities"], facets=FACETS)


@bp.get("/themes")
@page_options(as_of=AS_OF)
@kept_page
def map_themes(as_of: date | None) -> str:
    """Return the list of themes that colour the places."""
    groups = grouped(theme_list(validity.as_of(current_atlas(), as_of)), lambda row: row["group"])
    return render_template("themes.html", groups=groups)


@bp.get("/themes/<theme_id>")
@page_options(as_of=AS_OF)
@kept_page
def theme_page(theme_id: str, as_of: date | None) -> str:
    """Return a theme: a picture of the places in their classes, and the answer for each with its sources."""
    atlas = validity.as_of(current_atlas(), as_of)
    body = theme(atlas, theme_id, as_of).body
    groups = grouped(body["places"], lambda row: row["class"])
    classes = {one["id"]: one for one in body["classes"]}
    paints = {row["place"]["id"]: _paint(row, classes) for row in body["places"] if row["class"] != UNKNOWN}
    picture = themed_picture(atlas, paints)
    return render_template("theme.html", record=body, groups=groups, classes=classes, picture=picture)


@bp.get("/timeline")
@page_options(until=UNTIL)
@kept_page
def timeline_page(until: str) -> str:
    """Return what was said of every place by a stop of the timeline, and the targets set by then, with sources."""
    body = timeline(current_atlas(), until).body
    told = [row for row in body["places"] if row["class"] != UNKNOWN]
    classes = {one["id"]: one for one in body["classes"]}
    picture = themed_picture(current_atlas(), {row["place"]["id"]: _paint(row, classes) for row in told})
    groups = grouped(body["places"], lambda row: row["class"])
    return render_template("timeline.html", record=body, groups=groups, classes=classes, picture=picture)


def _paint(row: Mapping[str, Any], classes: Mapping[str, Mapping[str, Any]]) -> tuple[str, int, bool]:
    one = classes[row["class"]]
    return one["colour"], one["step"], row["whole"]


def _body(name: str, as_of: date | None) -> dict[str, Any]:
    return REGISTERS[name](validity.as_of(current_atlas(), as_of), None, as_of).body


def _ties(places: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Group the ties of an industry by place; each place has one line with all its sources."""
    return grouped(places, _place_id)


def bars(target: Mapping[str, Any], base: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """Return the widths of base and target in percent of the larger; None unless both are numbers of one unit."""
    if base is None or base["unit"] != target["unit"]:
        return None
    try:
        first, last = float(base["value"]), float(target["value"])
    except ValueError:
        return None
    widest = max(first, last)
    return (100 * first / widest, 100 * last / widest) if min(first, last) >= 0 and widest > 0 else None
