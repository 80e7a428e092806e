"""The web application of the atlas: a Folium map, pages, an HTTP API and the command line, over one immutable Atlas."""

from webmap.app import create_app

__all__ = ["create_app"]
