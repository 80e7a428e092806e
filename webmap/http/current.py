"""The atlas of the request, and whether a service answers the reader of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, request

if TYPE_CHECKING:
    from geo import Atlas

#: Key of the WSGI environment of a request that asks for a page of the static site.
STATIC_SITE = "lingang.static_site"


def current_atlas() -> Atlas:
    """Return the atlas of the request, which is the one the application had at the first call in the request.

    It is kept for the request, so that one answer never mixes the data before and after a reload.
    """
    if "atlas" not in g:
        g.atlas = current_app.extensions["atlas"]
    atlas: Atlas = g.atlas
    return atlas


def is_live() -> bool:
    """Return whether a service answers the reader of the page; False for a page of the static site.

    What needs the service (search, filters, tools that measure) is not rendered where it is False.
    """
    return STATIC_SITE not in request.environ
