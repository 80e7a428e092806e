"""The web application of the atlas: a Folium map, pages, an HTTP API and the command line, over one immutable Atlas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from webmap.app import create_app

if TYPE_CHECKING:
    from webmap.map.notebook_map import folium_map

__all__ = ["create_app", "folium_map"]


def __getattr__(name: str) -> Any:
    """Import the Folium map when it is asked for: the command line and the server start without it."""
    if name == "folium_map":
        from webmap.map.notebook_map import folium_map  # noqa: PLC0415

        return folium_map
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
