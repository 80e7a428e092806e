"""Our own scripts and styles: their addresses, which change with their content, and the styles the map page carries."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Response, current_app, request, url_for

from webmap.http.palette import custom_properties
from webmap.http.query import strict_blueprint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from werkzeug import Response as PlainResponse

#: Folder of the copy of Leaflet the pages use, below ``static/vendor``.
LEAFLET = "leaflet-1.9.4"
bp = strict_blueprint("assets")

#: Parts of the one style sheet in their order: the first has the tokens, the last two overrule what is before them.
STYLE_PARTS = ("base", "map", "layers", "panel", "pages", "narrow", "print")
_NAME = re.compile(r"[.#]([\w-]+)")
_NOT = re.compile(r":not\([^)]*\)")


@bp.after_app_request
def close_file(response: Response) -> Response:
    """Have a static file closed with its response: the compressor wraps the file and forgets to close it."""
    close = getattr(response.response, "close", None)
    if response.direct_passthrough and close:
        response.call_on_close(close)
    return response


@bp.get("/styles.css")
def send_styles() -> PlainResponse:
    """Send the styles of all pages; their address changes with them, so that browsers may keep them for long."""
    response = Response(styles(), mimetype="text/css")
    response.add_etag()
    response.cache_control.public = True
    response.cache_control.max_age = current_app.config["SEND_FILE_MAX_AGE_DEFAULT"]
    return response.make_conditional(request)


def asset_url(filename: str) -> str:
    """URL of a file of ours that changes with its content, so that browsers may keep it for long.

    Parameters
    ----------
    filename : str
        Path below ``static/``.

    Returns
    -------
    str
        The URL with the first digits of the file's hash.
    """
    return url_for("static", filename=filename, v=_digest(_folder() / filename))


def styles_url() -> str:
    """URL of the style sheet of all pages, with the first digits of its hash."""
    return url_for("assets.send_styles", v=hashlib.sha256(styles().encode()).hexdigest()[:10])


@lru_cache(maxsize=1)
def styles() -> str:
    """Give the style sheet of all pages: one answer, written in parts, after Leaflet's own."""
    folder = resources.files("webmap")
    leaflet = folder / f"static/vendor/{LEAFLET}/leaflet.css"
    parts = [folder / f"styles/{part}.css" for part in STYLE_PARTS]
    before, *after = (_bare(file.read_text(encoding="utf-8")) for file in (leaflet, *parts))
    return "\n".join([before, custom_properties(), *after])


def _bare(css: str) -> str:
    """Take comments and indentation off a style sheet."""
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip()


def needed(css: str, names: Collection[str]) -> str:
    """Pick the rules that can apply to a page: the first frame waits for no other.

    Parameters
    ----------
    css : str
        A style sheet without comments.
    names : collection of str
        Classes and ids that occur in the page.

    Returns
    -------
    str
        The rules one of whose selectors asks for nothing but these names, in their order.
    """
    out = []
    for head, body in _rules(css):
        if head.startswith("@media"):
            inside = needed(body, names)
            out += [f"{head}{{{inside}}}"] if inside else []
        elif any(set(_NAME.findall(selector)) <= set(names) for selector in _NOT.sub("", head).split(",")):
            out.append(f"{head}{{{body}}}")
    return "\n".join(out)


def names_in(html: str) -> set[str]:
    """Collect the classes and ids of a page."""
    return {name for value in re.findall(r'\b(?:class|id)="([^"]*)"', html) for name in value.split()}


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Give what stands before and between the braces of each rule."""
    depth, start, opened = 0, 0, 0
    for brace in re.finditer(r"[{}]", css):
        depth += 1 if brace[0] == "{" else -1
        if depth == 1 and brace[0] == "{":
            opened = brace.start()
        elif depth == 0:
            yield css[start:opened].strip(), css[opened + 1 : brace.start()].strip()
            start = brace.end()


def module_addresses() -> dict[str, str]:
    """Give the import map: modules import one another by plain names, the browser asks for the hashed address."""
    names = sorted(path.name for path in (_folder() / "js").glob("*.js"))
    return {url_for("static", filename=f"js/{name}"): asset_url(f"js/{name}") for name in names}


def _folder() -> Path:
    return Path(str(current_app.static_folder))


@lru_cache(maxsize=256)
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
