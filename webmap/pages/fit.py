"""Which parks fit: a form of conditions, every answer with its evidence, readable without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from flask import render_template, request

from geo.documents import validity
from geo.registers.fit.answer import answer, condition_record
from geo.registers.fit.conditions import AMOUNTS, ANY, MOST_WEIGHT, Condition
from geo.registers.fit.question import FIELDS, fields_of, query_of
from geo.screen.places_picture import places_picture
from webmap.http.current import current_atlas
from webmap.http.fit_options import FIT
from webmap.http.query import is_sharing_mark, page_options, strict_blueprint
from webmap.http.shared_options import AS_OF
from webmap.i18n import pick, term
from webmap.pages.context import kept_page, page_url

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from geo import Atlas

bp = strict_blueprint("fit")

#: Questions to begin with: name, and the conditions.
EXAMPLES: tuple[tuple[str, tuple[Condition, ...]], ...] = (
    (
        "chips",
        (
            Condition("industry", "ind-ic", must=True, weight=3),
            Condition("area", "500", weight=2),
            Condition("station", "10", weight=2),
            Condition("measures", ANY, weight=1),
        ),
    ),
    (
        "aircraft",
        (
            Condition("industry", "ind-aviation", must=True, weight=3),
            Condition("airport", "15", weight=2),
            Condition("motorway", "5", weight=1),
        ),
    ),
    (
        "medicine",
        (
            Condition("industry", "ind-biomed", must=True, weight=3),
            Condition("area", "100", weight=1),
            Condition("motorway", "8", weight=1),
            Condition("document", "parks-2021", weight=1),
        ),
    ),
)
#: Pixels of the picture two numbers keep apart, and the last rank that is numbered.
_APART, _LAST = 22, 9


@bp.get("/fit", endpoint="parks")
@page_options(FIT, as_of=AS_OF)
@kept_page
def fit_page(conditions: tuple[Condition, ...], as_of: date | None) -> str:
    """Return the form of conditions, and which places fit them, each row with its evidence."""
    atlas = validity.as_of(current_atlas(), as_of)
    found = answer(atlas, conditions)
    given = fields_of(conditions)
    return render_template(
        "fit.html",
        found=found,
        fields=[(name, given.get(name, Condition(kind, ""))) for name, kind in FIELDS.items()],
        choices=_choices(atlas),
        amounts=AMOUNTS,
        weights=range(MOST_WEIGHT + 1),
        examples=[] if conditions else _examples(atlas),
        picture=_picture(atlas, found),
        on_map=_on_map(found),
        names={row["place"]["id"]: row["place"] for row in [*found["places"], *found["left_out"]]},
        dropped=[
            (found["conditions"][one["condition"]], one["count"], _without(conditions, one)) for one in found["without"]
        ],
        query=_query(conditions),
    )


def address(conditions: Sequence[Condition]) -> str:
    """Return the address of a question on the page."""
    return page_url("fit.parks", **query_of(conditions))


def _query(conditions: Sequence[Condition]) -> str:
    """Return what the files of a question take behind their address: question, day and language."""
    kept = {name: value for name in ("as_of", "lang") if (value := request.args.get(name))}
    asked = urlencode({**query_of(conditions), **kept})
    return f"?{asked}" if asked else ""


def example_address(atlas: Atlas) -> str | None:
    """Return the address of the first example the atlas can answer; None without one."""
    return next((address(conditions) for _, conditions in _answerable(atlas)), None)


def _without(conditions: Sequence[Condition], dropped: Mapping[str, int]) -> str:
    return address([one for at, one in enumerate(conditions) if at != dropped["condition"]])


def _answerable(atlas: Atlas) -> list[tuple[str, tuple[Condition, ...]]]:
    """List the examples whose industries and documents the atlas has."""
    known = {*atlas.tables["industries"]["industry_id"], *atlas.tables["documents"]["doc_id"]}
    return [
        (name, conditions)
        for name, conditions in EXAMPLES
        if all(one.value in known for one in conditions if one.kind in ("industry", "document"))
    ]


def _examples(atlas: Atlas) -> list[dict[str, Any]]:
    return [
        {
            "title": term("fit_example", name),
            "conditions": [condition_record(atlas, one) for one in conditions],
            "address": address(conditions),
        }
        for name, conditions in _answerable(atlas)
    ]


def _choices(atlas: Atlas) -> dict[str, list[tuple[str, str]]]:
    """List what the lists of the form offer, with their words."""
    industries: list[Any] = atlas.tables["industries"].drop_duplicates("industry_id").to_dict("records")
    themes = dict.fromkeys(atlas.tables["measures"]["theme"])
    documents: list[Any] = atlas.tables["documents"].to_dict("records")
    return {
        "industry": [(row["industry_id"], pick(row, "name")) for row in industries],
        "measures": [(ANY, term("fit", "any_theme")), *((one, term("theme", one)) for one in themes)],
        "document": [(row["doc_id"], pick(row, "short")) for row in documents],
    }


def _picture(atlas: Atlas, found: Mapping[str, Any]) -> dict[str, Any] | None:
    """Compute the picture of the ranked places, with the first ranks where there is room for their number."""
    ranks = {row["place"]["id"]: row["rank"] for row in found["places"]}
    picture = places_picture(atlas, ranks)
    if picture is None:
        return None
    at = {part["id"]: (part["x"], part["y"]) for part in picture["parts"]}
    numbers: list[dict[str, Any]] = []
    for place, rank in ranks.items():
        x, y = at.get(place, (None, None))
        if x is not None and rank <= _LAST and all(abs(one["x"] - x) + abs(one["y"] - y) > _APART for one in numbers):
            numbers.append({"rank": rank, "x": x, "y": y})
    return {**picture, "numbers": numbers}


def _on_map(found: Mapping[str, Any]) -> str | None:
    """Return the address of the map with the answers to this question, None before one is asked."""
    if not found["conditions"]:
        return None
    asked = [(name, value) for name, value in request.args.items() if name != "lang" and not is_sharing_mark(name)]
    return f"{page_url('pages.index')}#fit={quote(urlencode(asked), safe='')}"
