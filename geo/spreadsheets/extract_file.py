"""The workbook of an extract: a row an entry of its three lists, with list and theme as columns, for pivot tables."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from geo.extract.printed_row import printed_distance, printed_rows, printed_stored
from geo.registers.fit.printed import printed_fit
from geo.spreadsheets import xlsx_file
from geo.words import pick, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Column -> width in characters and number format.
_COLUMNS: dict[str, tuple[int, str]] = {
    **{"list": (14, ""), "theme": (16, ""), "kind": (12, ""), "id": (24, ""), "what": (30, ""), "detail": (50, "")},
    **{"places": (24, ""), "verdict": (12, ""), "share_of_site": (10, "0.0%"), "share_pm": (10, "0.0%")},
    **{"document": (18, ""), "number": (20, ""), "section": (24, ""), "status": (24, ""), "term": (14, "")},
    **{"office": (24, ""), "reason": (30, "")},
}
_NOTES_WIDTH = 90
#: Columns of the worksheet of a question, and their width.
_ASKED = ("condition", "weight", "answer", "word", "reason", "evidence", "source")
_ASKED_WIDTH = 26


def extract_xlsx(extract: Mapping[str, Any], lang: str) -> bytes:
    """Write an extract as a workbook in one language.

    Parameters
    ----------
    extract : mapping
        From `geo.extract.statement`.
    lang : {"zh", "en"}

    Returns
    -------
    bytes
        The same extract gives the same bytes: the time inside is that of ``as_of``.
    """
    out = io.BytesIO()
    title = say("extract.title_of", lang, name=pick(extract["site"], "name", lang))
    with xlsx_file.open_workbook(out, title=title) as book:
        book.set_properties(
            {
                "title": title,
                "subject": say("extract.title", lang),
                "author": say("extract.author", lang),
                "comments": pick(extract, "disclaimer", lang),
                "keywords": f"{extract['id']} {extract['version']} {extract['as_of']}",
                "created": dt.datetime.fromisoformat(extract["as_of"]),
            }
        )
        head = xlsx_file.head_style(book)
        _write_rows(book, extract, lang, head)
        asked = printed_fit(extract, lang, None)
        if asked:
            heads = [asked["labels"][key] for key in _ASKED]
            lines = list(_asked(asked))
            xlsx_file.write_texts(book, say("extract_fit.sheet", lang), heads, lines, head, width=_ASKED_WIDTH)
        notes = [(say("extract.head_title", lang), title), *_notes(extract, lang)]
        columns = [say("extract.note", lang), say("extract.note_text", lang)]
        xlsx_file.write_texts(book, say("extract.notes", lang), columns, notes, head, width=_NOTES_WIDTH)
    return out.getvalue()


def _write_rows(book: Any, extract: Mapping[str, Any], lang: str, head: Any) -> None:
    page = book.add_worksheet(xlsx_file.worksheet_name(say("extract.title", lang)))
    widths = [width for width, _ in _COLUMNS.values()]
    xlsx_file.write_head(page, [say(f"extract_column.{key}", lang) for key in _COLUMNS], widths, head)
    styles = [book.add_format({"num_format": form}) if form else None for _, form in _COLUMNS.values()]
    line = 0
    for line, row in enumerate(printed_rows(extract, lang), start=1):
        for at, (key, style) in enumerate(zip(_COLUMNS, styles, strict=True)):
            xlsx_file.write_cell(page, line, at, row[key], style)
    xlsx_file.set_up_print(page)
    page.freeze_panes(1, 5)
    page.autofilter(0, 0, max(line, 1), len(_COLUMNS) - 1)


def _asked(asked: Mapping[str, Any]) -> Iterator[list[str]]:
    """Yield a row for each statement of each condition, and where the site stands at the end."""
    for row in asked["rows"]:
        start = [row[key] for key in ("condition", "weight", "said", "word", "reason")]
        for one in row["evidence"] or [None]:
            said = ["", ""] if one is None else [" ".join(filter(None, (one["grade"], one["sentence"]))), one["source"]]
            yield [*start, *said]
    yield [asked["standing"]]
    yield [asked["rules"]]


def _notes(extract: Mapping[str, Any], lang: str) -> list[tuple[str, str]]:
    named = [(say(f"extract_column.{key}", lang), str(extract[key])) for key in ("id", "version", "as_of")]
    far = [printed_distance(one, lang) for one in extract["site"]["distances"] if one["id"] is not None]
    read = [(say("extract.note", lang), pick(row, "text", lang)) for row in extract["input"].get("warnings", ())]
    last = ("rules", "licence", "disclaimer")
    rest = [(say(f"extract_column.{key}", lang), pick(extract, key, lang)) for key in last]
    return [*named, *far, *printed_stored(extract, lang), *read, *rest]
