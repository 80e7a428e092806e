"""The note beside a layer in a store: what the reader said of it, and what was found when it was imported."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import words
from geo.errors import Fault, SourceError
from geo.text_files import read_text, written_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

_SUFFIX = ".layer.json"


@dataclass(frozen=True)
class LayerNote:
    """What is known of a stored layer beside its features.

    Attributes
    ----------
    id : str
        Of the layer.
    title_zh, title_en : str
    origin : str
        Name of the file it was read from, or of the database.
    crs : str
        Name of the reference system of the source.
    guessed : bool
        Whether the source names none, so that it was guessed from the numbers.
    count : int
        Features at the import.
    number : int
        Its number among the own layers, from 0: it decides the colour.
    name_field, english_field : str or None
        Own columns with the names of features.
    repairs : list of str
        Shapes that were repaired: number of the feature in the source, and what was wrong.
    repaired : int
        How many; the list ends at `MOST_LISTED`.
    warnings : list of (str, str)
        What was assumed to read the source, in Chinese and English.
    """

    id: str
    title_zh: str
    title_en: str
    origin: str
    crs: str
    guessed: bool = False
    count: int = 0
    number: int = 0
    name_field: str | None = None
    english_field: str | None = None
    repairs: list[str] = field(default_factory=list)
    repaired: int = 0
    warnings: list[tuple[str, str]] = field(default_factory=list)

    @property
    def name_source(self) -> str | None:
        """The column with names as its source calls it."""
        return self.name_field and self.name_field.removesuffix("_own")

    @property
    def descriptions(self) -> tuple[str, str]:
        """The Chinese and English description of the layer: where it comes from, and what was done to read it."""
        said = [words.both("own.guessed" if self.guessed else "own.said", origin=self.origin, crs=self.crs)]
        if self.repaired:
            said.append(words.both("own.repaired", count=f"{self.repaired:,}"))
        said += [(zh, en) for zh, en in self.warnings]
        return "".join(zh for zh, _ in said), " ".join(en for _, en in said)

    def as_text(self) -> str:
        """Return the note as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


#: Repairs that are listed one by one; more are counted.
MOST_LISTED = 100


def note_path(folder: Path, layer_id: str) -> Path:
    """Return where the note of a layer of a store is."""
    return folder / f"{layer_id}{_SUFFIX}"


def note_paths(folder: Path) -> list[Path]:
    """List the notes in a store, by name."""
    return sorted(folder.glob(f"*{_SUFFIX}"))


def read_note(path: Path) -> LayerNote:
    """Read a note.

    Raises
    ------
    SourceError
        If it is no note.
    """
    try:
        return note_of(json.loads(read_text(path)))
    except (ValueError, TypeError) as error:
        found = f"a note that cannot be read ({error})"
        raise SourceError(
            Fault(found, "the JSON that an import writes", str(path), "import the layer again")
        ) from error


def note_of(said: Mapping[str, Any]) -> LayerNote:
    """Return the note that a JSON object says; keys of later versions are passed over; raises TypeError."""
    known = {name: said[name] for name in LayerNote.__dataclass_fields__ if name in said}
    return LayerNote(**known)


def write_note(folder: Path, note: LayerNote) -> None:
    """Write a note as a whole."""
    with written_whole(note_path(folder, note.id)) as made:
        made.write_text(note.as_text(), encoding="utf-8")
