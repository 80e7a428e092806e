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


def printed_stored(extract: Mapping[str, Any], lang: str) -> Iterator[tuple[str, str]]:
    """Yield what the site holds of each layer of a store: the title, and features and areas, by an attribute."""
    for held in extract.get("stored", ()):
        said = {"count": f"{held['count']:,}", "km2": printed(held["area_km2"], "km2")}
        measured = "held" if held["area_km2"] is not None else "counted"
        text = say(f"extract_stored.{measured if held['looked_at'] else 'many'}", lang, **said)
        if held["by"]:
            values = say("list.separator", lang).join(_stored_values(held, lang))
            text = say("extract_stored.by", lang, text=text, column=held["by"]["column"], values=values)
        yield say("extract_stored.title", lang, name=pick(held, "title", lang)), text


def _stored_values(held: Mapping[str, Any], lang: str) -> Iterator[str]:
    measured = "value" if held["area_km2"] is not None else "value_counted"
    for row in held["by"]["rows"]:
        value = "–" if row["value"] is None else row["value"]
        said = {"count": f"{row['count']:,}", "km2": printed(row["area_km2"], "km2")}
        yield say(f"extract_stored.{measured}", lang, value=value, **said)
