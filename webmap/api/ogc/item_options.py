"""The options of a page of features, read into a `FeatureQuery`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.export.collections.cql2_reader import MOST_BYTES, read_filter
from geo.export.collections.cql2_time import read_interval
from geo.export.collections.feature_query import FeatureQuery
from geo.export.collections.served_crs import CRS84, read_crs
from webmap.http.option import Option, choice, whole, word, words
from webmap.http.query import OptionGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_LIMIT, MOST = 1000, 10_000
#: The highest number a page of features may start at.
_FURTHEST = 999_999_999


class Asked(NamedTuple):
    """What is asked of a page of features, and how it is to be written."""

    query: FeatureQuery
    limit: int
    offset: int
    properties: tuple[str, ...] | None
    crs: str
    skip_geometry: bool


def _corners(value: str) -> tuple[float, float, float, float]:
    """Read four or six numbers; of six the heights are passed over, as no feature has one."""
    numbers = [float(part) for part in value.split(",")]
    if len(numbers) not in (4, 6) or not all(map(math.isfinite, numbers)):
        msg = "no box"
        raise ValueError(msg)
    half = len(numbers) // 2
    first, second, third, fourth = numbers[0], numbers[1], numbers[half], numbers[half + 1]
    if second > fourth:
        msg = "no box"
        raise ValueError(msg)
    return first, second, third, fourth


def _crs(name: str, meaning: str) -> Option:
    return Option(meaning, "the URI of a served reference system", lambda value: read_crs(value, name), CRS84)


def _list(kind: str, least: int, most: int | None = None) -> dict[str, Any]:
    return {"type": "array", "items": {"type": kind}, "minItems": least, **({"maxItems": most} if most else {})}


_BBOX = Option(
    "Keeps what touches this box, in bbox-crs; west is greater than east across the antimeridian.",
    "four numbers, or six with heights: west,south,east,north",
    _corners,
    None,
    _list("number", 4, 6),
)
_DATETIME = Option(
    "Keeps what documents named by then; what no document names matches every time.",
    "a time, or two with a slash between, one of which may be ..",
    read_interval,
)

OPTIONS: Mapping[str, Option] = {
    # The standard asks to cut a limit that is too high, and not to refuse it.
    "limit": whole(MOST, "Features of one page.", least=1, default=DEFAULT_LIMIT, clamp=True),
    "offset": whole(_FURTHEST, "Features to leave out at the beginning.", default=0),
    "bbox": _BBOX,
    "bbox-crs": _crs("bbox-crs", "Reference system of bbox."),
    "crs": _crs("crs", "Reference system of the coordinates, in the order of its axes."),
    "datetime": _DATETIME,
    "ids": words("Keeps the features with these ids."),
    "kind": words("Keeps the features of these kinds."),
    "grade": words("Keeps the features whose shape has one of these grades."),
    "filter": word(MOST_BYTES, "A condition in CQL2.", default=None),
    "filter-lang": choice(("cql2-text", "cql2-json"), "Encoding of the filter."),
    "filter-crs": _crs("filter-crs", "Reference system of the shapes in the filter."),
    "sortby": words("Properties to sort by; one with a minus before it downwards."),
    "properties": words("Properties of the answer; without it all."),
    "skipGeometry": choice(("false", "true"), "Leaves shapes out."),
}


def _asked(values: dict[str, Any]) -> Asked:
    condition = values["filter"]
    query = FeatureQuery(
        bbox=values["bbox"],
        bbox_crs=values["bbox-crs"],
        interval=values["datetime"],
        ids=frozenset(values["ids"]),
        kinds=frozenset(values["kind"]),
        grades=frozenset(values["grade"]),
        condition=None if condition is None else read_filter(condition, values["filter-lang"]),
        filter_crs=values["filter-crs"],
        order=tuple((one.lstrip("+-").strip(), one.startswith("-")) for one in values["sortby"]),
    )
    properties = values["properties"] or None
    return Asked(query, values["limit"], values["offset"], properties, values["crs"], values["skipGeometry"] == "true")


#: All options of a page of features, as an `Asked` under the name ``asked``.
ITEMS = OptionGroup("asked", OPTIONS, _asked)
#: Those of one feature.
ITEM_CRS = {"crs": OPTIONS["crs"]}
