"""What pages share: a blueprint, the names their templates may use, and addresses that keep the language."""

from __future__ import annotations

from functools import partial, wraps
from threading import Lock
from typing import TYPE_CHECKING, Any, ParamSpec
from urllib.parse import quote, urlencode

from cachetools import LRUCache
from flask import request, url_for

from geo.atlas.cells import split_list
from geo.atlas.per_atlas import per_atlas
from geo.documents.statements import STATEMENT_IDS
from geo.stats.printed_rows import cell_text
from geo.words import printed_day
from webmap.http.assets import asset_url, styles_url
from webmap.http.current import current_atlas, is_live, is_stale
from webmap.http.json_links import data_address
from webmap.http.query import is_sharing_mark, strict_blueprint, takes
from webmap.http.ready_answers import ready_page
from webmap.http.responses import today
from webmap.i18n import (
    HTML_LANG,
    LANGUAGES,
    current_lang,
    follows_browser,
    number,
    pick,
    t,
    term,
    unspoken_lang,
)
from webmap.map.icon import icon_svg

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from flask import Flask, Response

    from geo import Atlas

P = ParamSpec("P")

#: The blueprint of the map page, the page of a place and the statistics pages.
bp = strict_blueprint("pages")

#: Option of pages that answer as of a day.
_AS_OF = "as_of"
#: Parts of pages that are kept, of some 20 kB.
_MOST_PARTS = 100
#: Key of the WSGI environment with the addresses of pages this answer has named: a page repeats most of them.
_NAMED = "lingang.page_urls"

#: The pages every page links to: endpoint, key of the title, values of the route.
MAIN_PAGES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("fit.parks", "fit.title", {}),
    ("tables.table", "table.title", {"layer": "places"}),
    ("pages.stats", "stats.title", {"zones": "functional_areas"}),
    ("compare.matrix", "compare.title", {}),
    ("pages.documents", "register.documents", {}),
)


def init_app(app: Flask) -> None:
    """Add the names of `template_names` to every template, and tell caches what else decides a page."""
    app.context_processor(template_names)
    app.add_template_filter(capital)

    @app.after_request
    def name_language(response: Response) -> Response:
        if follows_browser():
            response.vary.add("Accept-Language")
        return response


def template_names() -> dict[str, Any]:
    """Return the names every template may use.

    Returns
    -------
    dict
        Translation helpers, number formats, addresses, and the language of the request.
    """
    lang, other = current_lang(), other_lang()
    atlas = current_atlas()
    return {
        # A page looks up thousands of words, all in one language.
        "t": partial(t, lang=lang),
        "term": partial(term, lang=lang),
        "pick": partial(pick, lang=lang),
        "number": number,
        "cell_text": cell_text,
        "lang": lang,
        "unspoken_lang": unspoken_lang(),
        "html_lang": HTML_LANG[lang],
        "other_lang": HTML_LANG[other],
        "data_url": data_address(),
        "lang_url": in_other_language(request.args.items(multi=True)),
        "main_pages": main_pages(),
        "site_icon": f"data:image/svg+xml,{quote(icon_svg())}",
        "root": request.script_root,
        "live": is_live(),
        "stale": is_stale(),
        "page_url": page_url,
        "kept_part": kept_part,
        "asset_url": asset_url,
        "styles_url": styles_url,
        "version": atlas.version,
        "source_url": source_url,
        "printed_figure": printed_figure,
        "day_asked": request.args.get(_AS_OF) if takes(request.endpoint, _AS_OF) else None,
        "printed_day": lambda iso: printed_day(iso, lang),
        "data_date": max((day for day in atlas.tables["documents"]["issued_on"] if day), default=None),
    }


def main_pages() -> list[tuple[str, str, dict[str, str]]]:
    """List the pages every page links to; a question needs the service, so the static site has no page for it."""
    return [page for page in MAIN_PAGES if is_live() or page[0] != "fit.parks"]


def capital(text: str) -> str:
    """Return a text that begins with a capital letter; unlike the filter of Jinja it leaves the other letters alone."""
    return text[:1].upper() + text[1:]


def other_lang() -> str:
    """Return the language the page is not in."""
    return next(code for code in LANGUAGES if code != current_lang())


def in_other_language(query: Iterable[tuple[str, str]]) -> str:
    """Return the address of this page in the other language, with its filters."""
    kept = [(name, value) for name, value in query if name != "lang" and not is_sharing_mark(name)]
    if other_lang() != unspoken_lang():
        kept.append(("lang", other_lang()))
    return f"{request.script_root}{request.path}{'?' if kept else ''}{urlencode(kept)}"


def kept_page(view: Callable[P, str]) -> Callable[P, Response]:
    """Keep the page a view writes, see `webmap.http.ready_answers.ready_page`.

    The page may depend on the data, its address without what messengers add, its language, its form (`is_live`), and
    the day.
    """

    @wraps(view)
    def kept_or_written(*args: P.args, **kwargs: P.kwargs) -> Response:
        address = in_other_language(request.args.items(multi=True))
        # Links leave out the language nobody spoke of, and some name the host.
        asked = f"{request.url_root} {address} {current_lang()} {unspoken_lang()} {is_live()} {is_stale()} {today()}"
        return ready_page(lambda: view(*args, **kwargs), asked)

    return kept_or_written


def kept_part(*key: Hashable, caller: Callable[[], str]) -> str:
    """Return a part of a page that many pages have, written when the first of them is.

    Parameters
    ----------
    *key : hashable
        What decides the part, besides the data, the address, the language and the day.
    caller : callable
        Writes the part: the body of a ``call`` block.

    Returns
    -------
    str
    """
    request_of = (request.endpoint, request.url_root, request.args.get(_AS_OF), is_live(), today())
    return _kept_parts(current_atlas()).get((*key, *request_of, current_lang(), unspoken_lang()), caller)


class _KeptParts:
    """The parts asked for last; all threads share them."""

    def __init__(self) -> None:
        self._kept: LRUCache[Hashable, str] = LRUCache(_MOST_PARTS)
        self._lock = Lock()

    def get(self, key: Hashable, write: Callable[[], str]) -> str:
        with self._lock:
            known = self._kept.get(key)
        if known is None:
            known = write()
            with self._lock:
                self._kept[key] = known
        return known


@per_atlas
def _kept_parts(atlas: Atlas) -> _KeptParts:
    return _KeptParts()


def page_url(endpoint: str, **values: Any) -> str:
    """Return the URL of a page, in the language of this one.

    Parameters
    ----------
    endpoint : str
        Flask endpoint, e.g. ``pages.place``.
    **values : Any
        Values of the route.

    Returns
    -------
    str
        The URL; the language it has anyway is not spelled out, and the day the page answers for is kept.
    """
    named: dict[object, str] = request.environ.setdefault(_NAMED, {})
    key = (endpoint, *sorted(values.items()))
    if key not in named:
        named[key] = _page_url(endpoint, values)
    return named[key]


def _page_url(endpoint: str, values: dict[str, Any]) -> str:
    if _AS_OF in request.args and all(takes(page, _AS_OF) for page in (endpoint, request.endpoint)):
        values.setdefault(_AS_OF, request.args[_AS_OF])
    if current_lang() != unspoken_lang():
        values["lang"] = current_lang()
    return url_for(endpoint, **values)


def source_url(row: Mapping[str, Any]) -> str:
    """Return the address of the place a row rests on.

    Parameters
    ----------
    row : mapping
        With ``document``, ``section`` (a code, or a ``;`` list) and the id of a statement, if it is one.

    Returns
    -------
    str
        The page of the passage; in the static site the section on the page of the document, and without a section the
        page of the document.
    """
    doc_id, sections = row["document"]["id"], split_list(row["section"] or "")
    if not sections or not is_live():
        part = f"#{quote(sections[0])}" if sections else ""
        return page_url("pages.document_page", doc_id=doc_id) + part
    statement = next(({"table": table, "id": row[key]} for key, table in STATEMENT_IDS.items() if row.get(key)), {})
    section = {} if statement and len(sections) > 1 else {"section": sections[0]}
    return page_url("pages.passage_page", doc_id=doc_id, **section, **statement)


def printed_figure(row: Mapping[str, Any]) -> str:
    """Return a figure with its unit: in Chinese as it is printed, in English as English writes it.

    Parameters
    ----------
    row : mapping
        Row of ``indicators`` with ``value``, ``value_en`` and ``unit``.
    """
    return {"zh": f"{row['value']}{row['unit'] or ''}", "en": str(row["value_en"])}[current_lang()]


def grouped(
    rows: Iterable[Mapping[str, Any]], key: Callable[[Mapping[str, Any]], object]
) -> list[list[Mapping[str, Any]]]:
    """Group rows by a key, in the order of the first of each."""
    groups: dict[object, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())
