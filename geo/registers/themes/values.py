"""What each theme reads of a place: a number or a word, how it is written, and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo import words
from geo.atlas.cells import none_if_missing, split_list
from geo.atlas.per_atlas import per_atlas
from geo.places.filter import documents_by_place
from geo.places.sourced_rows import source_of
from geo.registers.register import counted, figure_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from geo.atlas.atlas import Atlas

Pair = tuple[str, str]

#: What is said of an industry in a place, the strongest first, and what counts as said indirectly: of several places
#: together, of land kept for later, or by our reading.
WEIGHTS = ("leading", "featured", "nurtured", "named", "indirect")
_INDIRECT = ("joint", "reserved", "reading")
_ORDER = (*WEIGHTS[:-1], *_INDIRECT)
#: Answers of the theme of drawn and stated areas.
DIFFERENCES = ("less", "within", "more", "as_stated")
GRADES = ("A", "B", "C")
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)(%?)")


@dataclass(frozen=True)
class Value:
    """The answer for one place.

    Attributes
    ----------
    place_id : str
    answer : float or str
        A number, or the id of a word.
    text : (str, str)
        The answer as it is written, in Chinese and English.
    sources : tuple of dict
        Rows with ``document``, ``section``, its citation and the id of a statement.
    note : (str, str)
        What it rests on besides; empty if on the sources alone.
    label : (str, str)
        Of a word that stands in no list of words: its name as a class.
    """

    place_id: str
    answer: float | str
    text: Pair
    sources: tuple[dict[str, Any], ...] = ()
    note: Pair = ("", "")
    label: Pair = ("", "")


def document_counts(atlas: Atlas) -> list[Value]:
    """Count the documents that speak of each place; each is shown by its first statement."""
    rows = [row for table in ("claims", "annex_parks") for row in counted(atlas, table, None).to_dict("records")]
    first: dict[tuple[str, str], dict[Any, Any]] = {}
    for row in rows:
        first.setdefault((row["place_id"], row["doc_id"]), row)
    known = documents_by_place(atlas)
    order = list(atlas.tables["documents"]["doc_id"])
    out = []
    for place in atlas.places.index:
        documents = known.get(place, set())
        if documents:
            ids = [doc_id for doc_id in order if doc_id in documents]
            sources = tuple(_source(atlas, first[place, doc_id]) for doc_id in ids)
            out.append(Value(place, float(len(documents)), words.both("theme_text.documents", n=len(ids)), sources))
    return out


def industry_weights(atlas: Atlas, industry_id: str) -> list[Value]:
    """Weigh an industry in each place by the strongest word a document uses for the place itself.

    What is said of a larger place is not passed on to those within it.
    """
    said: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for row in _rows(atlas, "industry_places", "industry_id", industry_id):
        weight = row["basis"] if row["basis"] == "reading" else row.get("told") or "named"
        said.setdefault(row["place_id"], []).append((str(weight), _source(atlas, row)))
    names = {row["name_zh"] for row in _rows(atlas, "industries", "industry_id", industry_id)}
    for row in _claims_with_role(atlas):
        if names & set(split_list(row["term_zh"])):
            said.setdefault(row["place_id"], []).append((row["role"], _source(atlas, row)))
    return [_weighed(place, found) for place, found in said.items()]


@per_atlas
def _claims_with_role(atlas: Atlas) -> list[dict[Any, Any]]:
    claims = counted(atlas, "claims", None)
    return claims[claims["role"].isin(WEIGHTS)].to_dict("records")


def _weighed(place: str, found: list[tuple[str, dict[str, Any]]]) -> Value:
    best = min((weight for weight, _ in found), key=_ORDER.index)
    strongest_first = sorted(found, key=lambda one: _ORDER.index(one[0]))
    answer = "indirect" if best in _INDIRECT else best
    return Value(place, answer, words.both(f"theme_class.{best}"), tuple(source for _, source in strongest_first))


def grades(atlas: Atlas) -> list[Value]:
    """Return the grade of the boundary of each place that is drawn."""
    drawn = atlas.features[atlas.features.geometry.notna()]
    return [
        Value(str(place), row["grade"], words.both(f"theme_class.{row['grade']}"), note=_both(row, "reference"))
        for place, row in drawn.iterrows()
    ]


def differences(atlas: Atlas) -> list[Value]:
    """Compare the area drawn with the area stated, within the uncertainty of the line.

    A shape drawn to the stated figure proves nothing and is an answer of its own.
    """
    known = atlas.features[atlas.features["stated_area_km2"].notna()]
    return [_difference(str(place), row) for place, row in known.iterrows()]


def _difference(place: str, row: Mapping[Any, Any]) -> Value:
    difference, bound = none_if_missing(row["difference_km2"]), none_if_missing(row["uncertainty_km2"])
    note = _both(row, "stated_area_source")
    if difference is None:
        return Value(place, "as_stated", words.both("theme_class.as_stated"), note=note)
    sign = "−" if difference < 0 else "+"
    text = f"{sign}{abs(difference):,.2f} km²" + (f" (± {bound:,.2f})" if bound is not None else "")
    answer = "within" if abs(difference) <= (bound or 0.0) else "less" if difference < 0 else "more"
    return Value(place, answer, (text, text), note=note)


def figure_values(atlas: Atlas, rows: Iterable[Mapping[str, Any]]) -> list[Value]:
    """Return a figure of the documents for each place it is measured over.

    Parameters
    ----------
    atlas : Atlas
    rows : iterable of dict
        Of the register of figures: one name, one unit, one year.

    Returns
    -------
    list of Value
        Numbers if all are numbers of one unit, else words as printed. Of documents that differ, all are named.
    """
    over: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        for place in row["measured_over"]:
            over.setdefault(place, []).append(row)
    numbers = {place: _agreed_number(found) for place, found in over.items()}
    plain = all(number is not None for number in numbers.values())
    return [_figure(place, found, numbers[place] if plain else None) for place, found in over.items()]


def _figure(place: str, rows: list[Mapping[str, Any]], number: float | None) -> Value:
    text, label = _pair(rows, _with_qualifier), _pair(rows, figure_text)
    keys = ("document", "section", "citation_zh", "citation_en", "indicator_id")
    sources = tuple({key: row[key] for key in keys} for row in rows)
    return Value(place, label[0] if number is None else number, text, sources, label=label)


def _pair(rows: Iterable[Mapping[str, Any]], write: Callable[[Mapping[str, Any], str], str]) -> Pair:
    """Write all figures in both languages, equal ones once."""
    zh, en = (" / ".join(dict.fromkeys(write(row, lang) for row in rows)) for lang in words.LANGUAGES)
    return zh, en


def _with_qualifier(row: Mapping[str, Any], lang: str) -> str:
    return " ".join(part for part in (figure_text(row, lang), row[f"qualifier_{lang}"]) if part)


def _agreed_number(rows: Iterable[Mapping[str, Any]]) -> float | None:
    """Return the one number of figures; None if it is a word, or they differ."""
    found = {number_of(str(row["value"])) for row in rows}
    return found.pop() if len(found) == 1 else None


def number_of(text: str) -> float | None:
    """Return a figure as a number: 6% is 6; None for words, ranges and shares such as 1/3."""
    match = _NUMBER.fullmatch(text.replace(",", ""))
    return float(match[1]) if match else None


def _rows(atlas: Atlas, table: str, key: str, value: str) -> list[dict[Any, Any]]:
    return _rows_by(atlas, table, key).get(value, [])


@per_atlas
def _rows_by(atlas: Atlas, table: str, key: str) -> dict[str, list[dict[Any, Any]]]:
    """Return the rows of a table by the text in a column, in the order of the documents."""
    out: dict[str, list[dict[Any, Any]]] = {}
    for row in counted(atlas, table, None).to_dict("records"):
        out.setdefault(str(row[key]), []).append(row)
    return out


def _source(atlas: Atlas, row: Mapping[Any, Any]) -> dict[str, Any]:
    return {**source_of(atlas, row), **{key: row[key] for key in ("claim_id",) if key in row}}


def _both(row: Mapping[Any, Any], key: str) -> Pair:
    zh, en = (none_if_missing(row[f"{key}_{lang}"]) or "" for lang in words.LANGUAGES)
    return str(zh), str(en)
