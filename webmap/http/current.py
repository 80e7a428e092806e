"""The atlas of the running application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from geo import Atlas


def current_atlas() -> Atlas:
    """Return the atlas of the running application."""
    atlas: Atlas = current_app.extensions["atlas"]
    return atlas
