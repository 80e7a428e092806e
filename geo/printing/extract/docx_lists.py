"""The three lists and the documents of an extract, as tables of a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.symbology import PALETTE
from geo.printing.docx.markup import Cell, Run
from geo.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.printing.docx.writer import Writer

_SOFT, _BRAND, _TINT = PALETTE["ink-soft"], PALETTE["brand"], PALETTE["brand-soft"]
#: Widths of the columns in millimetres: of a question; with and without that of the reach.
_FIT = (46.0, 34.0, 98.0)
_WITH_REACH, _WITHOUT = (98.0, 30.0, 50.0), (138.0, 40.0)


def write_list(writer: Writer, listed: Mapping[str, Any], labels: Mapping[str, str], lang: str) -> None:
    """Write one of the three lists of `geo.printing.extract.content`, theme by theme."""
    writer.heading(listed["title"], 1, listed["id"])
    writer.paragraph(Run(listed["note"], colour=_SOFT))
    for number, theme in enumerate(listed["themes"], start=1):
        writer.heading(theme["title"], 2, f"{listed['id']}-{number}")
        if not theme["groups"]:
            writer.paragraph(Run(listed["empty"], colour=_SOFT))
            continue
        reach = any(row["reach"] for group in theme["groups"] for part in group["parts"] for row in part["rows"])
        widths = _WITH_REACH if reach else _WITHOUT
        head = [labels[key] for key in ("col_what", "col_section", "col_reach")][: len(widths)]
        rows = [row for group in theme["groups"] for row in _group(group, len(widths), lang)]
        writer.table(widths, head, rows, f"{listed['title']}: {theme['title']}")


def _group(group: Mapping[str, Any], wide: int, lang: str) -> Iterator[list[Cell]]:
    """Yield the rows of a group: its place or reason, then each document with its rows."""
    gap = _gap(lang)
    if group["title"]:
        reach = Run(gap + gap.join(group["reach"]), colour=_SOFT)
        yield [Cell([Run(group["title"], bold=True), *([reach] if group["reach"] else [])], wide, _TINT)]
    for part in group["parts"]:
        yield [Cell(list(_documents(part["documents"], gap)), wide)]
        for row in part["rows"]:
            cells = [Cell(list(_what(row, gap))), Cell(list(_sections(row["sections"], lang)))]
            yield [*cells, Cell([Run("\n".join(row["reach"]))])][:wide]


def _gap(lang: str) -> str:
    return say("extract_pdf.pair", lang, first="", second="")


def _documents(documents: Sequence[Mapping[str, Any]], gap: str) -> Iterator[Run]:
    for at, one in enumerate(documents):
        yield Run(("\n" if at else "") + one["name"], bold=True, colour=_BRAND, link=f"#doc-{one['id']}")
        said = [text for text in (one["number"], *one["terms"]) if text]
        yield Run(gap + gap.join(said), colour=_SOFT)


def _what(row: Mapping[str, Any], gap: str) -> Iterator[Run]:
    yield Run(row["what"], bold=True)
    if row["detail"]:
        yield Run(gap + row["detail"])
    if row["terms"]:
        yield Run(gap + gap.join(row["terms"]), colour=_BRAND)


def _sections(sections: Sequence[Mapping[str, str]], lang: str) -> Iterator[Run]:
    for at, one in enumerate(sections):
        between = say("list.semicolon", lang) if at else ""
        named = f"{one['document']} " if "document" in one else ""
        if between or named:
            yield Run(between + named)
        yield Run(one["text"], colour=_BRAND, link=one["url"] or f"#doc-{one['id']}")


def write_fit(writer: Writer, part: Mapping[str, Any]) -> None:
    """Write the answer to a question: `geo.registers.fit.printed`."""
    labels = part["labels"]
    writer.heading(labels["title"], 1, "fit")
    writer.paragraph(Run(labels["note"], colour=_SOFT))
    page = Run(labels["page"], colour=_BRAND, link=part["url"])
    writer.paragraph(Run(f"{part['standing']}　", bold=True), *([page] if part["url"] else []))
    head = [labels[key] for key in ("condition", "answer", "why")]
    writer.table(_FIT, head, [_answered(row) for row in part["rows"]], labels["title"])
    writer.paragraph(Run(part["rules"], colour=_SOFT))


def _answered(row: Mapping[str, Any]) -> list[Cell]:
    why = [Run(row["reason"])]
    for one in row["evidence"]:
        link = one["url"] or (f"#doc-{one['id']}" if one["id"] else None)
        grade = [Run(f"\n{one['grade']} ", bold=True)] if one["grade"] else [Run("\n")]
        why += [*grade, Run(f"{one['sentence']} ", colour=_SOFT), Run(one["source"], colour=_BRAND, link=link)]
    return [
        Cell([Run(row["condition"], bold=True), Run(f"\n{row['weight']}", colour=_SOFT)]),
        Cell([Run(row["said"], bold=True), Run(f"\n{row['word']}")]),
        Cell(why),
    ]


def write_documents(writer: Writer, content: Mapping[str, Any]) -> None:
    """Write what is known of each document, under a bookmark to which the rows above lead."""
    labels = content["labels"]
    writer.heading(labels["documents"], 1, "documents")
    for one in content["documents"]:
        name = Run(one["short"], bold=True, colour=_BRAND, link=one["url"] or None)
        writer.paragraph(name, Run(_gap(content["lang"]) + one["title"]), bookmark=f"doc-{one['id']}")
        facts = (("col_number", one["number"]), ("col_status", "\n".join(one["status"])), ("col_office", one["office"]))
        rows = [[Cell([Run(labels[key], colour=_SOFT)]), Cell([Run(text)])] for key, text in facts]
        writer.table([30.0, 148.0], [], rows, one["short"])
