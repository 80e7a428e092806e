"""What all addresses of the OGC API share: the blueprint, links, and one answer in the form a client asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, json, render_template, request, url_for

from geo.errors import Fault, ParameterError
from geo.export.collections.json_fg import MEDIA_TYPE as JSON_FG
from geo.words import in_language
from webmap.http.option import Option, choice
from webmap.http.query import strict_blueprint
from webmap.http.ready_answers import ready, ready_page
from webmap.i18n import current_lang, term

if TYPE_CHECKING:
    from collections.abc import Callable

JSON, GEOJSON, SCHEMA = "application/json", "application/geo+json", "application/schema+json"
OPENAPI, HTML = "application/vnd.oai.openapi+json;version=3.0", "text/html"
#: Relations that have no short name, by the ends of their addresses.
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
SCHEMA_REL = "http://www.opengis.net/def/rel/ogc/1.0/schema"
TILES_REL = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
TILING_REL = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"

_FORMAT: Option = choice(
    ("", "json", "geojson", "jsonfg", "html"), "Format of the answer; without it the Accept header decides."
)
#: Requirement 8 of Part 1 asks for what this blueprint does anyway: unknown parameters are refused.
bp = strict_blueprint("ogc", url_prefix="/ogc", common={"f": _FORMAT})


def say(pair: tuple[str, str]) -> str:
    """Return the text of a pair in the language of the reader."""
    return in_language(pair, current_lang())


def link(rel: str, endpoint: str, media_type: str, title: str = "", **values: Any) -> dict[str, str]:
    """Make a link to an address of the service."""
    out = {"rel": rel, "type": media_type, "href": url_for(endpoint, _external=True, **values)}
    return {**out, "title": title} if title else out


def own_links(endpoint: str, media_type: str, **values: Any) -> list[dict[str, str]]:
    """Make the links of an answer to itself and to its other form."""
    wanted = format_asked(media_type)
    links = [(media_type, values), (HTML, {**values, "f": "html"})]
    if media_type == GEOJSON:
        links.append((JSON_FG, {**values, "f": "jsonfg"}))
    return [link("self" if kind == wanted else "alternate", endpoint, kind, **given) for kind, given in links]


def format_asked(media_type: str, *, has_page: bool = True) -> str:
    """Return the media type a client asks for, by ``f`` or else by the Accept header: that of the data, or HTML.

    Features come as JSON-FG, too.

    Raises
    ------
    ParameterError
        If it asks by ``f`` for a form the address does not have.
    """
    given = request.args.get("f", "")
    has_features = media_type == GEOJSON
    forms = {"json": media_type, "html": HTML, **({"geojson": GEOJSON, "jsonfg": JSON_FG} if has_features else {})}
    if given:
        form = forms.get(given)
        if form is None or (form == HTML and not has_page):
            known = "json or html" if has_page else "json"
            raise ParameterError(Fault(f"f={given}", known, "f", "leave it out"))
        return form
    known_types = [JSON, media_type, HTML] if has_page else [JSON, media_type]
    if has_features and JSON_FG in request.accept_mimetypes.values():
        return JSON_FG
    best = request.accept_mimetypes.best_match(known_types) if request.accept_mimetypes else media_type
    return HTML if best == HTML else media_type


def answer(write: Callable[[], dict[str, Any]], media_type: str, *, has_page: bool = True) -> Response:
    """Return an answer as data or as a page, kept as long as the data are the same.

    Parameters
    ----------
    write : callable
        Makes the body, with its links.
    media_type : str
        Of the data.
    has_page : bool
        False for what people do not read: schemas and descriptions.
    """
    variant = f"ogc {request.url} {current_lang()}"
    if format_asked(media_type, has_page=has_page) == HTML:
        response = ready_page(lambda: render_template("ogc.html", **_shown(write())), variant)
    else:
        response = ready(lambda: json.dumps(write()), media_type, variant)
    response.vary.add("Accept")
    return response


def _plain_members(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if not isinstance(value, list | dict)}


def _shown(body: dict[str, Any]) -> dict[str, Any]:
    """Sort what an answer holds for the page: its links, its lists, and all else as plain facts."""
    facts = {key: value for key, value in body.items() if key not in ("links", "title", "description", "features")}
    features = body.get("features")
    # Lists, such as the statements of a place, are read on its page.
    rows = [_plain_members({"id": one["id"], **one["properties"]}) for one in features] if features else []
    columns = [key for key in (rows[0] if rows else {}) if any(row.get(key) not in (None, "") for row in rows)]
    lists = {key: facts.pop(key) for key in ("collections", "conformsTo", "tilesets", "tileMatrixSets") if key in facts}
    titles = {key: str(value) for key, value in facts.pop("titles", {}).items()}
    links = [{**one, "label": _label(one)} for one in body.get("links", []) if one["rel"] != "self"]
    shown = {"body": body, "facts": facts, "rows": rows, "columns": columns, "lists": lists}
    return {**shown, "titles": titles, "links": links}


def _label(one: dict[str, str]) -> str:
    """Return what a link leads to, in the words of the reader; its title, or its relation, where there are none."""
    name = one["rel"].rpartition("/")[2].replace("-", "_")
    word = term("ogc_rel", name)
    return word if word != name else one.get("title") or one["rel"]
