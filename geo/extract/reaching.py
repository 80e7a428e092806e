"""Which subjects reach a site, through which of its places, and what is said of each then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from geo import words
from geo.atlas.rows_by_id import rows_of
from geo.extract.kept_row import KeptRow, extended, json_text
from geo.extract.reach import Reach
from geo.extract.subjects import known_day, subjects
from geo.extract.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from geo.atlas.atlas import Atlas
    from geo.extract.subjects import Subject

#: Decimal places: a square metre, a millionth of the site, a decimetre.
_DECIMALS = {"area_km2": 6, "area_pm_km2": 6, "length_km": 6, "share_of_site": 6, "share_pm": 6, "distance_m": 1}
_RANK = {"inside": 0, "partly": 1, "cannot_be_told": 2}
#: What the answer on a site leaves out of a row: an extract has it.
_EXTRACT_ONLY = frozenset(f"{name}_{lang}" for name in ("status", "term", "office") for lang in words.LANGUAGES)


class _Where(NamedTuple):
    """Through which places a subject reaches a site, and the same as JSON."""

    said: dict[str, Any]
    text: str


class Reaching:
    """The subjects that reach a site.

    Parameters
    ----------
    atlas : Atlas
    reach : mapping of str to Reach
        Of the account of the site.
    inherited : mapping of str to str
        Id of a subject that a place inherits -> the place through which it applies.
    """

    def __init__(self, atlas: Atlas, reach: Mapping[str, Reach], inherited: Mapping[str, str]) -> None:
        self._atlas, self._reach, self._inherited = atlas, reach, inherited
        self._known: dict[tuple[str, ...], _Where] = {}

    def rows(self, subject: Subject) -> list[KeptRow]:
        """Return a subject and its statements as they reach the site; empty if they do not."""
        ids = tuple(place for place in subject.place_ids if place in self._reach)
        if ids:
            where = self._known.get(ids) or self._known.setdefault(ids, self._where([self._reach[one] for one in ids]))
        elif through := self._inherited.get(str(subject.row["id"])):
            where = self._where([Reach(through, "inside")])
        else:
            return []
        return [extended(row, *where) for row in (subject.row, *subject.statements)]

    def _where(self, reached: list[Reach]) -> _Where:
        reached = sorted(reached, key=lambda one: (_RANK[one.verdict], -round(one.share_of_site or 0.0, 9)))
        first = {key: _rounded(key, getattr(reached[0], key)) for key in ("verdict", "share_of_site", "share_pm")}
        said = {"places": [_place(self._atlas, one) for one in reached], **first}
        return _Where(said, json_text(said))


def statements_by_theme(atlas: Atlas, reach: Mapping[str, Reach], day: date) -> list[dict[str, Any]]:
    """List the statements that reach a site, by theme: industries, targets, measures, land rules.

    Parameters
    ----------
    atlas : Atlas
    reach : mapping of str to Reach
        Of the account of the site.
    day : datetime.date
        It tells which terms have passed.

    Returns
    -------
    list of dict
        ``theme``, ``title_zh``, ``title_en``, ``count`` and ``rows``: each as in an extract, without status, term and
        office.
    """
    rows: dict[str, list[dict[str, Any]]] = {theme.id: [] for theme in THEMES if theme.holds == "statements"}
    for subject, row in _statements(atlas, reach, day):
        rows[subject.theme].append({key: value for key, value in row.items() if key not in _EXTRACT_ONLY})
    titles = {theme.id: {f"title_{lang}": theme.title(lang) for lang in words.LANGUAGES} for theme in THEMES}
    return [{"theme": theme, **titles[theme], "count": len(found), "rows": found} for theme, found in rows.items()]


def _statements(atlas: Atlas, reach: Mapping[str, Reach], day: date) -> Iterator[tuple[Subject, KeptRow]]:
    reaching = Reaching(atlas, reach, {})
    for subject in subjects(atlas, known_day(atlas, day)):
        if subject.row["kind"] != "place":
            yield from ((subject, row) for row in reaching.rows(subject))


def _place(atlas: Atlas, reach: Reach) -> dict[str, Any]:
    figures = {key: _rounded(key, value) for key, value in vars(reach).items() if key != "place_id"}
    (place,) = rows_of(atlas, "places", "place_id", reach.place_id)
    return {"id": reach.place_id, "name_zh": place["name_zh"], "name_en": place["name_en"], **figures}


def _rounded(key: str, value: Any) -> Any:
    return round(value, _DECIMALS[key]) if key in _DECIMALS and value is not None else value
