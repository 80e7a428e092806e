"""The rows of an extract in groups, so that what many rows share is printed once.

Rows that apply stand under their place, rows without data under the reason, and within that all rows under their
documents. A row keeps of status, term and office only what its documents do not say themselves, and a statement of a
place has no reach of its own: it applies as the place does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.extract.printed_row import sources_by_document
from geo.measure.units import percent, printed
from geo.words import pick, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set
    from typing import TypeAlias

    Row: TypeAlias = Mapping[str, Any]

#: Kinds of rows that stand under the head of a place.
_OF_PLACE = ("place", "claim")
#: Most places of a row that are printed with their own verdict; further ones are printed by name alone.
_MOST_VERDICTS = 2


def grouped(extract: Mapping[str, Any], name: str, theme_id: str, lang: str, root: str | None) -> list[dict[str, Any]]:
    """Group the rows of a theme in a list.

    Parameters
    ----------
    extract : mapping
        From `geo.extract.statement`.
    name : str
        One of `geo.extract.statement.LISTS`.
    theme_id : str
    lang : {"zh", "en"}
    root : str or None
        Address the links to sections lead to; None for links within the file.

    Returns
    -------
    list of dict
        ``title``, ``reach``: of the place, or the reason as title; empty where the rows share neither. ``parts``: the
        groups by document, each with ``documents`` (``id``, ``name``, ``number``, ``terms``) and ``rows`` (``what``,
        ``detail``, ``sections``, ``terms``, ``reach``).
    """
    below = _cited_below(extract[name])
    groups: dict[str, list[Row]] = {}
    heads: dict[str, dict[str, Any]] = {}
    for row in extract[name]:
        if row["theme"] == theme_id:
            key = _key(row, lang)
            heads.setdefault(key, _head(row, key, lang))
            groups.setdefault(key, []).append(row)
    return [{**heads[key], "parts": _parts(extract, rows, lang, root, below)} for key, rows in groups.items()]


def _key(row: Row, lang: str) -> str:
    if row["kind"] in _OF_PLACE and "verdict" in row:
        return str(row["places"][0]["id"])
    return str(row.get(f"reason_{lang}") or "")


def _head(row: Row, key: str, lang: str) -> dict[str, Any]:
    if row["kind"] in _OF_PLACE and "verdict" in row:
        return {"title": pick(row["places"][0], "name", lang), "reach": reach_of_place(row["places"][0], lang)}
    return {"title": key, "reach": []}


def _cited_below(rows: Iterable[Row]) -> set[tuple[str, str, str]]:
    """List place, document and section of the statements: the row of the place above need not repeat them."""
    return {
        (row["places"][0]["id"], source["document"], source["section"])
        for row in rows
        if row["kind"] == "claim"
        for source in row["sources"]
    }


def _parts(
    extract: Mapping[str, Any], rows: Sequence[Row], lang: str, root: str | None, below: Set[tuple[str, str, str]]
) -> list[dict[str, Any]]:
    parts: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        if row["kind"] == "place" and "verdict" in row:
            for doc_id, mentions in _mentions(extract, row, below).items():
                parts.setdefault((doc_id,), []).append(_mention(row, mentions, lang, root))
        else:
            documents = tuple(sources_by_document(extract, row))
            parts.setdefault(documents, []).append(_row(extract, row, lang, root))
    order = {doc_id: at for at, doc_id in enumerate(extract["documents"])}
    return [
        {"documents": [_document(extract["documents"][doc_id], lang) for doc_id in ids], "rows": found}
        for ids, found in sorted(parts.items(), key=lambda part: [order[doc_id] for doc_id in part[0]])
    ]


def _mentions(
    extract: Mapping[str, Any], row: Row, below: Set[tuple[str, str, str]]
) -> dict[str, list[Mapping[str, Any]]]:
    """List the sections that name a place of the site and are not those of its statements, by document."""
    found = {
        doc_id: [source for source in sources if (row["id"], doc_id, source["section"]) not in below]
        for doc_id, sources in sources_by_document(extract, row).items()
    }
    return {doc_id: sources for doc_id, sources in found.items() if sources}


def _mention(row: Row, sources: Sequence[Mapping[str, Any]], lang: str, root: str | None) -> dict[str, Any]:
    return {
        "what": say("extract_pdf.mentioned", lang, name=pick(row, "what", lang)),
        "detail": "",
        "sections": [_section(one, lang, root) for one in sources],
        "terms": [],
        "reach": [],
    }


def _row(extract: Mapping[str, Any], row: Row, lang: str, root: str | None) -> dict[str, Any]:
    cited = sources_by_document(extract, row)
    return {
        "what": pick(row, "what", lang),
        "detail": row[f"detail_{lang}"] or "",
        "sections": [
            {**_section(one, lang, root), "document": pick(extract["documents"][doc_id], "short", lang)}
            if len(cited) > 1 and one is sources[0]
            else _section(one, lang, root)
            for doc_id, sources in cited.items()
            for one in sources
        ],
        "terms": _terms(extract, row, cited, lang),
        "reach": [] if row["kind"] in _OF_PLACE else _reach(row, lang),
    }


def _section(source: Mapping[str, Any], lang: str, root: str | None) -> dict[str, str]:
    url = root.rstrip("/") + source["link"] if root else ""
    return {"text": pick(source, "citation", lang), "url": url, "id": source["document"]}


def _document(document: Mapping[str, Any], lang: str) -> dict[str, Any]:
    return {
        "id": document["id"],
        "name": pick(document, "short", lang),
        "number": document["number"] or "",
        "terms": [text for text in (document[f"status_{lang}"], document[f"term_{lang}"]) if text],
    }


def _terms(extract: Mapping[str, Any], row: Row, cited: Iterable[str], lang: str) -> list[str]:
    """List status, term and office of a row where they are not those of its document."""
    keys = [f"{name}_{lang}" for name in ("status", "term", "office")]
    said = {extract["documents"][doc_id][key] for doc_id in cited for key in keys}
    return [row[key] for key in keys if row[key] and row[key] not in said]


def reach_of_place(place: Mapping[str, Any], lang: str) -> list[str]:
    """Write how a place reaches a site: verdict, share of the site with ±, length inside, distance."""
    texts = [" ".join(text for text in (say(f"extract_verdict.{place['verdict']}", lang), share_text(place)) if text)]
    if place["length_km"] is not None:
        texts.append(say("extract_pdf.length", lang, km=printed(place["length_km"], "km")))
    if place["distance_m"]:
        texts.append(say("extract_pdf.distance", lang, metres=f"{place['distance_m']:,.0f}"))
    return texts


def share_text(place: Mapping[str, Any]) -> str:
    """Write the share of a site that lies in a place, with its ± unless that is nothing; empty where it has none."""
    if place["share_of_site"] is None:
        return ""
    share = percent(place["share_of_site"])
    return share if not place["share_pm"] else f"{share} ± {percent(place['share_pm'])}"


def _reach(row: Row, lang: str) -> list[str]:
    """List the places through which a row applies: those with their verdict first, then the others by name."""
    places = row.get("places", ())
    between = say("list.separator", lang)
    out = []
    for place in places[:_MOST_VERDICTS]:
        reach = between.join(reach_of_place(place, lang))
        out.append(say("extract_pdf.through", lang, place=pick(place, "name", lang), reach=reach))
    return out + [pick(place, "name", lang) for place in places[_MOST_VERDICTS:]]
