"""What the documents say, as the search reads it: statements, measures, land rules, figures, links, sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import none_if_missing, split_list
from geo.atlas.citation import citations
from geo.atlas.per_atlas import per_atlas
from geo.documents.measures import places_of_measures
from geo.places.search_names import MATCH_NAMES
from geo.places.search_text import (
    EXCERPT,
    Hit,
    Passage,
    Sound,
    excerpt,
    find,
    find_pinyin,
    find_similar,
    find_split,
    fold,
    passage,
    sound_of,
    words_of,
)
from geo.places.sourced_rows import brief_place, source_of
from geo.words import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from geo.atlas.atlas import Atlas


#: Groups of the answer that hold what the documents say, in the order they are shown.
GROUPS = ("statements", "measures", "land_rules", "figures", "industry_links")
#: Keys of a hit beside its places, source and excerpts: key in the answer -> column.
_SHOWN: dict[str, dict[str, str]] = {
    "statements": {"id": "claim_id", "type": "type", "status": "status"},
    "measures": {"id": "measure_id", "theme": "theme", "title_zh": "title_zh", "title_en": "title_en"},
    "land_rules": {"id": "rule_id", "topic": "topic"},
    "figures": {"id": "indicator_id", "kind": "kind", "name_zh": "name_zh", "name_en": "name_en", "year": "year"},
    "industry_links": {
        **{"id": "link_id", "kind": "kind", "industry_id": "industry_id"},
        **{"industry_zh": "industry_zh", "industry_en": "industry_en"},
    },
}


def statements(atlas: Atlas, query: str, documents: frozenset[str] | None) -> dict[str, list[Hit]]:
    """List what the documents say with the words of a query, by group of `GROUPS`, best first.

    Parameters
    ----------
    atlas : Atlas
    query : str
        As typed, without tone marks.
    documents : frozenset of str or None
        Keeps what these documents say.

    Returns
    -------
    dict of str to list of Hit
    """
    kept = _of_documents(passages(atlas), documents)
    words = words_of(query)
    found = find(kept, words)
    letters = "".join(words)
    if letters.isascii() and letters.isalpha():
        known = {id(hit.passage) for hit in found}
        heard = find_pinyin(passages(atlas), _sounds(atlas), letters)
        kept_ids = {id(one) for one in kept}
        found += [hit for hit in heard if id(hit.passage) in kept_ids - known]
    if not found and len(words) == 1:
        found = find_split(kept, words[0])
    return _by_group(found)


def similar_statements(atlas: Atlas, query: str, documents: frozenset[str] | None) -> dict[str, list[Hit]]:
    """List what the documents say in words similar to a query; parameters and result as of `statements`."""
    return _by_group(find_similar(_of_documents(passages(atlas), documents), " ".join(words_of(query))))


def build_index(atlas: Atlas, *, pinyin: bool = True) -> None:
    """Make what the search of what the documents say needs, so that no search waits for it."""
    passages(atlas)
    if pinyin:
        _sounds(atlas)


def shown(atlas: Atlas, hit: Hit) -> dict[str, Any]:
    """Return a hit as the answer shows it: its row, places, source, and an excerpt in each language."""
    one = hit.passage
    keys = {key: none_if_missing(one.row[column]) for key, column in _SHOWN[one.group].items()}
    return {
        **keys,
        "match": MATCH_NAMES[hit.how],
        "places": [brief_place(atlas, place_id) for place_id in one.place_ids],
        **source_of(atlas, one.row),
        **excerpts(hit),
    }


def excerpts(hit: Hit) -> dict[str, Any]:
    """Return ``excerpt_zh`` and ``excerpt_en`` of a hit, each with ``text`` and ``marks``."""
    texts = hit.passage.texts
    return {f"excerpt_{lang}": excerpt(texts[lang], hit.marks.get(lang, []), EXCERPT[lang]) for lang in LANGUAGES}


def document_passages(atlas: Atlas, query: str) -> dict[str, list[dict[str, Any]]]:
    """List the headings of sections and the facts of documents on themselves that contain the words of a query.

    Returns
    -------
    dict of str to list of dict
        By document: ``section``, ``citation_zh``, ``citation_en`` and the excerpts.
    """
    out: dict[str, list[dict[str, Any]]] = {}
    for hit in find(document_parts(atlas), words_of(query)):
        row = hit.passage.row
        cited = {"section": row["section"], **citations(row["section"])}
        out.setdefault(row["doc_id"], []).append({**cited, **excerpts(hit)})
    return out


def _of_documents(passages: tuple[Passage, ...], documents: frozenset[str] | None) -> tuple[Passage, ...]:
    if documents is None:
        return passages
    return tuple(one for one in passages if one.row["doc_id"] in documents)


def _by_group(hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    groups: dict[str, list[Hit]] = {group: [] for group in GROUPS}
    for hit in sorted(hits, key=lambda hit: hit.how):
        groups[hit.passage.group].append(hit)
    return groups


@per_atlas
def passages(atlas: Atlas) -> tuple[Passage, ...]:
    """Return all that the documents say as the search reads it, group by group, in the order of the documents."""
    order = {row["doc_id"]: int(row["sequence"]) for row in atlas.tables["documents"].to_dict("records")}
    makers = (_statements(atlas), _measures(atlas), _land_rules(atlas), _figures(atlas), _industry_links(atlas))
    made = [one for group in makers for one in group]
    return tuple(sorted(made, key=lambda one: order[one.row["doc_id"]]))


@per_atlas
def _sounds(atlas: Atlas) -> tuple[Sound, ...]:
    return tuple(sound_of(one.texts["zh"]) for one in passages(atlas))


def _statements(atlas: Atlas) -> list[Passage]:
    make = _maker(atlas, "statements")
    return [
        make(
            row,
            {lang: _titled(_joined(row[f"term_{lang}"], lang), row[f"summary_{lang}"], lang) for lang in LANGUAGES},
            (*split_list(row["term_zh"]), *split_list(row["term_en"])),
            (row["place_id"],),
        )
        for row in atlas.tables["claims"].to_dict("records")
    ]


def _measures(atlas: Atlas) -> list[Passage]:
    make, ties = _maker(atlas, "measures"), places_of_measures(atlas)
    return [
        make(
            row,
            {lang: _titled(row[f"title_{lang}"], row[f"summary_{lang}"], lang) for lang in LANGUAGES},
            (row["title_zh"], row["title_en"]),
            [place_id for place_id, _ in ties[row["measure_id"]]],
        )
        for row in atlas.tables["measures"].to_dict("records")
    ]


def _land_rules(atlas: Atlas) -> list[Passage]:
    make = _maker(atlas, "land_rules")
    return [
        make(row, {lang: row[f"rule_{lang}"] for lang in LANGUAGES}, (), split_list(row["place_ids"]))
        for row in atlas.tables["land_rules"].to_dict("records")
    ]


def _figures(atlas: Atlas) -> list[Passage]:
    make = _maker(atlas, "figures")
    return [
        make(
            row,
            {lang: _figure(row, lang) for lang in LANGUAGES},
            (row["name_zh"], row["name_en"]),
            (row["place_id"],),
        )
        for row in atlas.tables["indicators"].to_dict("records")
    ]


def _figure(row: Mapping[Any, Any], lang: str) -> str:
    value = {"zh": f"{row['value']}{row['unit']}", "en": f"{row['value_en'] or row['value']} {row['unit_en']}"}[lang]
    parts = (row[f"qualifier_{lang}"], value.strip(), row[f"extent_{lang}"], row["year"])
    return _titled(row[f"name_{lang}"], say("list.semicolon", lang).join(part for part in parts if part), lang)


def _industry_links(atlas: Atlas) -> list[Passage]:
    make = _maker(atlas, "industry_links")
    named = {row["industry_id"]: row for row in reversed(atlas.tables["industries"].to_dict("records"))}
    out = []
    for row in atlas.tables["industry_links"].to_dict("records"):
        industry = {f"industry_{lang}": named[row["industry_id"]][f"name_{lang}"] for lang in LANGUAGES}
        texts = {lang: _titled(row[f"term_{lang}"], row[f"note_{lang}"], lang) for lang in LANGUAGES}
        out.append(make({**row, **industry}, texts, (row["term_zh"], row["term_en"]), split_list(row["place_ids"])))
    return out


def _maker(atlas: Atlas, group: str) -> Callable[..., Passage]:
    """Return what makes a passage of a group from a row, its texts, its heads and the ids of its places."""
    named = {
        str(row["place_id"]): " ".join((row["name_zh"], row["aliases"], row["name_en"]))
        for row in atlas.places.reset_index(drop=True).to_dict("records")
    }

    def make(row: Mapping[Any, Any], texts: dict[str, str], heads: Iterable[str], place_ids: Iterable[str]) -> Passage:
        ids = tuple(place_ids)
        folded = {lang: fold(text) for lang, text in texts.items()}
        around = fold(" ".join(named[place_id] for place_id in ids))
        return Passage(group, row, texts, tuple(fold(head) for head in heads if head), ids, around, folded)

    return make


@per_atlas
def document_parts(atlas: Atlas) -> tuple[Passage, ...]:
    """Return the headings of sections and the facts of documents on themselves, as the search reads them."""
    headings = [("heading_zh", "heading_en", row) for row in atlas.tables["sections"].to_dict("records")]
    facts = [("value_zh", "value_en", row) for row in atlas.tables["document_facts"].to_dict("records")]
    return tuple(
        passage("documents", row, {"zh": row[zh], "en": row[en]}) for zh, en, row in (*headings, *facts) if row[zh]
    )


def _joined(cell: str, lang: str) -> str:
    return say("list.separator", lang).join(split_list(cell))


def _titled(title: str, text: str, lang: str) -> str:
    """Return a title and a text as one line; either may be empty."""
    return say("search.titled", lang, title=title, text=text) if title and text else title or text
