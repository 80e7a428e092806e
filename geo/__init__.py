"""Load, check, join and measure the planning layers of the Lingang New Area; knows no web framework."""

from geo.atlas.atlas import Atlas, load_atlas

__all__ = ["Atlas", "load_atlas"]
