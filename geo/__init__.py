"""Load, check, join and measure the planning layers of the Lingang New Area; knows no web framework.

What is listed here is imported when it is first used: `import geo` alone loads no library.
"""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas, load_atlas
    from geo.export import write_layer
    from geo.measure.area import area_km2, length_m
    from geo.overlay.zonal_area import zonal_area
    from geo.places.profile import profile
    from geo.places.search import search
    from geo.readers.vector_file import read_features
    from geo.stats.accounts import make_account

__all__ = [
    "Atlas",
    "area_km2",
    "length_m",
    "load_atlas",
    "make_account",
    "profile",
    "read_features",
    "search",
    "write_layer",
    "zonal_area",
]

_HOME = {
    "Atlas": "geo.atlas.atlas",
    "area_km2": "geo.measure.area",
    "length_m": "geo.measure.area",
    "load_atlas": "geo.atlas.atlas",
    "make_account": "geo.stats.accounts",
    "profile": "geo.places.profile",
    "read_features": "geo.readers.vector_file",
    "search": "geo.places.search",
    "write_layer": "geo.export",
    "zonal_area": "geo.overlay.zonal_area",
}


def __getattr__(name: str) -> object:
    """Import what is listed here on its first use."""
    if name == "__version__":
        return version("lingang-atlas")
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
