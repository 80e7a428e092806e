"""Whether an extract is what the atlas would say now, and which rows have changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from geo.errors import Fault, ParameterError
from geo.extract.statement import LISTS, extract_again, extract_id
from geo.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from geo.atlas.atlas import Atlas

#: Keys of an extract that are compared row by row.
_KEYS = ("schema_version", "id", "version", "as_of", "input", *LISTS)


@dataclass(frozen=True)
class RowChange:
    """A row of which the atlas says something else now.

    Attributes
    ----------
    change : {"added", "gone", "moved", "changed"}
        "moved" is to another of the three lists.
    theme, kind, id : str
    what_zh, what_en : str
    keys : tuple of str
        Of a changed row: what differs.
    """

    change: Literal["added", "gone", "moved", "changed"]
    theme: str
    kind: str
    id: str
    what_zh: str
    what_en: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """What a comparison found.

    Attributes
    ----------
    old, new : dict
        ``id``, ``version`` and ``as_of`` of the extract given and of that of now.
    is_own : bool
        Whether the id of the extract given follows from its input, version and day, as every id we write does.
    changes : tuple of RowChange
        Empty where the atlas says the same.
    """

    old: Mapping[str, str]
    new: Mapping[str, str]
    is_own: bool
    changes: tuple[RowChange, ...]

    @property
    def is_same(self) -> bool:
        """Whether the atlas would say the same now."""
        return self.is_own and not self.changes


def compare_with_now(atlas: Atlas, extract: Any, day: date) -> Comparison:
    """Compare an extract with that of the same input from an atlas, on a day.

    Parameters
    ----------
    atlas : Atlas
    extract : any
        As read from JSON; a stranger may have written it.
    day : datetime.date
        Today, or the day of the extract itself.

    Raises
    ------
    ParameterError
        If it is no extract, or its input is no polygon.
    UnknownPlaceError
        If the atlas has no such place any more.
    """
    old = _require_extract(extract)
    new = extract_again(atlas, old["input"], day)
    before, after = dict(_rows(old)), dict(_rows(new))
    changes = [_change(before.get(key), after.get(key)) for key in {**before, **after}]
    marks = [{key: str(one[key]) for key in ("id", "version", "as_of")} for one in (old, new)]
    own = extract_id(old["input"], str(old["version"]), str(old["as_of"]), str(old["schema_version"])) == old["id"]
    return Comparison(marks[0], marks[1], own, tuple(change for change in changes if change is not None))


def _require_extract(extract: Any) -> Mapping[str, Any]:
    fault = Fault("no extract of this form", f"an object with {', '.join(_KEYS)}", "extract", "give a whole extract")
    if not isinstance(extract, dict) or any(key not in extract for key in _KEYS):
        raise ParameterError(fault)
    given = extract["input"]
    is_input = isinstance(given, dict) and ("place_id" in given or {"geometry", "name_zh", "name_en"} <= set(given))
    lists = [extract[name] for name in LISTS]
    if not is_input or not all(isinstance(rows, list) and all(map(_is_row, rows)) for rows in lists):
        raise ParameterError(fault)
    return extract


def _is_row(row: Any) -> bool:
    return isinstance(row, dict) and all(isinstance(row.get(key), str) for key in ("theme", "kind", "id"))


def _rows(extract: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str, str], dict[str, Any]]]:
    for name in LISTS:
        for row in extract[name]:
            yield (row["theme"], row["kind"], row["id"]), {"list": name, **row}
    yield from _fit_rows(extract.get("fit"))


def _fit_rows(fit: Any) -> Iterator[tuple[tuple[str, str, str], dict[str, Any]]]:
    """Yield the answers of the chapter of a question, and where the site stands; a stranger may have written them."""
    if not isinstance(fit, dict):
        return
    conditions, answers = _listed(fit, "conditions"), _listed(fit, "answers")
    for number, (condition, answer) in enumerate(zip(conditions, answers, strict=False), start=1):
        if isinstance(condition, dict) and isinstance(answer, dict):
            titles = {f"what_{lang}": condition.get(f"title_{lang}") for lang in LANGUAGES}
            key = ("fit", "condition", str(number))
            yield key, {"list": "fit", **dict(zip(("theme", "kind", "id"), key, strict=True)), **titles, **answer}
    key = ("fit", "standing", "0")
    said = {f"what_{lang}": fit.get(f"standing_{lang}") for lang in LANGUAGES}
    yield key, {"list": "fit", **dict(zip(("theme", "kind", "id"), key, strict=True)), **said}


def _listed(fit: Mapping[str, Any], name: str) -> list[Any]:
    rows = fit.get(name)
    return rows if isinstance(rows, list) else []


def _change(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> RowChange | None:
    row = new or old
    if row is None or old == new:
        return None
    if old is None or new is None:
        return _row_change("added" if old is None else "gone", row)
    if old["list"] != new["list"]:
        return _row_change("moved", row)
    return _row_change("changed", row, tuple(key for key in {**old, **new} if old.get(key) != new.get(key)))


def _row_change(
    change: Literal["added", "gone", "moved", "changed"], row: Mapping[str, Any], keys: tuple[str, ...] = ()
) -> RowChange:
    theme, kind, key, zh, en = (str(row.get(name, "")) for name in ("theme", "kind", "id", "what_zh", "what_en"))
    return RowChange(change, theme, kind, key, zh, en, keys)
