"""What the template of an extract prints: texts of one language, figures rounded, links."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from geo.atlas.symbology import PALETTE, PRINT_PALETTE
from geo.extract.printed_row import place_texts, sources_by_document
from geo.extract.statement import LISTS
from geo.words import pick, printed_day, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

_COLOURS = ("ink", "ink-soft", "line-strong", "brand", "brand-soft", "accent")
_LABELS = (
    *("title", "contents", "documents", "about", "col_what", "col_source", "col_terms", "col_reach", "col_reason"),
    *("col_document", "col_number", "col_status", "col_office", "page", "of", "author", "institute", "picture"),
)


def content_of(extract: Mapping[str, Any], lang: str, root: str | None) -> dict[str, Any]:
    """Make the data of the template ``extract.typ``.

    Parameters
    ----------
    extract : mapping
        From `geo.extract.statement`.
    lang : {"zh", "en"}
    root : str or None
        Address the links to documents lead to; None for links within the PDF.

    Returns
    -------
    dict
        Texts, numbers, lists and dictionaries only, as JSON holds them.
    """
    day = date.fromisoformat(extract["as_of"])
    name = pick(extract["site"], "name", lang)
    return {
        "lang": lang,
        "labels": {key: say(f"extract_pdf.{key}", lang) for key in _LABELS},
        "colours": {key: PALETTE[key] for key in _COLOURS} | {"faint": PRINT_PALETTE["faint"]},
        "name": name,
        "title": say("extract.title_of", lang, name=name),
        "day": [day.year, day.month, day.day],
        "foot": say("extract_pdf.foot", lang, id=extract["id"], version=extract["version"], day=extract["as_of"]),
        "picture_alt": say("extract_pdf.picture_alt", lang, name=name),
        "facts": _facts(extract, lang),
        "themes": _themes(extract, lang),
        "lists": [_list(extract, name, lang, root) for name in LISTS],
        "documents": [_document(document, lang, root) for document in extract["documents"].values()],
        "about": [pick(extract, key, lang) for key in ("rules", "disclaimer", "licence")]
        + [say("extract_pdf.attached", lang), say("extract_pdf.offices", lang)],
    }


def _facts(extract: Mapping[str, Any], lang: str) -> list[list[str]]:
    site, out = extract["site"], []
    if site["area_km2"] is not None:
        size = say(
            "extract_pdf.size",
            lang,
            km2=f"{site['area_km2']:,.4f}",
            ha=f"{site['area_ha']:,.2f}",
            mu=f"{site['area_mu']:,.1f}",
        )
        if site["uncertainty_km2"] is not None:
            size = say("extract_pdf.size_pm", lang, size=size, pm=f"{site['uncertainty_km2']:,.4f}")
        out.append([say("extract_pdf.area", lang), size])
    if site["bounds"]:
        west, south, east, north = (f"{value:.5f}" for value in site["bounds"])
        box = say("extract_pdf.box", lang, west=west, south=south, east=east, north=north)
        out.append([say("extract_pdf.bounds", lang), box])
    given = [("as_of", printed_day(extract["as_of"], lang)), ("version", extract["version"]), ("id", extract["id"])]
    return out + [[say(f"extract_column.{key}", lang), text] for key, text in given]


def _themes(extract: Mapping[str, Any], lang: str) -> list[list[Any]]:
    """List the themes with the number of their rows in each list, under a head."""
    head = [say("extract_column.theme", lang), *(say(f"extract_list.{name}", lang) for name in LISTS)]
    rows = [
        [pick(theme, "title", lang), *(str(theme["counts"][name]) for name in LISTS)] for theme in extract["themes"]
    ]
    return [head, *rows]


def _list(extract: Mapping[str, Any], name: str, lang: str, root: str | None) -> dict[str, Any]:
    themes, below = [], _cited_below(extract[name])
    for theme in extract["themes"]:
        rows = [_row(extract, row, lang, root, below) for row in extract[name] if row["theme"] == theme["id"]]
        themes.append({"title": pick(theme, "title", lang), "rows": rows})
    return {
        "id": name,
        "title": say(f"extract_list.{name}", lang),
        "note": say(f"extract_note.{name}", lang),
        "empty": say("extract_pdf.empty", lang),
        "themes": themes,
    }


def _cited_below(rows: Sequence[Mapping[str, Any]]) -> set[tuple[str, str, str]]:
    """List place, document and section of the statements: the row of the place above need not repeat them."""
    return {
        (row["places"][0]["id"], source["document"], source["section"])
        for row in rows
        if row["kind"] == "claim"
        for source in row["sources"]
    }


def _row(
    extract: Mapping[str, Any], row: Mapping[str, Any], lang: str, root: str | None, below: Set[tuple[str, str, str]]
) -> dict[str, Any]:
    return {
        "strong": row["kind"] == "place",
        "what": pick(row, "what", lang),
        "detail": row[f"detail_{lang}"] or "",
        "sources": _sources(extract, row, lang, root, below),
        "terms": _terms(extract, row, lang),
        "reach": _reach(row, lang),
    }


def _sources(
    extract: Mapping[str, Any], row: Mapping[str, Any], lang: str, root: str | None, below: Set[tuple[str, str, str]]
) -> list[dict[str, Any]]:
    place = row["id"] if row["kind"] == "place" else None
    out = []
    for doc_id, sources in sources_by_document(extract, row).items():
        document = extract["documents"][doc_id]
        sections = [
            {"text": pick(one, "citation", lang), "url": _url(root, one["link"])}
            for one in sources
            if (place, doc_id, one["section"]) not in below
        ]
        out.append(
            {
                "id": doc_id,
                "name": pick(document, "short", lang),
                "number": document["number"] or "",
                "sections": sections,
            }
        )
    return out


def _url(root: str | None, link: str) -> str:
    return root.rstrip("/") + link if root else ""


def _terms(extract: Mapping[str, Any], row: Mapping[str, Any], lang: str) -> list[str]:
    """List status and term of a row, and its office where it is not that of its document."""
    of_document = next((extract["documents"][one["document"]] for one in row["sources"]), None)
    out = [text for text in (row[f"status_{lang}"], row[f"term_{lang}"]) if text]
    office = row[f"office_{lang}"]
    return [*out, office] if office and (of_document is None or office != of_document[f"office_{lang}"]) else out


def _reach(row: Mapping[str, Any], lang: str) -> list[str]:
    """List verdict, share with ± and the places through which a row applies; or why nothing is known of it."""
    if "verdict" not in row:
        return [row[f"reason_{lang}"]] if f"reason_{lang}" in row else []
    verdict, first = say(f"extract_verdict.{row['verdict']}", lang), row["places"][0]
    out = [verdict]
    if row["share_of_site"] is not None:
        share, pm = f"{row['share_of_site']:.1%}", row["share_pm"]
        out = [f"{verdict} {share}" if pm is None else f"{verdict} {share} ± {pm:.1%}"]
    if first["length_km"] is not None:
        out.append(say("extract_pdf.length", lang, km=f"{first['length_km']:.2f}"))
    if first["distance_m"] is not None:
        out.append(say("extract_pdf.distance", lang, metres=f"{first['distance_m']:,.0f}"))
    if row["kind"] not in ("place", "claim"):
        out.append(say("list.separator", lang).join(place_texts(row, lang)))
    return out


def _document(document: Mapping[str, Any], lang: str, root: str | None) -> dict[str, Any]:
    return {
        "id": document["id"],
        "title": pick(document, "title", lang),
        "short": pick(document, "short", lang),
        "number": document["number"] or say("extract_pdf.not_printed", lang),
        "status": [text for text in (document[f"status_{lang}"], document[f"term_{lang}"]) if text],
        "office": document[f"office_{lang}"] or say("extract_pdf.not_printed", lang),
        "url": _url(root, document["link"]),
    }
