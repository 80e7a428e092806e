"""Load, check, join and measure the planning layers of the Lingang New Area; knows no web framework.

What is listed here is imported when it is first used: `import geo` alone loads no library.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas, load_atlas

__all__ = ["Atlas", "load_atlas"]

_HOME = {"Atlas": "geo.atlas.atlas", "load_atlas": "geo.atlas.atlas"}


def __getattr__(name: str) -> object:
    """Import what is listed here on its first use."""
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)
