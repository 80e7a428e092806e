"""The workbook of places side by side: the table as the page has it, then every entry with its document and section."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from geo.atlas import notices
from geo.places.side_by_side.cell_text import entry_text
from geo.spreadsheets import xlsx_file
from geo.spreadsheets.text_width import lines_of
from geo.words import LANGUAGES, both, in_language, pick, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LABEL_WIDTH, _PLACE_WIDTH, _NOTES_WIDTH = 20, 44, 90
#: Columns of the entries -> width.
_ENTRIES = {
    **{"row": 22, "place": 20, "text": 40, "unit": 8, "pm": 8, "note": 44},
    **{"document": 20, "section": 30},
}
#: Most lines of a cell; what is longer stands entry by entry on the next worksheet.
_MOST_LINES = 25


def side_xlsx(answer: Mapping[str, Any], lang: str) -> bytes:
    """Write places side by side as a workbook in one language.

    Parameters
    ----------
    answer : mapping
        From `geo.places.side_by_side.comparison.side_by_side`.
    lang : {"zh", "en"}
    """
    out = io.BytesIO()
    names = [pick(place, "name", lang) for place in answer["places"]]
    title = in_language(_title(answer), lang)
    with xlsx_file.open_workbook(out, title=title) as book:
        head = xlsx_file.head_style(book)
        rows = [(pick(row, "label", lang), row["cells"], pick(row, "untold", lang)) for row in answer["rows"]]
        _write_table(book, say("side.sheet", lang), [say("side.row", lang), *names], rows, lang)
        dated = [(line_label(line, lang), line["cells"], "") for line in answer["timeline"]]
        _write_table(book, say("side.timeline", lang), [say("side.year", lang), *names], dated, lang)
        _write_entries(book, names, [*rows, *dated], lang)
        notes = [both("side.no_sums"), *notices.texts(notices.register_notes(_title(answer), answer["version"]))]
        texts = [(in_language(note, lang),) for note in notes]
        xlsx_file.write_texts(book, say("extract.notes", lang), [say("side.note", lang)], texts, head, _NOTES_WIDTH)
    return out.getvalue()


def line_label(line: Mapping[str, Any], lang: str) -> str:
    """Return the head of a line of the timeline: a document with its day, or a year."""
    if line["kind"] == "due":
        return say("side.due", lang, year=line["year"])
    return say("side.said", lang, document=pick(line["document"], "short", lang), day=line["day"])


def _names(answer: Mapping[str, Any], lang: str) -> str:
    return say("list.separator", lang).join(pick(place, "name", lang) for place in answer["places"])


def _title(answer: Mapping[str, Any]) -> tuple[str, str]:
    zh, en = (say("side.title", lang, names=_names(answer, lang)) for lang in LANGUAGES)
    return zh, en


def _write_table(book: Any, title: str, heads: Sequence[str], rows: Sequence[Any], lang: str) -> None:
    page = book.add_worksheet(xlsx_file.worksheet_name(title))
    widths = [_LABEL_WIDTH, *[_PLACE_WIDTH] * (len(heads) - 1)]
    xlsx_file.write_head(page, heads, widths, xlsx_file.head_style(book))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for line, (label, cells, untold) in enumerate(rows, start=1):
        texts = [label, *("\n".join(entry_text(one, lang) for one in cell) or untold for cell in cells)]
        for column, text in enumerate(texts):
            xlsx_file.write_cell(page, line, column, text, None, wrapped)
        page.set_row(line, xlsx_file.LINE_PT * max(lines_of(text, _PLACE_WIDTH, _MOST_LINES) for text in texts))
    xlsx_file.set_up_print(page)
    page.freeze_panes(1, 1)


def _write_entries(book: Any, names: Sequence[str], rows: Sequence[Any], lang: str) -> None:
    page = book.add_worksheet(xlsx_file.worksheet_name(say("side.by_place", lang)))
    heads = [say(f"side.{key}", lang) for key in _ENTRIES]
    xlsx_file.write_head(page, heads, _ENTRIES.values(), xlsx_file.head_style(book))
    line = 0
    for line, cells in enumerate(_entry_rows(names, rows, lang), start=1):
        for column, value in enumerate(cells):
            xlsx_file.write_cell(page, line, column, value)
    xlsx_file.set_up_print(page)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(line, 1), len(_ENTRIES) - 1)


def _entry_rows(names: Sequence[str], rows: Sequence[Any], lang: str) -> Iterator[list[Any]]:
    """List every entry once for each place it stands, an empty cell with what it says."""
    for label, cells, untold in rows:
        for name, entries in zip(names, cells, strict=True):
            if not entries and untold:
                yield [label, name, untold]
            for one in entries:
                said = [one[f"text_{lang}"], one[f"unit_{lang}"], one["pm"], one[f"note_{lang}"]]
                for source in one["sources"] or [{"document": None}]:
                    yield [label, name, *said, *_source_cells(source, lang)]


def _source_cells(source: Mapping[str, Any], lang: str) -> list[str | None]:
    if not source["document"]:
        return [None, None]
    return [source["document"][f"short_{lang}"], source[f"citation_{lang}"]]
