"""Make answers: their ETag, the name of a file, and whether a person or a program asked."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import lru_cache
from importlib import resources
from pathlib import Path

from flask import Response, current_app, request

from geo.atlas.added.own_layers import stored_version
from webmap.http.current import current_atlas
from webmap.http.own_layers import stored_mark

#: Seconds a browser may keep an answer whose address names its version: a year.
FOR_GOOD_S = 365 * 24 * 3600


def address_version() -> str:
    """Return what the addresses of data name as ``v``: it changes with data, program and year.

    An answer whose address names it may be kept for good. The program belongs to it, because another release may write
    the same data otherwise; the year, because a target says whether its year has passed. All addresses name one
    version, so it changes with an edit of any stored layer.
    """
    atlas = current_atlas()
    stored = (stored_version(atlas),) if atlas.stored else ()
    parts = (atlas.version, _program(), dt.date.today().year, *stored)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


@lru_cache(maxsize=1)
def _program() -> str:
    """Return the digest of our modules and words."""
    folders = [Path(str(resources.files(package))) for package in ("geo", "webmap")]
    files = [path for folder in folders for suffix in ("py", "json") for path in sorted(folder.rglob(f"*.{suffix}"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def keep_for_good(response: Response, version: str) -> Response:
    """Let caches keep an answer for good if the address asked for names its version, and return the answer.

    Parameters
    ----------
    response : flask.Response
    version : str
        The version the answer has.
    """
    if request.args.get("v", "") == version:
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = FOR_GOOD_S
        response.cache_control.immutable = True
    return response


def versioned(body: str | bytes, mimetype: str, variant: str) -> Response:
    """Return an answer with an ETag of data version and variant, or 304 without a body if the browser has it.

    Parameters
    ----------
    body : str or bytes
    mimetype : str
    variant : str
        What decides the body besides the data, such as the query.
    """
    response = Response(body, mimetype=mimetype)
    response.set_etag(etag_of(variant))
    response.cache_control.no_cache = True
    if "v" in request.args:
        keep_for_good(response, address_version())
    response.make_conditional(request)
    return response


def etag_of(variant: str) -> str:
    """Return the ETag of an answer that depends on the data and a variant of it."""
    # Hashed, because a query may hold characters that an ETag may not.
    mark = hashlib.sha256(f"{_program()} {variant} {stored_mark()}".rstrip().encode()).hexdigest()[:12]
    return f"{current_atlas().version}-{mark}"


def unkept(response: Response) -> Response:
    """Set the headers that keep an answer out of every cache, because it holds text that is not ours, and return it."""
    response.cache_control.no_store = True
    response.cache_control.private = True
    return response


def attached(response: Response, filename: str) -> Response:
    """Set the headers that make a browser save an answer under a name, and return the answer."""
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response


def named(response: Response, filename: str) -> Response:
    """Set the header that makes a browser show an answer and save it under a name, and return the answer."""
    response.headers.set("Content-Disposition", "inline", filename=filename)
    return response


def daily_variant() -> str:
    """Return what decides an answer to a GET that names a day besides the data: its address, and the day."""
    query = sorted((name, value) for name, value in request.args.items() if name != "v")
    return f"{request.path} {query} {today()}"


def today() -> str:
    """Return the day here, which decides whether a year has passed, and the day in UTC, which is printed."""
    return f"{dt.date.today()} {dt.datetime.now(tz=dt.UTC).date()}"


def review_number() -> str | None:
    """Return the map review number (审图号) of the service."""
    number: str | None = current_app.config.get("MAP_REVIEW_NUMBER")
    return number


def wants_page() -> bool:
    """Return whether a browser asks for a page; a program that states no preference gets JSON."""
    return request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"
