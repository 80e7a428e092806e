"""The pages people read: the map, one place, one table of areas.

The map page carries no data: the browser fetches ``/map.json`` and ``/places/<id>.json``. The other two
are complete without JavaScript and say the same as the panel and the API, from the same dictionaries of :mod:`geo`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from geo.documents.claims import TOPICS
from geo.measure.units import add_areas
from geo.places.profile import profile
from geo.spreadsheets import account_files
from geo.stats.accounts import make_account
from geo.stats.ledger import ledger as ledger_of
from webmap.http import security
from webmap.http.assets import asset_url, module_addresses, names_in, needed, styles, styles_url
from webmap.http.current import current_atlas
from webmap.i18n import HTML_LANG, LANGUAGES, catalogue, current_lang, fixed, number, pick, t, term
from webmap.map import basemaps
from webmap.map.first_view import first_view_facts, first_view_markup, hatches
from webmap.map.folium_map import map_parts
from webmap.pages import tables
from webmap.pages.columns import foot, page_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from flask import Flask
    from werkzeug import Response as PlainResponse

bp = Blueprint("pages", __name__)

#: Modules of the first view, the entry first, linked ahead so that the browser need not discover them one by one.
FIRST_MODULES = ("main", "api", "dom", "exact", "i18n", "labels", "layers", "state", "style", "tree")

STATS_DIGITS = 2
_UNIT_COLUMN = {"zh": "unit", "en": "unit_en"}

#: Stands in the map page until it is known which rules its first frame needs.
_STYLE_SLOT = "styles-of-the-first-frame"
#: The pages every page leads to: endpoint, key of the title, values of the route.
MAIN_PAGES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("tables.table", "table.title", {"layer": "places"}),
    ("pages.stats", "stats.title", {"zones": "functional_areas"}),
    ("compare.matrix", "compare.title", {}),
)


@bp.app_context_processor
def words() -> dict[str, Any]:
    """Names every template may use.

    Returns
    -------
    dict
        Translation helpers, number formats, addresses, and the language of the request.
    """
    lang = current_lang()
    other = next(code for code in LANGUAGES if code != lang)
    atlas = current_atlas()
    return {
        "t": t,
        "term": term,
        "pick": pick,
        "number": number,
        "fixed": fixed,
        "lang": lang,
        "html_lang": HTML_LANG[lang],
        "other_lang": HTML_LANG[other],
        "lang_url": _in_other_language(other, list(request.args.items(multi=True))),
        "main_pages": MAIN_PAGES,
        "root": request.script_root,
        "page_url": page_url,
        "asset_url": asset_url,
        "styles_url": styles_url,
        "version": atlas.version,
        "indicator_unit": indicator_unit,
        "data_date": max((day for day in atlas.tables["documents"]["issued_on"] if day), default=None),
    }


def _in_other_language(other: str, query: list[tuple[str, str]]) -> str:
    """Give the address of this very page in the other language, with all its filters."""
    kept = [(name, value) for name, value in query if name != "lang"]
    if other != LANGUAGES[0]:
        kept.append(("lang", other))
    return f"{request.script_root}{request.path}{'?' if kept else ''}{urlencode(kept)}"


@bp.get("/")
def index() -> str:
    """Show the map."""
    page = _map_page(current_app._get_current_object(), current_lang(), request.script_root)  # type: ignore[attr-defined]
    return page.replace(security.NONCE_SLOT, security.nonce())


@lru_cache(maxsize=8)
def _map_page(app: Flask, lang: str, root: str) -> str:
    """Write the map page once: it is the same for all, but for the nonce, and the first view waits for it."""
    number_given = app.config.get("MAP_REVIEW_NUMBER")
    atlas = current_atlas()
    page = render_template(
        "map.html",
        csp_nonce=lambda: security.NONCE_SLOT,
        # Nothing of this one request may stand in it: the state of the map is in the part after "#".
        lang_url=_in_other_language(next(code for code in LANGUAGES if code != lang), []),
        parts=map_parts(url_for("static", filename="").rstrip("/")),
        still=first_view_markup(),
        still_facts=first_view_facts(),
        hatches=hatches(atlas),
        first_styles=_STYLE_SLOT,
        import_map={"imports": module_addresses()},
        first_modules=[asset_url(f"js/{name}.js") for name in FIRST_MODULES],
        review=t("map.review_number", number=number_given) if number_given else t("map.review_pending"),
        table_layers=tables.planning_layers(),
        config={
            "documents": {row["doc_id"]: pick(row, "short") for row in _documents()},
            "basemaps": basemaps.offered(),
            "topics": TOPICS,
            "lang": lang,
            "version": atlas.version,
            "root": root,
            "messages": dict(catalogue(lang)),
        },
    )
    # What the script of the first view puts on the page counts as being there.
    return page.replace(_STYLE_SLOT, needed(styles(), names_in(page) | {"scripted"}))


@bp.get("/places/<place_id>")
def place(place_id: str) -> str:
    """Show everything the atlas knows about one place."""
    record = profile(current_atlas(), place_id)
    return render_template(
        "place.html",
        place=record,
        topics=group_claims(record["claims"]),
        system=_grouped(record["industries"], lambda row: row["document"]["id"]),
        relations=_grouped(record["relations"], _same_tie),
        documents=documents_of(record),
    )


@bp.get("/stats")
def stats_choice() -> PlainResponse:
    """Send the form of the statistics page to the address of what was chosen."""
    chosen: dict[str, Any] = {name: request.args[name] for name in ("by", "lang") if request.args.get(name)}
    if "by" in chosen and request.args.get("field"):
        chosen["by"] += f":{request.args['field']}"
    zones = request.args.get("zones") or current_atlas().zone_layers[0]
    return redirect(url_for("pages.stats", zones=zones, **chosen))


@bp.get("/stats/<zones>")
def stats(zones: str) -> str:
    """Show the areas of the places of one layer as a table that sums, or divided among another with ``?by=``."""
    by = request.args.get("by") or None
    shown = make_account(current_atlas(), zones, by).rounded(STATS_DIGITS)
    account, columns = shown.to_dict(), page_columns(account_files.columns(shown))
    facts = {"account": account, "columns": columns, "foot": foot(columns), "zone_layers": _zone_layers()}
    if by is None:
        return render_template("stats.html", **facts, by=None)
    return render_template("stats_by.html", **facts, by=by, blocks=zone_blocks(account["rows"]))


def zone_blocks(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Group the rows of a cross-tab by zone, as the page shows them.

    Parameters
    ----------
    rows : iterable of mapping
        Rounded rows of ``/stats/<zones>.json?by=<layer>``; those of a zone stand together.

    Returns
    -------
    list of dict
        ``place_id``, ``name_zh``, ``name_en`` of the zone; ``area_km2``, ``area_ha``, ``area_mu``, the sums of its
        rows, which are its area; ``share_of_zone``, which is 1; ``rows`` (members from the largest down, then the
        closing rows); ``widest``, what the longest bar stands for.
    """
    blocks = []
    for group in _grouped(rows, lambda row: row["place_id"]):
        # What rounds to nothing is a sliver along a common edge: it adds nothing to the sum and says nothing.
        shared = [row for row in group if row["row"] == "member" and row["area_km2"]]
        members = sorted(shared, key=lambda row: -row["area_km2"])
        closing = [row for row in group if row["row"] != "member"]
        names = {key: group[0][key] for key in ("place_id", "name_zh", "name_en")}
        areas = add_areas(group, STATS_DIGITS)
        widest = max([areas["area_km2"], *(abs(row["area_km2"]) for row in group)])
        blocks.append({**names, **areas, "share_of_zone": 1.0, "rows": members + closing, "widest": widest})
    return blocks


@bp.get("/ledger")
def ledger() -> str:
    """Show every stated area beside the drawn one, with the tolerance and the verdict."""
    return render_template("ledger.html", rows=ledger_of(current_atlas()))


def group_claims(claims: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Order the claims of a place by topic, document and section, as the panel shows them.

    Parameters
    ----------
    claims : iterable of mapping
        Claims in the order of the API: by document, then table order.

    Returns
    -------
    list of dict
        One dict per topic, ``topic`` and ``blocks``; a block holds the claims of one type from
        one section of one document (``type``, ``document``, ``section``, ``claims``).
    """
    known = list(claims)
    topics = []
    for topic, types in TOPICS:
        blocks: dict[tuple[str, str, str], dict[str, Any]] = {}
        for claim in known:
            if claim["type"] in types:
                key = (claim["document"]["id"], claim["section"], claim["type"])
                head = {name: claim[name] for name in ("type", "document", "section")}
                blocks.setdefault(key, {**head, "claims": []})["claims"].append(claim)
        topics.append({"topic": topic, "blocks": list(blocks.values())})
    return topics


def documents_of(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Documents the record of a place cites, in their order of time.

    Parameters
    ----------
    record : mapping
        Body of ``/places/<id>.json``.

    Returns
    -------
    list of dict
        Each document once.
    """
    parts = ("claims", "indicators", "industries", "measures", "relations")
    cited = [row["document"] for part in parts for row in record[part] if row["document"]]
    return sorted({document["id"]: document for document in cited}.values(), key=lambda row: row["sequence"])


def indicator_unit(row: Mapping[str, Any]) -> str:
    """Give the unit of a figure as it follows the value: Chinese close up, English after a space.

    Parameters
    ----------
    row : mapping
        Row of ``indicators`` with ``unit`` and ``unit_en``.

    Returns
    -------
    str
        The unit, empty if the figure has none.
    """
    unit = row[_UNIT_COLUMN[current_lang()]]
    return t("place.unit_after", unit=unit) if unit else ""


def page_url(endpoint: str, **values: Any) -> str:
    """URL of a page that keeps the language.

    Parameters
    ----------
    endpoint : str
        Flask endpoint, e.g. ``pages.place``.
    **values : Any
        Values of the route.

    Returns
    -------
    str
        The URL; the default language is not spelled out.
    """
    if current_lang() != LANGUAGES[0]:
        values["lang"] = current_lang()
    return url_for(endpoint, **values)


def _zone_layers() -> list[dict[str, Any]]:
    """Layers that have an area table, in tree order."""
    atlas = current_atlas()
    entries = [atlas.entry(layer_id) for layer_id in atlas.zone_layers]
    return [{"id": entry.id, "title_zh": entry.title_zh, "title_en": entry.title_en} for entry in entries]


def _documents() -> list[dict[Any, Any]]:
    return current_atlas().tables["documents"].to_dict("records")


def _same_tie(row: Mapping[str, Any]) -> tuple[object, ...]:
    """Key of the relations that can share one line: one kind, from one section, with one note."""
    document = row["document"]["id"] if row["document"] else None
    return (row["direction"], row["relation"], row["basis"], document, row["section"], row["note_zh"])


def _grouped(
    rows: Iterable[Mapping[str, Any]], key: Callable[[Mapping[str, Any]], object]
) -> list[list[Mapping[str, Any]]]:
    """Rows with the same key together, in the order of the first of each."""
    groups: dict[object, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())
