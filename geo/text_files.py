"""Bytes and UTF-8 text of a file, and writing of a file or a folder as a whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import Fault, SourceError

try:
    import fcntl
except ImportError:  # Windows: what a killed program left aside stays there
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What is in no name of a file: what Windows forbids, control characters, and marks that turn the direction of text.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
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


def file_name(text: str, taken: set[str], longest: int = 60) -> str:
    r"""Return a text as the name of a file on any system: the one way from words of a reader to a name on a disk.

    Parameters
    ----------
    text : str
        Anything; what no system takes (``/ \ : * ? " < > |``, control characters, dots and blanks at the ends) becomes
        an underscore, and a name Windows keeps for itself gets one before it.
    taken : set of str
        Names given already, in lower case; the new one is added, with a number where it was taken.
    longest : int
        Most characters.
    """
    plain = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text)).strip(". ")[:longest].strip(". ") or "_"
    plain = f"_{plain}" if _RESERVED.fullmatch(plain) else plain
    name, number = plain, 2
    while name.casefold() in taken:
        tail = f" {number}"
        name, number = plain[: longest - len(tail)] + tail, number + 1
    taken.add(name.casefold())
    return name


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


@contextmanager
def written_whole(target: Path, name: str | None = None) -> Iterator[Path]:
    """Yield a path at which to make a file or a folder, and move it to its target when the block ends.

    It is made in a hidden folder beside the target, written through to the disk and renamed, so that at any time the
    target is the old one or the new one. After an error the old one stays. A program that is killed leaves the hidden
    folder; the next one that writes the same target removes it.

    Parameters
    ----------
    target : pathlib.Path
        A file, or a folder that is empty or does not exist. Links are followed; pipes and devices are written to.
    name : str, optional
        Name of the file while it is made, for libraries that want an ending; by default that of the target.

    Yields
    ------
    pathlib.Path
        Nothing is there yet.

    Raises
    ------
    OSError
        If the target cannot be written.
    """
    place = target.resolve()
    # A pipe, such as /dev/stdout, resolves to a name that is no path.
    if target.exists() and not (target.is_file() or target.is_dir()):
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / (name or place.name)
            yield made
            with made.open("rb") as whole, target.open("wb") as out:
                shutil.copyfileobj(whole, out)
        return
    if place.is_file():
        place.open("r+b").close()  # raises if the file is write protected
    with _folder_aside(place) as aside:
        made = aside / (name or place.name)
        yield made
        if place.exists():
            shutil.copymode(place, made)
        _write_through(made)
        if place.is_dir():
            place.rmdir()
        made.replace(place)
    _sync_folder(place.parent)


@contextmanager
def _folder_aside(place: Path) -> Iterator[Path]:
    """Make a folder beside a place and remove it afterwards; also remove those that killed programs left."""
    # A hash, because the name of the place may be as long as a name can be.
    stem = f".{hashlib.sha256(os.fsencode(place.name)).hexdigest()[:8]}-"
    for left in sorted(place.parent.glob(f"{stem}*.part")):
        with _lock(left, wait=False) as is_left:
            if is_left:
                shutil.rmtree(left, ignore_errors=True)  # another program may remove it too
    folder = Path(tempfile.mkdtemp(prefix=stem, suffix=".part", dir=place.parent))
    with _lock(folder, wait=True):
        # Gone if another program took it for a left one before it was locked.
        folder.mkdir(mode=0o700, exist_ok=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder)


@contextmanager
def _lock(folder: Path, *, wait: bool) -> Iterator[bool]:
    """Lock a folder, and tell whether it is locked; the system frees it when the program ends, however it ends."""
    handle = -1
    is_locked = False
    try:
        if fcntl:
            handle = os.open(folder, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_locked = True
    except OSError:  # held by another program, or a file system without locks
        is_locked = False
    try:
        yield is_locked
    finally:
        if handle >= 0:
            os.close(handle)


def _write_through(made: Path) -> None:
    """Have the system write a file, or a folder with all its files, to the disk."""
    if made.is_file():
        with made.open("r+b") as file:
            os.fsync(file.fileno())
    elif hasattr(os, "sync"):  # once for all: a call for each of two thousand files takes a minute on a USB stick
        os.sync()


def _sync_folder(folder: Path) -> None:
    """Have the system write the names in a folder to the disk, where it can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network file systems cannot
            raise
    finally:
        os.close(handle)
