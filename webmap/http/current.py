"""The atlas of the request, and whether a service answers the reader of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, request

#: Extension of the application that holds what is wrong with the newest data; empty if they were taken.
DATA_FAULT = "data_fault"

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from wsgiref.types import WSGIEnvironment

    from geo import Atlas

#: Key of the WSGI environment of a request that asks for a page of the static site.
STATIC_SITE = "lingang.static_site"
#: Extension of the application that tells of a request whether its reader may see own layers; all may without it.
SEES_OWN = "sees_own_layers"


def current_atlas() -> Atlas:
    """Return the atlas of the request, which is the one the application had at the first call in the request.

    It is kept for the request, so that one answer never mixes the data before and after a reload. A reader who may not
    see layers of the reader's own gets the atlas without them.
    """
    if "atlas" not in g:
        atlas: Atlas = current_app.extensions["atlas"]
        g.atlas = atlas if sees_own_layers() else atlas.without_own or atlas
    kept: Atlas = g.atlas
    return kept


def sees_own_layers() -> bool:
    """Return whether the reader of the request may see layers of the reader's own."""
    admits: Callable[[WSGIEnvironment], bool] | None = current_app.extensions.get(SEES_OWN)
    return admits is None or admits(request.environ)


def documents_folder() -> Path | None:
    """Return the folder of the documents; None without one, for the static site, and for who may not see own layers."""
    folder: Path | None = current_app.config["DOCUMENTS"]
    return folder if is_live() and sees_own_layers() else None


def is_live() -> bool:
    """Return whether a service answers the reader of the page; False for a page of the static site.

    What needs the service (search, filters, tools that measure) is not rendered where it is False.
    """
    return STATIC_SITE not in request.environ


def is_stale() -> bool:
    """Return whether newer data could not be taken: a database does not answer, or an edited file has errors."""
    stored = current_app.extensions["atlas"].stored
    return bool(current_app.extensions.get(DATA_FAULT) or getattr(stored, "fault", ""))
