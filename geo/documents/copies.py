"""A reader's copy of a document: read, compared with the text the tables were made from, cut into sections.

The copy need not be the file the tables were made from. White space, line breaks, page numbers and the width of
characters count for nothing, so a text with other line breaks or a PDF with a text layer is the same text.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from geo.documents.anchors import WHOLE_TEXTS, passage_hash
from geo.documents.source_text import fold, raw_lines, section_starts
from geo.errors import Fault, SourceError
from geo.text_files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from geo.documents.anchors import Anchor

#: Whether a copy is the file of the tables, the same text in another form, or another version of it.
Version = Literal["same_file", "same_text", "another_version"]

#: Suffixes of the files a document is looked for in.
SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf")

#: A sentence that ends here ends a paragraph on the page.
_LINE_ENDS = "。！？：；.!?:;"


@dataclass(frozen=True)
class DocumentCopy:
    """A reader's copy of a document.

    Attributes
    ----------
    lines : tuple of str
        Its lines without markup and page numbers, otherwise as they are in the file.
    sha256 : str
        Of the bytes of the file.
    openings : tuple of (str, str)
        Code and first characters of each section, in the order of the text (``seeds/sections.csv``).
    anchors : tuple of Anchor
        Those of the whole text and its sections (`geo.documents.anchors.WHOLE_TEXTS`).
    """

    lines: tuple[str, ...]
    sha256: str
    openings: tuple[tuple[str, str], ...]
    anchors: tuple[Anchor, ...]

    @cached_property
    def text(self) -> str:
        """The whole text, folded."""
        return "".join(fold(line) for line in self.lines)

    @cached_property
    def section_spans(self) -> dict[str, tuple[int, int]]:
        """Beginning and end of each section in `text`, by code; sections that were not found are left out."""
        known = [anchor for anchor in self.anchors if anchor.table == "sections"]
        if self._is_same_text and known:
            return {anchor.section: _span(anchor) for anchor in known}
        return section_spans([fold(line) for line in self.lines], self.openings)

    @cached_property
    def _is_same_text(self) -> bool:
        whole = next((anchor for anchor in self.anchors if anchor.table == "documents"), None)
        return whole is not None and passage_hash(self.text) == whole.hash

    def version(self, sha256: str) -> Version:
        """Compare the copy with the file the tables were made from, whose SHA-256 is given."""
        if self.sha256 == sha256:
            return "same_file"
        return "same_text" if self._is_same_text else "another_version"

    def section_is_unchanged(self, code: str) -> bool:
        """Return whether a section has the same words as in the text the tables were made from."""
        known = next((a for a in self.anchors if a.table == "sections" and a.section == code), None)
        span = self.section_spans.get(code)
        return known is not None and span is not None and passage_hash(self.text[slice(*span)]) == known.hash

    @cached_property
    def _readable(self) -> tuple[str, list[int]]:
        """The text for reading, and for each character of `text` its position there."""
        return readable(self.lines, self.text)

    def shown(self, start: int, end: int) -> str:
        """Return the text for reading between two positions of `text`."""
        text, places = self._readable
        if start >= end:
            return ""
        last = places[end] if end < len(places) else len(text)
        return text[places[start] : last]


def read_copy(path: Path, openings: Iterable[tuple[str, str]], anchors: Iterable[Anchor]) -> DocumentCopy:
    """Read a reader's copy of a document: plain text, Markdown, HTML or a PDF with a text layer.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    openings : iterable of (str, str)
        As in `DocumentCopy`.
    anchors : iterable of Anchor
        All anchors of the document; those of statements are passed over.

    Returns
    -------
    DocumentCopy

    Raises
    ------
    SourceError
        If the file is missing, is not UTF-8 or is a PDF without text.
    """
    text = _pdf_text(path) if path.suffix.lower() == ".pdf" else read_text(path)
    whole = tuple(anchor for anchor in anchors if anchor.table in WHOLE_TEXTS)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return DocumentCopy(tuple(raw_lines(text)), sha256, tuple(openings), whole)


def _pdf_text(path: Path) -> str:
    """Extract the text layer of a PDF without its page numbers."""
    try:
        pages = [page.extract_text().splitlines() for page in PdfReader(path).pages]
    except (PyPdfError, OSError) as error:
        fault = Fault(f"a PDF that cannot be read ({error})", "a readable PDF", str(path), "open and save it again")
        raise SourceError(fault) from error
    lines = without_page_numbers(pages)
    if not any(line.strip() for line in lines):
        fault = Fault("a PDF without text", "a PDF with a text layer", str(path), "run OCR on it, or give a text file")
        raise SourceError(fault)
    return "\n".join(lines)


def without_page_numbers(pages: Sequence[Sequence[str]]) -> list[str]:
    """Join the lines of pages without a first or last line that is the number of the page.

    It is one if it grows from page to page: a table may also end in a number.
    """
    kept = [[line for line in page if line.strip()] for page in pages]
    offsets = Counter(
        int(line) - number
        for number, page in enumerate(kept)
        for line in {line.strip() for line in page[:1] + page[-1:]}
        if line.isdecimal()
    )
    offset, count = max(offsets.items(), key=lambda item: item[1], default=(0, 0))
    out: list[str] = []
    for number, page in enumerate(kept):
        is_number = [count > 1 and line.strip() == str(number + offset) for line in page]
        out += [line for at, line in enumerate(page) if not (is_number[at] and at in (0, len(page) - 1))]
    return out


def find_file(folder: Path, source_file: str, doc_id: str, openings: Sequence[tuple[str, str]]) -> Path:
    """Find the copy of a document in a folder: by name, or as the file that has most of its sections.

    Parameters
    ----------
    folder : pathlib.Path
        Folder of the documents.
    source_file, doc_id : str
        Names to look for, with any of `SUFFIXES`.
    openings : sequence of (str, str)
        As in `DocumentCopy`. A file that has at least two thirds of them is taken.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    SourceError
        If there is none.
    """
    stem = source_file.rpartition(".")[0] or source_file
    names = [source_file, *(f"{name}{suffix}" for name in (stem, doc_id) for suffix in SUFFIXES)]
    named = next((folder / name for name in names if (folder / name).is_file()), None)
    if named is not None:
        return named
    wanted = [fold(opens) for _, opens in openings]
    candidates = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES and path.is_file()]
    counts = {path: _count_of(wanted, path) for path in candidates}
    best = max(candidates, key=lambda path: counts[path], default=None)
    if best is None or counts[best] * 3 < len(wanted) * 2 or not wanted:
        fault = Fault(f"no copy of {doc_id}", source_file, str(folder), "put the text or PDF of the document there")
        raise SourceError(fault)
    return best


def _count_of(wanted: Sequence[str], path: Path) -> int:
    try:
        text = read_copy(path, (), ()).text
    except SourceError:
        return 0  # a scan or a file of another kind is none of the documents
    return sum(opens in text for opens in wanted)


def _span(anchor: Anchor) -> tuple[int, int]:
    return int(anchor.start), int(anchor.start) + int(anchor.length)


def section_spans(lines: Sequence[str], openings: Sequence[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """Find the sections of a text whose lines may break anywhere.

    Parameters
    ----------
    lines : sequence of str
        Folded.
    openings : sequence of (str, str)
        As in `DocumentCopy`.

    Returns
    -------
    dict of str to (int, int)
        Beginning and end in the joined lines. A section is looked for at the beginning of a line, and if it is not
        there, anywhere between the sections before and after it.
    """
    text = "".join(lines)
    line_starts = [0, *accumulate(len(line) for line in lines)]
    at_line = {code: line_starts[number] for number, code in section_starts(lines, openings)}
    starts: dict[str, int] = {}
    lowest = 0
    for number, (code, opens) in enumerate(openings):
        highest = next((at_line[later] for later, _ in openings[number + 1 :] if later in at_line), len(text))
        found = at_line.get(code, text.find(fold(opens), lowest, highest))
        if found >= 0:
            starts[code] = found
            lowest = found + 1
    ends = [*list(starts.values())[1:], len(text)][: len(starts)]
    return {code: (start, end) for (code, start), end in zip(starts.items(), ends, strict=True)}


def readable(lines: Sequence[str], folded: str) -> tuple[str, list[int]]:
    """Set the lines of a text as paragraphs, and say where each folded character went.

    Parameters
    ----------
    lines : sequence of str
        Lines of the file.
    folded : str
        The same text folded (`geo.documents.source_text.fold`).

    Returns
    -------
    str
        White space only between Latin words; a new line after a line that ends a sentence.
    list of int
        For each character of `folded` its position in the text returned.
    """
    shown: list[str] = []
    places: list[int] = []
    for line in lines:
        gap = True
        for character in line:
            parts = fold(character)
            if not parts:
                gap = True
                continue
            if gap and shown and _is_latin(shown[-1]) and _is_latin(character):
                shown.append(" ")
            gap = False
            places += [len(shown)] * len(parts)
            shown.append(parts if "\u4e00" <= parts <= "\u9fff" else character)
        if shown and shown[-1] in _LINE_ENDS:
            shown.append("\n")
    if len(places) != len(folded):  # a character is folded together with its neighbour: show the folded text
        return folded, list(range(len(folded)))
    return "".join(shown), places


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
