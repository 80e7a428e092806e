"""Answers kept ready: the bytes of an answer, compressed as its client takes it, as long as the data are the same.

An answer belongs to the atlas it was made from and goes with it, so that a reload never answers with old data and an
old atlas is never kept alive. All answers of an application together are bounded by their bytes (setting
``answers_mb``); those not asked for the longest go first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from cachetools import LRUCache
from flask import Response, current_app, request

from geo.errors import AtlasError
from webmap.http.current import current_atlas
from webmap.http.json_links import JSON, answer_links, with_links
from webmap.http.own_layers import stored_mark
from webmap.http.responses import address_version, etag_of, keep_for_good
from webmap.http.security import NONCE_SLOT, nonce

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask_compress import Compress

    from geo import Atlas

#: Sorts of kept answers that share their memory: those of the application, and the whole ones before it.
PARTS = 2
#: Key of the WSGI environment: the endpoint, and what says whether a whole answer still holds (`keep_whole`).
IS_STILL_TRUE = "lingang.is_still_true"
#: Bytes an answer takes beside its body, about.
_OVERHEAD = 500
#: An answer of more than this part of the whole is not kept.
_LARGEST_PART = 2
_SLOT = NONCE_SLOT.encode()


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer and how it is compressed (``Content-Encoding``)."""

    body: bytes
    coding: str | None


class _Key(NamedTuple):
    atlas: int
    variant: str
    coding: str | None


class ReadyAnswers:
    """The answers of one application; all threads share them.

    Parameters
    ----------
    most_bytes : int
        Bound of all bodies together.
    """

    def __init__(self, most_bytes: int) -> None:
        self._kept: LRUCache[_Key, Answer] = LRUCache(most_bytes, getsizeof=lambda answer: len(answer.body) + _OVERHEAD)
        self._numbers: WeakKeyDictionary[Atlas, int] = WeakKeyDictionary()
        self._next = count()
        self._lock = Lock()

    def get(self, atlas: Atlas, variant: str, coding: str | None) -> Answer | None:
        """Look up an answer made from an atlas."""
        with self._lock:
            return self._kept.get(_Key(self._number(atlas), variant, coding))

    def put(self, atlas: Atlas, variant: str, coding: str | None, answer: Answer) -> None:
        """Keep an answer, unless it is so large that it would drive out most others."""
        if len(answer.body) <= self._kept.maxsize // _LARGEST_PART:
            with self._lock:
                self._kept[_Key(self._number(atlas), variant, coding)] = answer

    @property
    def size(self) -> int:
        """Bytes of all answers kept."""
        return int(self._kept.currsize)

    def _number(self, atlas: Atlas) -> int:
        """Return the number of an atlas; a new one drops the answers of atlases that are gone."""
        if atlas not in self._numbers:
            self._numbers[atlas] = next(self._next)
            living = set(self._numbers.values())
            for key in [key for key in self._kept if key.atlas not in living]:
                del self._kept[key]
        return self._numbers[atlas]


def init_app(app: Flask, compress: Compress) -> None:
    """Make the answers of an application, empty, and note the compressor they are kept compressed with."""
    app.extensions["ready_answers"] = ReadyAnswers(int(app.config["ANSWERS_MB"]) * 1024 * 1024 // PARTS)
    app.extensions["compress"] = compress


def ready(write: Callable[[], str | bytes], mimetype: str, variant: str) -> Response:
    """Return an answer that depends on data and variant only; it is written when it is first asked for.

    Parameters
    ----------
    write : callable
        Writes the body.
    mimetype : str
    variant : str
        What decides the body besides the data, such as the query and the root of the addresses in it.

    Returns
    -------
    flask.Response
        With an ETag of data version and variant; 304 without a body if the browser has it. JSON that has a page begins
        with its links (`webmap.http.json_links`).
    """
    if mimetype == JSON and (links := answer_links()):
        write, variant = partial(_linked, write, links), f"{variant} {links}"
    answer = _kept_or_made(write, mimetype, variant)
    response = _response(answer.body, answer.coding, mimetype)
    etag = etag_of(variant)
    # The ending is that of flask-compress.
    response.set_etag(f"{etag}:{answer.coding}" if answer.coding else etag)
    response.cache_control.no_cache = True
    if "v" in request.args:
        keep_for_good(response, address_version())
    response.make_conditional(request)
    return response


def _linked(write: Callable[[], str | bytes], links: list[dict[str, str]]) -> bytes:
    return with_links(write(), links)


def ready_page(write: Callable[[], str], variant: str) -> Response:
    """Return a page as `ready` returns an answer, with the nonce of this request and without an ETag.

    A page that holds a nonce has `webmap.http.security.NONCE_SLOT` in its place.
    """
    mimetype = "text/html"
    answer = _kept_or_made(write, mimetype, f"page {variant}")
    return _response(answer.body.replace(_SLOT, nonce().encode()), answer.coding, mimetype)


def keep_whole(is_still_true: Callable[[], bool] | None = None) -> None:
    """Say that the answer is the same for everybody who asks for this address and takes the same compression.

    Parameters
    ----------
    is_still_true : callable, optional
        Returns whether the answer still holds while the atlas is the same; without it, it does.
    """
    request.environ[IS_STILL_TRUE] = (request.endpoint or "", is_still_true)


def keep_whole_while(layer_id: str, version: str) -> None:
    """Say so of an answer that holds as long as a stored layer is in a version."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def holds() -> bool:
        try:
            layer = app.extensions["atlas"].stored.get(layer_id)
            return layer is not None and bool(layer.version == version)
        except AtlasError:  # the application says what is wrong
            return False

    keep_whole(holds)


def _kept_or_made(write: Callable[[], str | bytes], mimetype: str, variant: str) -> Answer:
    """Return a kept answer; make and keep it if there is none. Two threads may both make it."""
    answers: ReadyAnswers = current_app.extensions["ready_answers"]
    atlas, coding = current_atlas(), _coding()
    variant = f"{variant}{stored_mark()}"
    answer = answers.get(atlas, variant, coding)
    if answer is None:
        answer = _made(write, mimetype)
        if answer.coding in (coding, None):
            answers.put(atlas, variant, coding, answer)
    return answer


def _made(write: Callable[[], str | bytes], mimetype: str) -> Answer:
    response = Response(write(), mimetype=mimetype)
    if _SLOT not in response.get_data():
        compress: Compress = current_app.extensions["compress"]
        compress.after_request(response)
    return Answer(response.get_data(), response.headers.get("Content-Encoding"))


def _coding() -> str | None:
    """Return the compression the client prefers, of those the service has."""
    known = [name.strip() for name in current_app.config["COMPRESS_ALGORITHM"]]
    return request.accept_encodings.best_match(known)


def _response(body: bytes, coding: str | None, mimetype: str) -> Response:
    response = Response(body, mimetype=mimetype)
    if coding:
        response.headers["Content-Encoding"] = coding
        response.vary.add("Accept-Encoding")
    return response
