"""The form all registers have: groups of rows for a page, the same rows flat for a file, and which documents count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo import words
from geo.atlas.cells import split_list
from geo.atlas.notices import register_notes, texts
from geo.atlas.rows_by_id import all_rows
from geo.columns import Heading, TableColumns
from geo.places.sourced_rows import brief_place, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import pandas as pd

    from geo.atlas.atlas import Atlas

#: Columns that end every register: where a row stands.
SOURCE_KEYS = ("document_zh", "document_en", "number", "citation_zh", "citation_en", "section")


@dataclass(frozen=True)
class Register:
    """All rows of one kind, in the order of the documents.

    Attributes
    ----------
    name : str
        ``documents``, ``measures``, ``indicators``, ``industries`` or ``cities``.
    body : dict
        What a program gets: the rows with all they lead to, and ``version``.
    columns : TableColumns
        Columns of the flat rows.
    rows : tuple of dict
        Flat rows, with the keys of `columns`.
    """

    name: str
    body: dict[str, Any]
    columns: TableColumns
    rows: tuple[dict[str, Any], ...]

    @property
    def title(self) -> tuple[str, str]:
        """Name of the register in Chinese and English."""
        return words.both(f"register.{self.name}")

    @property
    def headings(self) -> dict[str, Heading]:
        """Each column with its headings in a file."""
        return self.columns.file_headings()

    def notes(self, day: date | None = None) -> list[tuple[str, str]]:
        """Return the notes of a file, in Chinese and English; `day` is the one the register answers for, if any."""
        return texts(register_notes(self.title, str(self.body["version"]), str(day) if day else None))


def counted(atlas: Atlas, table: str, only: Iterable[str] | None) -> pd.DataFrame:
    """Return the rows of a seed table that cite one of some documents, in the order of the documents; all for None."""
    rows = atlas.tables[table]
    order = {row["doc_id"]: int(row["sequence"]) for row in all_rows(atlas, "documents")}
    kept = rows if only is None else rows[rows["doc_id"].isin(set(only))]
    return kept.sort_values("doc_id", key=lambda ids: ids.map(order), kind="stable")


def places_of(atlas: Atlas, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return brief places for ids."""
    return [brief_place(atlas, place_id) for place_id in ids]


def cell_places(atlas: Atlas, cell: str) -> list[dict[str, Any]]:
    """Return brief places for a ``;`` list of ids."""
    return places_of(atlas, split_list(cell))


def flat_source(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of `SOURCE_KEYS` for a row with ``document``, ``section`` and its citations."""
    document = row["document"]
    return {
        "document_zh": document["short_zh"],
        "document_en": document["short_en"],
        "number": document["number"],
        **{key: row[key] for key in ("citation_zh", "citation_en", "section")},
    }


def flat_names(places: Iterable[Mapping[str, Any]], key: str = "places") -> dict[str, str]:
    """Return the names of places as two cells, ``<key>_zh`` and ``<key>_en``."""
    known = list(places)
    return {
        f"{key}_{lang}": words.say("list.semicolon", lang).join(place[f"name_{lang}"] for place in known)
        for lang in words.LANGUAGES
    }


def with_place(atlas: Atlas, row: Mapping[Any, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is shown of a row with its place and source."""
    return {**shown, "place": brief_place(atlas, row["place_id"]), **source_of(atlas, row)}


def joined(parts: Iterable[Mapping[str, Any]], lang: str) -> str:
    """Return words of `geo.documents.wordings.in_both` as one cell; the Chinese where English is missing."""
    return words.say("list.semicolon", lang).join(str(part[lang] or part["zh"]) for part in parts)


def figure_text(row: Mapping[str, Any], lang: str) -> str:
    """Return a figure with its unit: Chinese without a space between them, English as ``value_en`` has both."""
    english = row["value_en"] or f"{row['value']} {row['unit_en'] or ''}".strip()
    return {"zh": f"{row['value']}{row['unit'] or ''}", "en": english}[lang]
