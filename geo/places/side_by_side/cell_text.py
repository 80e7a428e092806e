"""An entry as one line of text, for files that have a line for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping


def entry_text(entry: Mapping[str, Any], lang: str) -> str:
    """Return text, unit, ±, note and sources of an entry in one line."""
    told, sources = told_text(entry, lang), [source_text(one, lang) for one in entry["sources"]]
    return f"{told} [{say('list.semicolon', lang).join(sources)}]" if sources else told


def told_text(entry: Mapping[str, Any], lang: str) -> str:
    """Return text, unit, ± and note of an entry in one line."""
    pm = f"±{entry['pm']}" if entry["pm"] else None
    figure = " ".join(part for part in (entry[f"text_{lang}"], pm, entry[f"unit_{lang}"]) if part)
    note = entry[f"note_{lang}"]
    return figure + (say("list.in_brackets", lang, text=note) if note else "")


def source_text(source: Mapping[str, Any], lang: str) -> str:
    """Return where an entry stands: the short name of the document and the section."""
    if not source["document"]:
        return ""
    return " ".join(part for part in (source["document"][f"short_{lang}"], source[f"citation_{lang}"]) if part)
