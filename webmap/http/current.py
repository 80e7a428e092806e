"""The atlas of the request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g

if TYPE_CHECKING:
    from geo import Atlas


def current_atlas() -> Atlas:
    """Return the atlas of the request, which is the one the application had at the first call in the request.

    It is kept for the request, so that one answer never mixes the data before and after a reload.
    """
    if "atlas" not in g:
        g.atlas = current_app.extensions["atlas"]
    atlas: Atlas = g.atlas
    return atlas
