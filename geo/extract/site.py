"""A site with everything the report says of it: its size, the places it touches, and what applies there.

A site is a place of the atlas, a feature of the reader's own, or any polygon. All it says of its ground comes from its
account (`geo.extract.account`), as in the panel and its files; what the documents say is collected when it is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import shapely

from geo import words
from geo.atlas.rows_by_id import rows_of
from geo.errors import Fault, ParameterError
from geo.extract.account import Account, account_of_place, account_of_shape
from geo.extract.touches import Touch, applying
from geo.places.profile import profile, statements

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas

#: Layers of the places an investor asks for by name; the other areas and points are zones.
PARK_LAYERS = ("parks", "shanghai_parks", "coordination_parks", "nodes", "demonstration_zones")


@dataclass(frozen=True)
class ApplyingPlace:
    """A place whose statements apply to a site.

    Attributes
    ----------
    statements : dict
        Names, claims, indicators and measures (`geo.places.profile.statements`).
    applies : {"itself", "whole", "part"}
        Whether the site is this place, or what the place says holds for the whole site or for part of it
        (`geo.extract.touches.Touch`).
    share_of_site : float or None
        Share of the site in the place; None for the place itself.
    """

    statements: dict[str, Any]
    applies: Literal["itself", "whole", "part"]
    share_of_site: float | None = None


@dataclass(frozen=True)
class Site:
    """What a report or an extract is about.

    Attributes
    ----------
    atlas : Atlas
    place_id : str or None
        None for a polygon that is no place.
    name_zh, name_en : str
    account : Account
        What it is and what it meets.
    """

    atlas: Atlas = field(repr=False, compare=False)
    place_id: str | None
    name_zh: str
    name_en: str
    account: Account

    @property
    def shape(self) -> BaseGeometry | None:
        """Its shape in degrees (WGS84); None for a place without location."""
        return self.account.shape

    @cached_property
    def profile(self) -> dict[str, Any] | None:
        """As `geo.places.profile.profile` makes it; None for a polygon that is no place."""
        return profile(self.atlas, self.place_id) if self.place_id else None

    @cached_property
    def area(self) -> dict[str, Any] | None:
        """``area_km2``, ``area_ha``, ``area_mu``, ``perimeter_km``, and for a place the keys of its profile."""
        if self.profile:
            area: dict[str, Any] | None = self.profile["area"]
            return area
        return {**self.account.size["area"], "perimeter_km": self.account.size["perimeter_km"]}

    @property
    def touches(self) -> tuple[Touch, ...]:
        """What it touches, as `geo.extract.touches.touches` lists it, without the site itself."""
        return self.account.touches

    @property
    def near(self) -> tuple[dict[str, Any], ...]:
        """Places missed by less than the accuracy of their boundary (`geo.extract.boundary_band.near_places`)."""
        return self.account.near

    @cached_property
    def applying(self) -> tuple[ApplyingPlace, ...]:
        """The place itself, then those that apply to the whole site, then to part of it; the smallest first."""
        itself = (ApplyingPlace(self.profile, "itself"),) if self.profile else ()
        others = (
            ApplyingPlace(statements(self.atlas, touch.place_id), touch.applies, touch.share_of_site)
            for touch in applying(self.touches)
            if touch.applies
        )
        return (*itself, *others)

    def name(self, lang: str) -> str:
        """Return the name in Chinese (``zh``) or English."""
        return words.pick(self, "name", lang)

    @property
    def zones(self) -> tuple[Touch, ...]:
        """Areas and points that are no park, the largest share of the site first."""
        return _by_share(touch for touch in self.touches if touch.geometry != "line" and touch.layer not in PARK_LAYERS)

    @property
    def parks(self) -> tuple[Touch, ...]:
        """Parks, nodes and demonstration zones, the largest share of the site first."""
        return _by_share(touch for touch in self.touches if touch.geometry != "line" and touch.layer in PARK_LAYERS)

    @property
    def axes(self) -> tuple[Touch, ...]:
        """Belts and axes, the greatest length inside first."""
        lines = (touch for touch in self.touches if touch.geometry == "line")
        return tuple(sorted(lines, key=lambda touch: -(touch.length_km or 0.0)))


def _by_share(found: Any) -> tuple[Touch, ...]:
    """Sort by share of the site; of those that hold the same share, the smallest place first."""
    return tuple(
        sorted(found, key=lambda touch: (-round(touch.share_of_site or 0.0, 3), -(touch.share_of_place or 0.0)))
    )


def site_of_place(atlas: Atlas, place_id: str) -> Site:
    """Collect what can be said about a place, or about a feature of the reader's own as about a polygon.

    Raises
    ------
    UnknownPlaceError
        If no place has this id.
    ParameterError
        If a feature of the reader's own is no polygon.
    """
    atlas.require_place(place_id)
    own = atlas.own_layer_of(place_id)
    if own:
        return site_of_features(atlas, atlas.layers[own].loc[[place_id]])
    (place,) = rows_of(atlas, "places", "place_id", place_id)
    return Site(atlas, place_id, place["name_zh"], place["name_en"], account_of_place(atlas, place_id))


def site_of_polygon(
    atlas: Atlas, shape: BaseGeometry | None, name_zh: str = "自定义地块", name_en: str = "Drawn site"
) -> Site:
    """Collect what can be said about a polygon.

    Parameters
    ----------
    atlas : Atlas
    shape : shapely.Polygon or shapely.MultiPolygon
        In degrees (WGS84), valid.
    name_zh, name_en : str
        Printed as given.

    Raises
    ------
    ParameterError
        If the shape is no polygon or has no area.
    """
    if shape is None or shape.geom_type not in {"Polygon", "MultiPolygon"} or not shape.area:
        found = "nothing" if shape is None else f"a {shape.geom_type}"
        raise ParameterError(Fault(found, "a polygon", "geometry", "draw an area"))
    return Site(atlas, None, name_zh, name_en, account_of_shape(atlas, shape))


def site_of_features(atlas: Atlas, frame: gpd.GeoDataFrame) -> Site:
    """Collect what can be said about the polygons of a file taken together, ground counted once.

    Parameters
    ----------
    atlas : Atlas
    frame : geopandas.GeoDataFrame
        As `geo.readers.vector_file.read_features` reads it. One feature gives the site its name.

    Raises
    ------
    ParameterError
        If it holds no polygon.
    """
    shape, names = shape_of_features(frame)
    return site_of_polygon(atlas, shape, **names)


def shape_of_features(frame: gpd.GeoDataFrame) -> tuple[BaseGeometry | None, dict[str, str]]:
    """Return the polygons of a file as one shape, and the names of the only one.

    Returns
    -------
    tuple of shapely geometry or None, and dict
        ``name_zh`` and ``name_en`` where the file names its only polygon, else nothing.
    """
    areas = frame[frame.geometry.geom_type.isin(["Polygon", "MultiPolygon"])]
    shape = shapely.union_all(areas.geometry.to_numpy()) if len(areas) else None
    names = {}
    if len(areas) == 1:
        row = areas.iloc[0]
        given = {key: str(row[key])[:40] for key in ("name_zh", "name_en") if key in row and isinstance(row[key], str)}
        own = given.get("name_zh", "")
        names = given if own and not own.startswith("feature-") else {}
        if names and "name_en" not in names:
            names["name_en"] = own
    return shape, names
