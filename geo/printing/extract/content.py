"""What an extract on paper says, whichever file it becomes: texts of one language, figures rounded, links."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from geo.extract.statement import LISTS
from geo.printing.extract.groups import grouped
from geo.printing.extract.places_table import places_table, summary
from geo.printing.extract.point_table import point_table
from geo.printing.extract.qr_code import qr_text
from geo.printing.extract.site_facts import site_facts
from geo.registers.fit.printed import printed_fit
from geo.words import pick, printed_day, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas

_LABELS = (
    *("title", "contents", "overview", "documents", "about", "site", "places"),
    *("stated_area", "limits", "points"),
    *("col_what", "col_section", "col_reach", "col_document", "col_number", "col_status", "col_office"),
    *("page", "author", "institute", "check", "points_note", "places_note", "places_bar"),
)


def content_of(
    atlas: Atlas,
    extract: Mapping[str, Any],
    shape: BaseGeometry | None,
    *,
    lang: str,
    root: str | None = None,
    review_number: str | None = None,
) -> dict[str, Any]:
    """Make what is printed of an extract.

    Parameters
    ----------
    atlas : Atlas
    extract : mapping
        From `geo.extract.statement`.
    shape : shapely geometry or None
        The site, in degrees (WGS84).
    lang : {"zh", "en"}
    root : str, optional
        Address the links to documents lead to; without it they lead to the list of documents within the file.
    review_number : str, optional
        Of the map (审图号).

    Returns
    -------
    dict
        Texts, numbers, lists and dictionaries only, as JSON holds them.
    """
    day = date.fromisoformat(extract["as_of"])
    name = pick(extract["site"], "name", lang)
    is_drawn = "geometry" in extract["input"]
    return {
        "lang": lang,
        "labels": {key: say(f"extract_pdf.{key}", lang) for key in _LABELS},
        "name": name,
        "title": say("extract.title_of", lang, name=name),
        "day": [day.year, day.month, day.day],
        "printed_day": say("extract_pdf.as_of", lang, day=printed_day(extract["as_of"], lang)),
        "foot": say("extract_pdf.foot", lang, id=extract["id"], version=extract["version"], day=extract["as_of"]),
        "picture_alt": say("extract_pdf.picture_alt", lang, name=name),
        "qr": qr_text(extract, lang, root),
        "qr_alt": say("extract_pdf.qr_alt", lang, id=extract["id"]),
        "disclaimer": pick(extract, "disclaimer", lang),
        "review": say("extract_pdf.review", lang, number=review_number or say("extract_pdf.no_review", lang)),
        "summary": summary(extract, lang),
        "site": site_facts(atlas, extract, shape, lang),
        "places": places_table(atlas, extract, lang),
        "points": point_table(shape, lang) if is_drawn and shape is not None else None,
        "fit": printed_fit(extract, lang, root),
        "themes": _themes(extract, lang),
        "lists": [_list(extract, each, lang, root) for each in LISTS],
        "documents": [_document(document, lang, root) for document in extract["documents"].values()],
        "about": [pick(extract, key, lang) for key in ("rules", "licence")]
        + [say("extract_pdf.shared", lang), say("extract_pdf.attached", lang)],
    }


def _themes(extract: Mapping[str, Any], lang: str) -> list[list[Any]]:
    """List the themes with the number of their rows in each list, under a head and over a sum."""
    head = [say("extract_column.theme", lang), *(say(f"extract_list.{name}", lang) for name in LISTS)]
    rows = [[pick(theme, "title", lang), *(theme["counts"][name] for name in LISTS)] for theme in extract["themes"]]
    total = [say("extract_pdf.sum", lang), *(len(extract[name]) for name in LISTS)]
    return [head, *([str(cell) for cell in row] for row in (*rows, total))]


def _list(extract: Mapping[str, Any], name: str, lang: str, root: str | None) -> dict[str, Any]:
    return {
        "id": name,
        "title": say(f"extract_list.{name}", lang),
        "note": say(f"extract_note.{name}", lang),
        "empty": say("extract_pdf.empty", lang),
        "themes": [
            {"title": pick(theme, "title", lang), "groups": grouped(extract, name, theme["id"], lang, root)}
            for theme in extract["themes"]
        ],
    }


def _document(document: Mapping[str, Any], lang: str, root: str | None) -> dict[str, Any]:
    return {
        "id": document["id"],
        "title": pick(document, "title", lang),
        "short": pick(document, "short", lang),
        "number": document["number"] or say("extract_pdf.not_printed", lang),
        "status": [text for text in (document[f"status_{lang}"], document[f"term_{lang}"]) if text],
        "office": document[f"office_{lang}"] or say("extract_pdf.not_printed", lang),
        "url": root.rstrip("/") + document["link"] if root else "",
    }
