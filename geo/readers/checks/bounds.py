"""How much one file may hold, counted before objects are made of it.

Files named by whoever runs the program have no bounds. A stranger's file has those of `STRANGERS`; the limits of the
process that reads it (`geo.readers.isolated`) hold where a file lies about its sizes.

Texts of a reader's own layers are cut at `LONGEST_TEXT`, because every page, search answer and export repeats them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from geo.errors import TOO_LARGE, Fault, ParameterError, SourceError

if TYPE_CHECKING:
    import pandas as pd

Frame = TypeVar("Frame", bound="pd.DataFrame")

#: Most characters of a text of a reader's own layers: two pages of print. What is cut off is counted at its end.
LONGEST_TEXT = 4_000
#: Characters of a name: it is a title, a line of a list and a cell; the text itself stands among the attributes.
LONGEST_NAME = 100
#: Most characters of the name of a column.
LONGEST_COLUMN = 200


@dataclass(frozen=True)
class Bounds:
    """Most of each thing one file may hold; None for any number.

    Attributes
    ----------
    rows : int or None
        Features, and entities of a drawing with its blocks unfolded.
    vertices : int or None
    columns : int or None
        Attributes of a layer.
    cells : int or None
        Rows times columns.
    members : int or None
        Files in an archive, and layers of a file.
    unpacked : int or None
        Bytes of an archive unpacked.
    texts : int or None
        Bytes of the texts of a table that is packed.
    """

    rows: int | None = None
    vertices: int | None = None
    columns: int | None = None
    cells: int | None = None
    members: int | None = None
    unpacked: int | None = None
    texts: int | None = None

    def require(self, what: str, found: int, where: str) -> None:
        """Refuse a number beyond its bound.

        Parameters
        ----------
        what : str
            Name of the attribute.
        found : int
            The number; negative if the file does not tell.
        where : str
            Named in the error.

        Raises
        ------
        ParameterError
            If `found` is larger.
        """
        most: int | None = getattr(self, what)
        if most is not None and found > most:
            found_words = f"{found} {_WORDS.get(what, what)}"
            raise ParameterError(Fault(found_words, f"at most {most}", where, "split or simplify the file", TOO_LARGE))


_WORDS = {"members": "files or layers", "unpacked": "bytes unpacked", "texts": "bytes of texts"}
#: Of the program's own user.
UNBOUNDED = Bounds()
#: Of a stranger.
STRANGERS = Bounds(
    rows=100_000,
    vertices=1_000_000,
    columns=1_000,
    cells=5_000_000,
    members=1_000,
    unpacked=128 * 1024 * 1024,
    texts=64 * 1024 * 1024,
)


def with_short_texts(frame: Frame, where: str) -> Frame:
    """Return a table whose texts are no longer than `LONGEST_TEXT`, with a mark where one was cut.

    Parameters
    ----------
    frame : pandas.DataFrame
        Does not change.
    where : str
        Named in the error.

    Raises
    ------
    SourceError
        If the name of a column is longer than `LONGEST_COLUMN`.
    """
    long_name = next((str(name) for name in frame.columns if len(str(name)) > LONGEST_COLUMN), None)
    if long_name is not None:
        found, expected = f"a column named {long_name[:40]!r}…", f"at most {LONGEST_COLUMN} characters"
        raise SourceError(Fault(found, expected, where, "name it shorter"))
    cut = {}
    for name in frame.columns:
        values = frame[name]
        if values.dtype.kind == "O" and values.dtype.name != "geometry":
            short = [_cut(value) for value in values]
            if any(new is not old for new, old in zip(short, values, strict=True)):
                cut[name] = short
    out = frame.copy(deep=False) if cut else frame
    for name, short in cut.items():
        out[name] = short
    return out


def _cut(value: Any) -> Any:
    text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else value
    if isinstance(text, str) and len(text) > LONGEST_TEXT:
        return f"{text[:LONGEST_TEXT]} […+{len(text) - LONGEST_TEXT}]"
    return value
