"""The page, the data and the JSON Schema of one answer, and the links between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from flask import current_app, json, request, url_for

from webmap.http.current import current_atlas, is_live
from webmap.http.query import takes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

JSON, PAGE, SCHEMA = "application/json", "text/html", "application/schema+json"


class Twin(NamedTuple):
    """The page of a JSON answer, and its schema.

    Attributes
    ----------
    page : str
        Endpoint.
    schema : str or None
        Name of the schema, see `webmap.api.answer_schemas`.
    fixed : mapping
        Values of the page's address that the address of the data does not have.
    """

    page: str
    schema: str | None = None
    fixed: Mapping[str, str] = {}


#: Endpoint of JSON -> its page. Names of registers stand behind a colon.
TWINS: Mapping[str, Twin] = {
    "place_data.place_json": Twin("pages.place", "place"),
    "place_data.places": Twin("tables.table", "places", {"layer": "places"}),
    "place_data.fit_json": Twin("fit.parks"),
    "place_data.side_json": Twin("compare.side"),
    "tables.table_json": Twin("tables.table", "table"),
    "stats_data.stats": Twin("pages.stats", "stats"),
    "search.find": Twin("search.find", "search"),
    "map_document.map_json": Twin("pages.index"),
    "map_document.frameworks_json": Twin("compare.matrix"),
    "passage_data.passage_json": Twin("pages.passage_page"),
    "register_data.register_json:documents": Twin("pages.documents", "documents"),
    **{f"register_data.register_json:{name}": Twin(f"pages.{name}") for name in ("measures", "indicators")},
    **{f"register_data.register_json:{name}": Twin(f"pages.{name}") for name in ("industries", "cities")},
    "register_data.document_json": Twin("pages.document_page", "document"),
    "register_data.themes_json": Twin("pages.map_themes"),
    "register_data.theme_json": Twin("pages.theme_page"),
    "register_data.timeline_json": Twin("pages.timeline_page"),
}
#: Names of the schemas that are served.
STORED_TABLE = "stored_table"
SCHEMAS = (*(twin.schema for twin in TWINS.values() if twin.schema), STORED_TABLE, "extract")
#: Endpoint of a page -> that of its data and what the address of the data has beside; search is one address for both.
_DATA = {
    twin.page: (name, {"register": register} if register else {"kind": "json"} if name == "stats_data.stats" else {})
    for key, twin in TWINS.items()
    for name, _, register in [key.partition(":")]
    if name not in ("place_data.places", "search.find")
}


def answer_links() -> list[dict[str, str]]:
    """Return the links of the JSON this request asks for: itself, its page, its schema; none in the static site.

    Addresses are whole, so that a saved answer still leads back.
    """
    register = _path().get("register")
    twin = TWINS.get(f"{request.endpoint}:{register}" if register else str(request.endpoint))
    if twin is None or not is_live():
        return []
    links = [_link("self", JSON, own_address()), _link("alternate", PAGE, _address(twin.page, twin.fixed))]
    schema = STORED_TABLE if twin.schema == "table" and _path()["layer"] in current_atlas().stored else twin.schema
    if schema:
        links.append(_link("describedby", SCHEMA, schema_address(schema)))
    return links


def with_links(body: str | bytes, links: Iterable[Mapping[str, str]]) -> bytes:
    """Put links into the text of a JSON object, as its first member."""
    text = body.encode() if isinstance(body, str) else body
    return b'{"links": ' + json.dumps(list(links)).encode() + b", " + text.lstrip()[1:]


def link_header(page: str, schema: str | None = None, **values: str) -> str:
    """Return the header ``Link`` of an answer whose body stays as it is: its page, and its schema if it has one.

    Parameters
    ----------
    page : str
        Endpoint of the page.
    schema : str, optional
        Name of the schema.
    **values
        Values of the page's address.
    """
    described = [f'<{schema_address(schema)}>; rel="describedby"'] if schema else []
    return ", ".join([*described, f'<{url_for(page, _external=True, **values)}>; rel="alternate"; type="text/html"'])


def own_address() -> str:
    """Return the whole address of this request without the data version, which only caches need."""
    kept = {name: value for name, value in request.args.items() if name != "v"}
    return url_for(str(request.endpoint), _external=True, **{**kept, **_path()})


def _path() -> dict[str, Any]:
    """Return the values in the path of this request; the arguments of a view hold those of the query too."""
    rule, values = request.url_rule, request.view_args or {}
    return {name: values[name] for name in rule.arguments if name in values} if rule else {}


def schema_address(name: str) -> str:
    """Return the whole address of a schema."""
    return f"{url_for('pages.index', _external=True).rstrip('/')}/schemas/{name}.json"


def data_address() -> str | None:
    """Return the address of the data of the page this request asks for; None where there is none."""
    endpoint, fixed = _DATA.get(str(request.endpoint), (None, {}))
    return _address(endpoint, fixed, whole=False) if endpoint and is_live() else None


def _address(endpoint: str, fixed: Mapping[str, str], *, whole: bool = True) -> str:
    """Return the address of an endpoint for the place, layer and filter of this request."""
    rule = next(current_app.url_map.iter_rules(endpoint))
    path = {**_path(), **fixed}
    query = {name: value for name, value in request.args.items() if takes(endpoint, name)}
    named = {name: value for name, value in path.items() if name in rule.arguments}
    return url_for(endpoint, _external=whole, **{**query, **named})


def _link(rel: str, media_type: str, href: str) -> dict[str, str]:
    return {"rel": rel, "type": media_type, "href": href}
