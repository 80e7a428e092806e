"""What documents say as answers: industries, words, measures, documents.

The grades of a statement are ``named`` (it names the place) and ``reserved`` (land is kept there for it), which are
yes; ``joint`` (said of several places together), ``reading`` (the tie is ours) and ``parent`` (said of a place it
belongs to), which are unknown. Nothing said is unknown too: that a document is silent is no statement. A parent's
statement is shown and never scored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import split_list
from geo.atlas.rows_by_id import rows_of
from geo.places.filter import fold_for_search, purposes
from geo.places.inherited import holders, inherited_measures
from geo.places.sourced_rows import source_of
from geo.places.ties import documents_naming
from geo.registers.fit.answers import Answer, Verdict
from geo.registers.fit.conditions import ANY
from geo.words import LANGUAGES, both

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from geo.atlas.atlas import Atlas
    from geo.registers.fit.conditions import Condition

    #: The parent something is said of, what is shown of it, and how much there is.
    _Above = tuple[str | None, list[dict[str, Any]], int]

#: Grades from the firmest down; the first two are yes.
GRADES = ("named", "reserved", "joint", "reading", "parent")
_YES = GRADES[:2]
#: Statements on a parent an answer shows.
MOST_ABOVE = 3


def industry(atlas: Atlas, place_id: str, condition: Condition) -> Answer:
    """Tell whether documents place an industry here."""
    return _own_or_above(atlas, "industry", place_id, lambda one: _of_industry(atlas, one, condition.value))


def about(atlas: Atlas, place_id: str, condition: Condition) -> Answer:
    """Tell whether a purpose of the place, or what an industry is made of there, has some words in it."""
    return _own_or_above(atlas, "about", place_id, lambda one: _of_words(atlas, one, condition.value))


def measures(atlas: Atlas, place_id: str, condition: Condition) -> Answer:
    """Tell whether a measure bears on the place itself, on a theme or on any."""
    own = _measures_at(atlas, place_id, condition.value)
    inherited = [one for one in inherited_measures(atlas, place_id) if _has_theme(atlas, one[0], condition.value)]
    holder = inherited[0][1] if inherited else None
    nearest = [measure for measure, through in inherited if through == holder]
    shown = [_of_measure(atlas, measure, "parent") for measure in nearest[:MOST_ABOVE]]
    return _graded(atlas, "measures", own, (holder, shown, len(nearest)))


def document(atlas: Atlas, place_id: str, condition: Condition) -> Answer:
    """Tell whether a document names the place. Here silence is an answer: every naming is in the tables."""
    values = _document_value(atlas, condition.value)
    if condition.value not in documents_naming(atlas, place_id):
        return Answer("no", "document_no", values=values)
    shown = _claims_of(atlas, place_id, condition.value)[:1]
    return Answer("yes", "document_yes", values=values, evidence=tuple(shown))


def of_site(atlas: Atlas, lies_in: Sequence[str], condition: Condition) -> Answer:
    """Tell what is said of the nearest place a drawn site lies in; it is shown and never scored.

    Parameters
    ----------
    atlas : Atlas
    lies_in : sequence of str
        Places, the nearest first; the city as a whole says nothing.
    condition : Condition
        Of an industry, words, measures or a document.
    """
    for place in lies_in:
        rows = _AT[condition.kind](atlas, place, condition.value) if atlas.places.at[place, "parent_id"] else []
        if rows:
            shown = tuple({**row, "grade": "parent"} for row in rows[:MOST_ABOVE])
            values = {"place": (atlas.name_of(place, "zh"), atlas.name_of(place, "en")), "count": len(rows)}
            rule = f"{condition.kind}_within"
            return Answer("unknown", rule, told=False, values=values, grade="parent", evidence=shown)
    if condition.kind == "document":
        return Answer("no", "document_no", values=_document_value(atlas, condition.value))
    return Answer("unknown", f"{condition.kind}_none", told=False)


def _own_or_above(atlas: Atlas, kind: str, place_id: str, rows: Callable[[str], Sequence[dict[str, Any]]]) -> Answer:
    own = rows(place_id)
    return _graded(atlas, kind, own, (None, [], 0) if own else _said_above(atlas, place_id, rows))


def _graded(atlas: Atlas, kind: str, own: Sequence[dict[str, Any]], above: _Above) -> Answer:
    """Make the answer of evidence on the place itself, or of its nearest parent where there is none."""
    if own:
        rows = sorted(own, key=lambda row: GRADES.index(row["grade"]))
        grade = rows[0]["grade"]
        verdict: Verdict = "yes" if grade in _YES else "unknown"
        values = {"count": sum(row["grade"] == grade for row in rows)}
        return Answer(verdict, f"{kind}_{grade}", values=values, grade=grade, evidence=tuple(rows))
    holder, shown, count = above
    if holder is None:
        return Answer("unknown", f"{kind}_none", told=False)
    name = (atlas.name_of(holder, "zh"), atlas.name_of(holder, "en"))
    values = {"place": name, "count": count}
    return Answer("unknown", f"{kind}_parent", told=False, values=values, grade="parent", evidence=tuple(shown))


def _said_above(atlas: Atlas, place_id: str, rows: Callable[[str], Sequence[dict[str, Any]]]) -> _Above:
    """Return what is said of the nearest place above it of which anything is; the city as a whole says nothing."""
    for holder in holders(atlas, place_id):
        said = rows(holder) if atlas.places.at[holder, "parent_id"] else []
        if said:
            return holder, [{**row, "grade": "parent"} for row in said[:MOST_ABOVE]], len(said)
    return None, [], 0


def _of_industry(atlas: Atlas, place_id: str, industry_id: str) -> list[dict[str, Any]]:
    """List the ties and links of an industry at a place; where a section ties them, what it links adds nothing."""
    found = []
    for tie in rows_of(atlas, "industry_places", "place_id", place_id):
        if tie["industry_id"] == industry_id:
            grade = tie["told"] if tie["basis"] == "stated" else "reading"
            found.append({"grade": grade, **_sentence_of_tie(atlas, tie), **source_of(atlas, tie)})
    tied = {(row["document"]["id"], section) for row in found for section in split_list(row["section"])}
    links = (
        row for row in rows_of(atlas, "industry_links", "place_ids", place_id) if row["industry_id"] == industry_id
    )
    more = [
        _of_link(atlas, place_id, row)
        for row in links
        if not tied & {(row["doc_id"], one) for one in split_list(row["section"])}
    ]
    return found + list({(row["document"]["id"], row["section"], row["grade"]): row for row in reversed(more)}.values())


def _of_words(atlas: Atlas, place_id: str, words: str) -> list[dict[str, Any]]:
    """List the claims and links at a place whose terms have some words in them."""
    plain = fold_for_search(words)
    found = [
        {"grade": "named", **_of_claim(atlas, claim)}
        for claim in purposes(atlas).get(place_id, ())
        if any(plain in term for term in claim["folded"])
        or any(plain in fold_for_search(term) for term in claim["terms_en"])
    ]
    links = rows_of(atlas, "industry_links", "place_ids", place_id)
    hits = (row for row in links if any(plain in fold_for_search(row[f"term_{lang}"]) for lang in LANGUAGES))
    return found + [_of_link(atlas, place_id, row) for row in hits]


def _of_link(atlas: Atlas, place_id: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an industry is made of at a place; said of several, it is joint unless one lies in the other."""
    others = [one for one in split_list(row["place_ids"]) if one != place_id]
    apart = [one for one in others if place_id not in holders(atlas, one) and one not in holders(atlas, place_id)]
    grade = "reading" if row["basis"] != "stated" else "joint" if apart else "named"
    zh, en = both("fit_sentence.link", term=(row["term_zh"], row["term_en"]))
    said = {"link_id": row["link_id"], "sentence_zh": zh, "sentence_en": en}
    return {"grade": grade, **said, **source_of(atlas, row)}


def _of_claim(atlas: Atlas, row: Mapping[str, Any]) -> dict[str, Any]:
    said = {f"sentence_{lang}": row[f"summary_{lang}"] for lang in LANGUAGES}
    return {"grade": "named", "claim_id": row["claim_id"], **said, **source_of(atlas, row)}


def _sentence_of_tie(atlas: Atlas, tie: Mapping[str, Any]) -> dict[str, Any]:
    """Return our sentence on a tie: the claim of the same sections that names the industry, else the first purpose."""
    names = {fold_for_search(row["name_zh"]) for row in rows_of(atlas, "industries", "industry_id", tie["industry_id"])}
    sections = set(split_list(tie["section"]))
    claims = [
        claim
        for claim in purposes(atlas).get(tie["place_id"], ())
        if claim["doc_id"] == tie["doc_id"] and sections & set(split_list(claim["section"]))
    ]
    ranked = sorted(claims, key=lambda claim: (not _names_it(claim, names), claim["type"] != "industry"))
    if not ranked:
        zh, en = both("fit_sentence.tie")
        return {"sentence_zh": zh, "sentence_en": en}
    first = ranked[0]
    return {"claim_id": first["claim_id"], **{f"sentence_{lang}": first[f"summary_{lang}"] for lang in LANGUAGES}}


def _names_it(claim: Mapping[str, Any], names: Iterable[str]) -> bool:
    return any(name in term for name in names for term in claim["folded"])


def _measures_at(atlas: Atlas, place_id: str, theme: str) -> list[dict[str, Any]]:
    """List the measures that bear on a place itself."""
    return [
        _of_measure(atlas, row["measure_id"], "named" if row["basis"] == "stated" else "reading")
        for row in rows_of(atlas, "measure_places", "place_id", place_id)
        if _has_theme(atlas, row["measure_id"], theme)
    ]


def _claims_of(atlas: Atlas, place_id: str, doc_id: str) -> list[dict[str, Any]]:
    """List what a document says of a place."""
    rows = rows_of(atlas, "claims", "place_id", place_id)
    return [_of_claim(atlas, row) for row in rows if row["doc_id"] == doc_id]


def _document_value(atlas: Atlas, doc_id: str) -> dict[str, Any]:
    rows = rows_of(atlas, "documents", "doc_id", doc_id)
    return {"document": (rows[0]["short_zh"], rows[0]["short_en"]) if rows else ("", "")}


def _of_measure(atlas: Atlas, measure_id: str, grade: str) -> dict[str, Any]:
    (row,) = rows_of(atlas, "measures", "measure_id", measure_id)
    said = {f"sentence_{lang}": row[f"title_{lang}"] for lang in LANGUAGES}
    return {"grade": grade, "measure_id": measure_id, **said, **source_of(atlas, row)}


def _has_theme(atlas: Atlas, measure_id: str, theme: str) -> bool:
    return theme in (ANY, rows_of(atlas, "measures", "measure_id", measure_id)[0]["theme"])


#: What is said of a place itself, by the kind of condition.
_AT: dict[str, Callable[[Atlas, str, str], list[dict[str, Any]]]] = {
    "industry": _of_industry,
    "about": _of_words,
    "measures": _measures_at,
    "document": _claims_of,
}
