"""The rows of an extract in one language, as a workbook or a page prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.extract.statement import LISTS
from geo.measure.units import printed
from geo.words import pick, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def printed_rows(extract: Mapping[str, Any], lang: str, lists: Sequence[str] = LISTS) -> Iterator[dict[str, Any]]:
    """Yield the rows of the three lists, one after the other.

    Parameters
    ----------
    extract : mapping
        From `geo.extract.statement`.
    lang : {"zh", "en"}
    lists : sequence of str
        Which of the lists; all three by default.

    Yields
    ------
    dict
        ``list``, ``theme``, ``kind``, ``id``, ``what``, ``detail``, ``places``, ``verdict``, ``share_of_site``,
        ``share_pm``, ``document``, ``number``, ``section``, ``status``, ``term``, ``office``, ``reason``. What is
        missing is None.
    """
    titles = {theme["id"]: pick(theme, "title", lang) for theme in extract["themes"]}
    for name in lists:
        for row in extract[name]:
            yield {
                "list": say(f"extract_list.{name}", lang),
                "theme": titles[row["theme"]],
                "kind": say(f"extract_kind.{row['kind']}", lang),
                "id": row["id"],
                **{key: row[f"{key}_{lang}"] for key in ("what", "detail", "status", "term", "office")},
                "places": say("list.separator", lang).join(place_texts(row, lang)) or None,
                "verdict": say(f"extract_verdict.{row['verdict']}", lang) if "verdict" in row else None,
                "share_of_site": row.get("share_of_site"),
                "share_pm": row.get("share_pm"),
                **_source(extract, row, lang),
                "reason": row.get(f"reason_{lang}"),
            }


def place_texts(row: Mapping[str, Any], lang: str) -> list[str]:
    """Return the names of the places through which a row applies."""
    return [pick(place, "name", lang) for place in row.get("places", ())]


def printed_distance(distance: Mapping[str, Any], lang: str) -> tuple[str, str]:
    """Say how far the nearest of a kind is: "nearest port", and its name with kilometres and the ± of both ends."""
    far, pm = (printed(distance[f"{key}_m"] / 1000.0, "km") for key in ("distance", "pm"))
    text = say("extract_pdf.far", lang, name=pick(distance, "name", lang), km=far, pm=pm)
    return say("extract_pdf.nearest", lang, category=pick(distance, "category", lang)), text


def sources_by_document(extract: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """Return the sources of a row under the ids of their documents."""
    out: dict[str, list[Mapping[str, Any]]] = {}
    for source in row["sources"]:
        out.setdefault(source["document"], []).append(source)
    return {doc_id: out[doc_id] for doc_id in extract["documents"] if doc_id in out}


def _source(extract: Mapping[str, Any], row: Mapping[str, Any], lang: str) -> dict[str, str | None]:
    between = say("list.semicolon", lang)
    cited = sources_by_document(extract, row)
    known = [extract["documents"][doc_id] for doc_id in cited]
    sections = [
        say("list.separator", lang).join(pick(source, "citation", lang) for source in sources)
        for sources in cited.values()
    ]
    return {
        "document": between.join(pick(document, "short", lang) for document in known) or None,
        "number": between.join(document["number"] for document in known if document["number"]) or None,
        "section": between.join(sections) or None,
    }
