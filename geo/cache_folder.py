"""Folders for what is made from our own sources or data and kept to save time; each may be deleted at any time.

They lie in the ``__pycache__`` of the package, or in the user's cache where the package cannot be written. A folder or
file is named by a hash of what it is made from, so that a change makes a new one.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def cache_folders() -> list[Path]:
    """List where to look for what is kept, and to keep it, the best place first."""
    beside = PACKAGE / "__pycache__"
    given = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    try:
        base = Path(given) if given else Path.home() / ".cache"
    except RuntimeError:  # a user without a home
        return [beside]
    # Of this installation: two of them must not remove each other's files.
    return [beside, base / "lingang-atlas" / hashlib.sha256(str(PACKAGE).encode()).hexdigest()[:12]]


def is_readable(path: Path) -> bool:
    """Whether a file is there and may be read, also below a folder that may not be listed."""
    return os.access(path, os.R_OK)


def is_writable(folder: Path) -> bool:
    """Whether files can be written in a folder, which is made if need be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


@cache
def sources_hash(*names: str) -> str:
    """Hash the sources in folders of the package, and files that are named: 12 hex digits."""
    digest = hashlib.sha256()
    for name in names:
        path = PACKAGE / name
        for source in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            digest.update(source.relative_to(PACKAGE).as_posix().encode())
            digest.update(hashlib.sha256(source.read_bytes()).digest())
    return digest.hexdigest()[:12]
