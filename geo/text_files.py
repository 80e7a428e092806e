"""Bytes and UTF-8 text of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import Fault, SourceError

if TYPE_CHECKING:
    from pathlib import Path

#: Bytes searched at a time.
_PIECE = 1 << 20


def read_text(path: Path) -> str:
    """Read a UTF-8 file, with or without byte order mark.

    Raises
    ------
    SourceError
        If the file is missing or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        fault = Fault("the file is missing", "a readable file", str(path), "restore it or name another folder")
        raise SourceError(fault) from error
    except (OSError, UnicodeDecodeError) as error:
        guess = "bytes that are not UTF-8 (GBK?)" if isinstance(error, UnicodeDecodeError) else str(error)
        raise SourceError(Fault(guess, "UTF-8 text", str(path), "save the file again as UTF-8")) from error


def mentions(path: Path, mark: bytes) -> bool:
    """Whether the bytes of a file hold `mark`, read piece by piece: a drawing may be larger than memory."""
    window = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            # What begins at the end of one piece ends in the next.
            window = window[max(len(window) - len(mark) + 1, 0) :] + piece
            if mark in window:
                return True
    return False
