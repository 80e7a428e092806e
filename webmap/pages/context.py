"""What pages share: a blueprint, the names their templates may use, and addresses that keep the language."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec
from urllib.parse import quote, urlencode

from flask import request, url_for

from geo.stats.printed_rows import cell_text
from geo.words import printed_day
from webmap.http.assets import asset_url, styles_url
from webmap.http.current import current_atlas, is_live
from webmap.http.query import is_sharing_mark, strict_blueprint
from webmap.http.ready_answers import ready_page
from webmap.http.responses import today
from webmap.i18n import (
    HTML_LANG,
    LANGUAGES,
    current_lang,
    fixed,
    follows_browser,
    number,
    pick,
    t,
    term,
    unspoken_lang,
)
from webmap.pages.icon import icon_svg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from flask import Flask, Response

P = ParamSpec("P")

#: The blueprint of the map page, the page of a place and the statistics pages.
bp = strict_blueprint("pages")
#: Column of the unit of a figure, by language.
_UNIT_COLUMN = {"zh": "unit", "en": "unit_en"}

#: The pages every page links to: endpoint, key of the title, values of the route.
MAIN_PAGES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("tables.table", "table.title", {"layer": "places"}),
    ("pages.stats", "stats.title", {"zones": "functional_areas"}),
    ("compare.matrix", "compare.title", {}),
    ("pages.documents", "register.documents", {}),
)


def init_app(app: Flask) -> None:
    """Add the names of `template_names` to every template, and tell caches what else decides a page."""
    app.context_processor(template_names)

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
        "t": t,
        "term": term,
        "pick": pick,
        "number": number,
        "fixed": fixed,
        "cell_text": cell_text,
        "lang": lang,
        "unspoken_lang": unspoken_lang(),
        "html_lang": HTML_LANG[lang],
        "other_lang": HTML_LANG[other],
        "lang_url": in_other_language(request.args.items(multi=True)),
        "main_pages": MAIN_PAGES,
        "site_icon": f"data:image/svg+xml,{quote(icon_svg())}",
        "root": request.script_root,
        "live": is_live(),
        "page_url": page_url,
        "asset_url": asset_url,
        "styles_url": styles_url,
        "version": atlas.version,
        "indicator_unit": indicator_unit,
        "printed_day": lambda iso: printed_day(iso, lang),
        "data_date": max((day for day in atlas.tables["documents"]["issued_on"] if day), default=None),
    }


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
        asked = f"{request.url_root} {address} {current_lang()} {unspoken_lang()} {is_live()} {today()}"
        return ready_page(lambda: view(*args, **kwargs), asked)

    return kept_or_written


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
        The URL; the language it has anyway is not spelled out.
    """
    if current_lang() != unspoken_lang():
        values["lang"] = current_lang()
    return url_for(endpoint, **values)


def indicator_unit(row: Mapping[str, Any]) -> str:
    """Return the unit of a figure as it follows the value: Chinese without a space, English after one.

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


def grouped(
    rows: Iterable[Mapping[str, Any]], key: Callable[[Mapping[str, Any]], object]
) -> list[list[Mapping[str, Any]]]:
    """Group rows by a key, in the order of the first of each."""
    groups: dict[object, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())
