"""Files kept ready on disk: an export is written once and sent again as long as the data are the same.

A file belongs to the atlas it was written from. All files of an application together are bounded by their bytes
(setting ``exports_mb``); those not asked for the longest go first. They lie in a temporary folder that goes with the
process. One that is being sent when it goes is still sent whole, as it is open.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, finalize

from cachetools import LRUCache
from flask import Response, current_app, request
from werkzeug.wsgi import FileWrapper

from webmap.http.current import current_atlas
from webmap.http.own_layers import stored_mark
from webmap.http.responses import address_version, etag_of, keep_for_good

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from flask import Flask

    from geo import Atlas


#: Bytes read from a file at a time.
_PIECE = 1 << 18


class _OpenFile(FileWrapper):
    """A file in pieces; closed after the last."""

    def __next__(self) -> bytes:
        try:
            return super().__next__()
        except StopIteration:
            self.close()
            raise


class _Files(LRUCache[tuple[int, str], Path]):
    """Paths by atlas and variant; what falls out is removed from disk."""

    def popitem(self) -> tuple[tuple[int, str], Path]:
        key, path = super().popitem()
        path.unlink(missing_ok=True)
        return key, path


class KeptFiles:
    """The files of one application; all threads share them.

    Parameters
    ----------
    most_bytes : int
        Bound of all files together; a larger file is written anew each time.
    """

    def __init__(self, most_bytes: int) -> None:
        self._files = _Files(most_bytes, getsizeof=lambda path: path.stat().st_size)
        self._numbers: WeakKeyDictionary[Atlas, int] = WeakKeyDictionary()
        self._next = count()
        self._lock = Lock()
        self._folder: Path | None = None

    def open(self, atlas: Atlas, variant: str, write: Callable[[Path], None], name: str = "") -> BinaryIO:
        """Open a kept file for reading, or write it first under a name of the same ending; two threads may both."""
        with self._lock:
            kept = self._files.get((self._number(atlas), variant))
            if kept is not None:
                return kept.open("rb")
            path = self._place() / f"{next(self._next)}.{name.partition('.')[2]}"
        try:
            write(path)
            file = path.open("rb")
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        with self._lock:
            self._keep((self._number(atlas), variant), path)
        return file

    @property
    def size(self) -> int:
        """Bytes of all files kept."""
        return int(self._files.currsize)

    def _place(self) -> Path:
        """Return the folder; made with the first file, by the process that serves."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="lingang-exports-"))
            finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def _keep(self, key: tuple[int, str], path: Path) -> None:
        if key in self._files or path.stat().st_size > self._files.maxsize:
            path.unlink()
        else:
            self._files[key] = path

    def _number(self, atlas: Atlas) -> int:
        """Return the number of an atlas; a new one removes the files of atlases that are gone."""
        if atlas not in self._numbers:
            self._numbers[atlas] = next(self._next)
            living = set(self._numbers.values())
            for key in [key for key in self._files if key[0] not in living]:
                self._files.pop(key).unlink(missing_ok=True)
        return self._numbers[atlas]


def init_app(app: Flask) -> None:
    """Make the kept files of an application, none yet."""
    app.extensions["kept_files"] = KeptFiles(int(app.config["EXPORTS_MB"]) * 1024 * 1024)


def kept_file(write: Callable[[Path], None], mimetype: str, variant: str, filename: str) -> Response:
    """Return a file that depends on data and variant only; it is written when it is first asked for.

    Parameters
    ----------
    write : callable
        Writes the file to a path that does not exist yet.
    mimetype : str
    variant : str
        What decides the content besides the data.
    filename : str
        Name a browser saves it under.

    Returns
    -------
    flask.Response
        With an ETag, or 304 without a body if the client has it, or 206 with the bytes it asked for. An address that
        names the version may be kept for good.
    """
    etag = etag_of(variant)
    if _has(etag):
        response = Response(status=304)
    else:
        if request.range is not None:
            # Ranges count the bytes of the file as it is, so a part is never compressed.
            request.environ["HTTP_ACCEPT_ENCODING"] = "identity"
        files: KeptFiles = current_app.extensions["kept_files"]
        file = files.open(current_atlas(), f"{variant}{stored_mark()}", write, filename)
        try:
            response = _answer(file, mimetype, etag)
        except BaseException:
            file.close()
            raise
        response.headers.set("Content-Disposition", "attachment", filename=filename)
    response.set_etag(etag)
    response.cache_control.no_cache = True
    return keep_for_good(response, address_version()) if "v" in request.args else response


def _answer(file: BinaryIO, mimetype: str, etag: str) -> Response:
    """Return an open file, or the part of it that is asked for."""
    size = os.fstat(file.fileno()).st_size
    response = Response(_OpenFile(file, _PIECE), mimetype=mimetype)
    response.call_on_close(file.close)
    response.content_length = size
    response.set_etag(etag)
    response.make_conditional(request, accept_ranges=True, complete_length=size)
    return response


def _has(etag: str) -> bool:
    """Return whether the client has the file, compressed (as flask-compress marks it) or not."""
    codings = ["", *(f":{name.strip()}" for name in current_app.config["COMPRESS_ALGORITHM"])]
    return any(request.if_none_match.contains(f"{etag}{coding}") for coding in codings)
