"""The error for a file that its reader rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import Fault, SourceError

if TYPE_CHECKING:
    from pathlib import Path


def unreadable(path: Path, error: Exception) -> SourceError:
    """Make the error for a file its reader rejected, with the reader's own message."""
    return SourceError(Fault(str(error)[:200], f"a {path.suffix} file", str(path), "name another file"))
