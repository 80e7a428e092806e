"""The search: JSON for the search box of the map, a page for those who have no JavaScript and for all hits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, json, render_template

from geo.documents import validity
from geo.places.filter import fold_for_search
from geo.places.search import search
from webmap.http.current import current_atlas
from webmap.http.option import text, whole
from webmap.http.query import page_options, strict_blueprint
from webmap.http.ready_answers import ready
from webmap.http.responses import wants_page
from webmap.http.shared_options import AS_OF
from webmap.i18n import LANGUAGES, current_lang
from webmap.pages.context import page_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

bp = strict_blueprint("search")
#: Hits of a group a reader may ask for: as good as all.
MOST = 500


@bp.get("/search")
@page_options(
    q=text("What to look for; the first 60 characters count."),
    most=whole(MOST, "Hits of each group to show; without it 30 places, 6 industries, 8 of the others.", least=1),
    as_of=AS_OF,
)
def find(q: str, most: int | None, as_of: date | None) -> Response:
    """Return what a text may mean, group by group: a page for a browser, JSON for a program.

    Groups are coordinates, places, land and water, industries, documents, statements, measures, land rules, figures and
    industry links.
    """
    then = validity.as_of(current_atlas(), as_of)

    def found() -> dict[str, Any]:
        return {**search(then, q, most=most), "as_of": as_of and as_of.isoformat()}

    if wants_page():
        helpers = {"pieces": pieces, "excerpts_of": excerpts_of, "name": name, "again": again}
        page = render_template("search.html", found=found(), most=MOST, **helpers)
        response = Response(page, mimetype="text/html")
    else:
        response = ready(lambda: json.dumps(found()), "application/json", f"search-{most}-{q}-{as_of}")
    response.vary.add("Accept")
    return response


def again(**query: Any) -> str:
    """Return the URL of this page for another query."""
    return page_url(f"{bp.name}.{find.__name__}", **query)


def pieces(excerpt: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield the text of an excerpt piece by piece, and whether the piece is a hit."""
    done = 0
    for start, end in excerpt["marks"]:
        yield excerpt["text"][done:start], False
        yield excerpt["text"][start:end], True
        done = end
    yield excerpt["text"][done:], False


def excerpts_of(row: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the excerpts to show, each with its language: that of the page, then the one that holds the hit."""
    own = current_lang()
    other = next(lang for lang in LANGUAGES if lang != own)
    shown = [own] if row[f"excerpt_{own}"]["text"] else []
    if not shown or (row[f"excerpt_{other}"]["marks"] and not row[f"excerpt_{own}"]["marks"]):
        shown.append(other)
    return [(lang, row[f"excerpt_{lang}"]) for lang in shown]


def name(shown: str, query: str) -> dict[str, Any]:
    """Return a name as an excerpt, with the query marked where it stands in it as it was typed."""
    at = shown.casefold().find(query.casefold()) if fold_for_search(query) else -1
    return {"text": shown, "marks": [] if at < 0 else [[at, at + len(query)]]}
