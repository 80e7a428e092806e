"""The source documents as text: read from a file, folded for comparison, cut into sections.

The documents are not part of the atlas; a reader who has them can check the citations against them. A document is
plain text, often extracted from a PDF: lines break in the middle of words, page numbers and markup come between them.
So white space, page numbers and markup are ignored, and full-width and half-width forms of a character are the same.

``seeds/sections.csv`` says where a section begins: the sections of a document in their order, each with the first
characters of the line that opens it. A section holds its own text only, not that of its sub-sections.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from geo.text_files import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: Markup that text extraction leaves between the words: anchors, pictures, tags, addresses.
_MARKUP = re.compile(r"\[(?:bookmark|image):[^\]]*\]|<[^>]+>|https?://\S+|\*\*|^\s*#+")
_PAGE_NUMBER = re.compile(r"^\s*[—–-]+\s*\d*\s*[—–-]+\s*$")
_MARKS = {"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "−": "-", "⸺": "--"}
#: The text layer of a PDF often has a radical, or another form, in the place of the character that looks the same; NFKC
#: leaves these as they are (Unicode, CJK Radicals Supplement). Each is followed by its character.
_LOOK_ALIKES = (
    "⺟母⺠民⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟戶户㬵胶"
)
_ONE_FORM = str.maketrans(_MARKS | dict(zip(_LOOK_ALIKES[::2], _LOOK_ALIKES[1::2], strict=True)))


def fold(text: str) -> str:
    """Return a text in the form in which texts are compared.

    Returns
    -------
    str
        Without white space; full-width letters, digits and marks half-width (Unicode NFKC); one kind of quotation mark
        and of dash; a character for the radical that looks like it.
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).translate(_ONE_FORM))


@dataclass(frozen=True)
class Section:
    """The folded text of one section, line by line."""

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines joined: a term may run across a line break."""
        return "".join(self.lines)

    @property
    def line_spans(self) -> list[tuple[int, int]]:
        """Beginning and end of each line in `text`."""
        ends = list(accumulate(len(line) for line in self.lines))
        return list(zip([0, *ends], ends, strict=False))

    def has_term(self, term: str) -> bool:
        """Return whether the section contains a term."""
        return fold(term) in self.text

    def has_figure(self, figure: str) -> bool:
        """Return whether the section contains a figure, and not only as part of a longer number."""
        return bool(self.places_of_figure(figure))

    def places_of_term(self, term: str) -> list[int]:
        """List the positions in `text` at which a term begins."""
        return [match.start() for match in re.finditer(f"(?={re.escape(fold(term))})", self.text)]

    def places_of_figure(self, figure: str) -> list[int]:
        """List the positions in `text` at which a figure begins that is not part of a longer number.

        A line end may break a number, or a line of a table may begin with another number. So the figure counts if it is
        whole in the joined text or within a line.
        """
        words = re.escape(fold(figure))
        wanted = re.compile(rf"(?<![\d.]){words}(?!\.?\d)" if figure[:1].isdigit() else words)
        found = {match.start() for match in wanted.finditer(self.text)}
        at = 0
        for line in self.lines:
            found.update(at + match.start() for match in wanted.finditer(line))
            at += len(line)
        return sorted(found)


@dataclass(frozen=True)
class Document:
    """One document and its sections.

    Attributes
    ----------
    sha256 : str
        Of the bytes of the file.
    sections : mapping of str to Section
        By the codes of ``seeds/sections.csv``, without sections whose opening line was not found.
    text : str
        The whole text, folded.
    """

    sha256: str
    sections: Mapping[str, Section]
    text: str


def read_document(path: Path, openings: Sequence[tuple[str, str]]) -> Document:
    """Read a document and cut it into sections.

    Parameters
    ----------
    path : pathlib.Path
        Plain text, Markdown or HTML, UTF-8.
    openings : sequence of (str, str)
        Code and first characters of the opening line of each section, in the order of the text.

    Returns
    -------
    Document

    Raises
    ------
    SourceError
        If the file is missing or not UTF-8.
    """
    lines = clean_lines(read_text(path))
    return Document(hashlib.sha256(path.read_bytes()).hexdigest(), cut_into_sections(lines, openings), "".join(lines))


def raw_lines(text: str) -> list[str]:
    """Return the lines of a document without markup and page numbers, otherwise as they are."""
    kept = (line for line in text.splitlines() if not _PAGE_NUMBER.match(line))
    return [html.unescape(_MARKUP.sub("", line)) for line in kept]


def clean_lines(text: str) -> list[str]:
    """Return the folded lines of a document without markup, page numbers and empty lines."""
    folded = (fold(line) for line in raw_lines(text))
    return [line for line in folded if line]


def section_starts(lines: Sequence[str], openings: Sequence[tuple[str, str]]) -> list[tuple[int, str]]:
    """Return the number of the line that opens each section, counted from 0, with its code.

    Parameters
    ----------
    lines, openings
        As in `cut_into_sections`.
    """
    starts: list[tuple[int, str]] = []
    at = 0
    for code, opens in openings:
        wanted = fold(opens)
        found = next((number for number in range(at, len(lines)) if lines[number].startswith(wanted)), None)
        if found is not None:
            starts.append((found, code))
            at = found + 1
    return starts


def cut_into_sections(lines: Sequence[str], openings: Sequence[tuple[str, str]]) -> dict[str, Section]:
    """Return the lines of each section.

    Parameters
    ----------
    lines : sequence of str
        As returned by `clean_lines`. Lines before the first opening belong to no section.
    openings : sequence of (str, str)
        As in `read_document`. A section whose opening is not found after the one before it is left out; its text is
        part of the section before.

    Returns
    -------
    dict of str to Section
        In the order of the text.
    """
    starts = section_starts(lines, openings)
    ends = [*(start for start, _ in starts), len(lines)][1:]
    return {code: Section(tuple(lines[start:end])) for (start, code), end in zip(starts, ends, strict=True)}
