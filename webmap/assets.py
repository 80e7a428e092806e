"""Our own scripts and styles: their addresses, which change with their content, and the styles the map page carries."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from flask import current_app, url_for

from webmap.map import LEAFLET


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


def styles() -> str:
    """Give the style sheets of the map page in one text: it travels inside the page, whose first frame waits for it.

    Returns
    -------
    str
        Leaflet's rules, then ours, without comments and indentation.
    """
    sheets = (f"vendor/{LEAFLET}/leaflet.css", "css/atlas.css")
    text = "\n".join((_folder() / name).read_text(encoding="utf-8") for name in sheets)
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).strip()


def module_addresses() -> dict[str, str]:
    """Give the import map: modules import one another by plain names, the browser asks for the hashed address."""
    names = sorted(path.name for path in (_folder() / "js").glob("*.js"))
    return {url_for("static", filename=f"js/{name}"): asset_url(f"js/{name}") for name in names}


def _folder() -> Path:
    return Path(str(current_app.static_folder))


@lru_cache(maxsize=256)
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
