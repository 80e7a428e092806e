"""Our scripts and styles: addresses that change with the content, and the parts that are written into a page."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Response, current_app, request, url_for

from geo.atlas.symbology import PALETTE
from webmap.http.query import strict_blueprint
from webmap.http.responses import keep_for_good

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug import Response as PlainResponse

#: Folder of the copy of Leaflet the pages use, below ``static/vendor``.
LEAFLET = "leaflet-1.9.4"
#: Folder of MapLibre, which the viewer of the tiles uses.
MAPLIBRE = "maplibre-gl-5.24.1"
bp = strict_blueprint("assets")

#: Parts of the style sheet in order: the first has the custom properties, the last two override earlier rules.
STYLE_PARTS = (
    *("base", "first", "map", "layers", "panel", "pages", "place", "side", "registers", "passage", "fit", "project"),
    *("ask", "narrow", "drawing"),
    *("dark", "print"),
)
#: Parts written into the map page, so that its first view does not wait for the style sheet.
FIRST_STYLE_PARTS = ("base", "first", "dark")
#: Module names begin with this: ``atlas/core/dom.js`` is ``static/js/core/dom.js``.
MODULE_PREFIX = "atlas/"
#: Folder of the modules that stand in for the service where there is none.
OFFLINE = "offline/"
#: A file, or the word that the browser has it.
_FILE_SENT = (200, 304)


@bp.after_app_request
def close_file(response: Response) -> Response:
    """Close a static file with its response, because the compressor wraps the file and does not close it."""
    close = getattr(response.response, "close", None)
    if response.direct_passthrough and close:
        response.call_on_close(close)
    return response


@bp.after_app_request
def keep_static_file(response: Response) -> Response:
    """Let caches keep a static file for good whose address carries its hash, as ours do."""
    name = (request.view_args or {}).get("filename")
    if request.endpoint != "static" or response.status_code not in _FILE_SENT or not name:
        return response
    # The folders of libraries have their version in their name.
    version = request.args.get("v", "") if name.startswith("vendor/") else _digest(_folder() / name)
    return keep_for_good(response, version)


@bp.get("/styles.css")
def send_styles() -> PlainResponse:
    """Send the style sheet of all pages; its address changes with its content, so browsers may cache it."""
    response = Response(styles(), mimetype="text/css")
    response.add_etag()
    response.cache_control.public = True
    response.cache_control.max_age = current_app.config["SEND_FILE_MAX_AGE_DEFAULT"]
    keep_for_good(response, _styles_digest())
    return response.make_conditional(request)


#: The page, and what stays light in a dark one (``styles/dark.css``).
LIGHT = ":root, .atlas-map, .keeps-light"


def custom_properties() -> str:
    """Return the rule that declares each colour, such as ``--accent``; in a dark page the map keeps these."""
    return f"{LIGHT} {{{'; '.join(f'--{name}: {colour}' for name, colour in PALETTE.items())}; }}"


def asset_url(filename: str) -> str:
    """Make the URL of a static file; it changes with the content, so browsers may cache the file.

    Parameters
    ----------
    filename : str
        Path below ``static/``.

    Returns
    -------
    str
        The URL with the first digits of the hash of the file.
    """
    return url_for("static", filename=filename, v=_digest(_folder() / filename))


def styles_url() -> str:
    """Make the URL of the style sheet of all pages, with the first digits of its hash."""
    return url_for("assets.send_styles", v=_styles_digest())


@lru_cache(maxsize=1)
def _styles_digest() -> str:
    return hashlib.sha256(styles().encode()).hexdigest()[:10]


@lru_cache(maxsize=1)
def styles() -> str:
    """Join the style sheet of all pages: that of Leaflet, the palette and our parts."""
    # Its pictures, of markers and of a switch the page does not have, are not installed.
    theirs = re.sub(r"[\w-]+:\s*url\(images/[^)]*\);?", "", _bare(f"static/vendor/{LEAFLET}/leaflet.css"))
    return "\n".join([theirs, custom_properties(), _parts(STYLE_PARTS)])


@lru_cache(maxsize=1)
def first_styles() -> str:
    """Join the styles of the first view of the map page."""
    return "\n".join([custom_properties(), _parts(FIRST_STYLE_PARTS)])


def _parts(names: Iterable[str]) -> str:
    return "\n".join(_bare(f"styles/{name}.css") for name in names)


def _bare(file: str) -> str:
    """Return a style sheet without comments and indentation."""
    css = resources.files("webmap").joinpath(file).read_text(encoding="utf-8")
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip()


@lru_cache(maxsize=4)
def inline_script(name: str) -> str:
    """Read a script that is written into a page, from ``templates``; it is not rendered as a template.

    Parameters
    ----------
    name : str
        Name of the file.

    Returns
    -------
    str
        The script, without a ``<script>`` element.
    """
    return resources.files("webmap").joinpath("templates", name).read_text(encoding="utf-8").strip()


def module_addresses() -> dict[str, str]:
    """Make the import map of the server: the address of each module, with its hash.

    Returns
    -------
    dict
        URLs by names such as ``atlas/core/dom.js``, which the modules use in their imports.
    """
    names = (name for name in _module_paths() if not name.startswith(OFFLINE))
    return {f"{MODULE_PREFIX}{name}": asset_url(f"js/{name}") for name in names}


def module_sources(wanted: tuple[str, ...] = ("",)) -> dict[str, str]:
    """Make an import map that contains the modules, for pages opened from a disk.

    Parameters
    ----------
    wanted : tuple of str
        How the paths of the modules begin; all by default.

    Returns
    -------
    dict
        ``data:`` URLs of the sources by names such as ``atlas/core/dom.js``; the sources are those of the server.
    """
    sources = {}
    for name in filter(lambda path: path.startswith(wanted), _module_paths()):
        coded = base64.b64encode((_folder() / "js" / name).read_bytes()).decode()
        sources[f"{MODULE_PREFIX}{name}"] = f"data:text/javascript;base64,{coded}"
    return sources


def _module_paths() -> list[str]:
    """List the modules below ``static/js``, without plain scripts (``compare/``, ``page/``) and the files of types."""
    folder = _folder() / "js"
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.js"))
    return [path for path in paths if not path.startswith(("compare/", "page/")) and not path.endswith("types.js")]


def _folder() -> Path:
    return Path(str(current_app.static_folder))


@lru_cache(maxsize=256)
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
