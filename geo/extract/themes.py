"""The themes of an extract, declared as data: what each looks at, and the ground on which it was looked at.

A theme of places lists what its layers hold; a theme of statements lists the rows of its tables, which reach a site
through the places they are tied to. Outside the ground of a theme the atlas has not looked, and an extract says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from geo import words
from geo.atlas.per_atlas import per_atlas

if TYPE_CHECKING:
    from shapely.geometry import Polygon

    from geo.atlas.atlas import Atlas

#: The layer whose extent is the frame of the map: the ground on which places of the whole city were looked for.
MAP_FRAME = ("coast",)
#: The layers of the plans of the New Area, whose extent is the ground on which these plans were looked at.
NEW_AREA = ("scopes", "functional_areas", "areas", "belts", "clusters")


@dataclass(frozen=True)
class Theme:
    """A subject an extract answers for.

    Attributes
    ----------
    id : str
        Never renamed: programs read it.
    holds : {"places", "statements"}
        Whether it lists the places of `layers`, or the rows of `tables`.
    layers : tuple of str
        Layers of the catalogue; a layer belongs to one theme.
    tables : tuple of str
        Seed tables.
    looked_at : tuple of str
        Layers whose common extent is the ground on which the theme was looked at.
    """

    id: str
    holds: Literal["places", "statements"]
    looked_at: tuple[str, ...]
    layers: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()

    def title(self, lang: str) -> str:
        """Return the title in Chinese (``zh``) or English."""
        return words.say(f"extract_theme.{self.id}", lang)


THEMES = (
    Theme("scopes", "places", NEW_AREA, layers=("scopes",)),
    Theme("functional_areas", "places", NEW_AREA, layers=("functional_areas", "areas")),
    Theme("belts", "places", NEW_AREA, layers=("belts",)),
    Theme("clusters", "places", NEW_AREA, layers=("clusters",)),
    Theme(
        "parks",
        "places",
        MAP_FRAME,
        layers=("parks", "nodes", "shanghai_parks", "coordination_parks", "demonstration_zones"),
    ),
    Theme(
        "city_structure", "places", MAP_FRAME, layers=("new_city", "new_cities", "shanghai_structure", "shanghai_nodes")
    ),
    Theme("industries", "statements", MAP_FRAME, tables=("industry_places", "industry_links")),
    Theme("targets", "statements", MAP_FRAME, tables=("indicators",)),
    Theme("measures", "statements", MAP_FRAME, tables=("measures",)),
    Theme("land_rules", "statements", MAP_FRAME, tables=("land_rules",)),
)


@per_atlas
def coverage(atlas: Atlas, theme_id: str) -> Polygon:
    """Return the ground on which a theme was looked at: a box in degrees around its layers (`Theme.looked_at`)."""
    theme = next(theme for theme in THEMES if theme.id == theme_id)
    boxes = np.array([atlas.layers[layer].total_bounds for layer in theme.looked_at if layer in atlas.layers])
    box: Polygon = shapely.box(*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))
    return box


def theme_of_layer(layer_id: str) -> str | None:
    """Return the id of the theme that lists the places of a layer; None for a layer of no theme."""
    return next((theme.id for theme in THEMES if layer_id in theme.layers), None)
