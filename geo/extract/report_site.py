"""What can be said about a site: its area, the zones and parks it touches with their shares, what applies there.

A site is a place of the atlas or any polygon. Shares are areas of intersections on the ellipsoid, by the same function
as every other area; a zone that meets the site in less than `LEAST_SHARE` of both is left out as a touching edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.coordinates.crs import WGS84
from geo.errors import Fault, ParameterError
from geo.measure.area import area_km2, length_m
from geo.measure.units import area_columns
from geo.places.profile import profile

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas.atlas import Atlas

#: A ten-thousandth of the site and of the zone: less is two drawings of one edge, not a shared ground.
LEAST_SHARE = 1e-4
PARK_LAYERS = ("parks", "shanghai_parks", "coordination_parks", "nodes", "demonstration_zones")
#: Zones that hold at least half of a site speak for it.
SPEAKS_FOR = 0.5


@dataclass(frozen=True)
class Touch:
    """A zone, park or node the site meets.

    Attributes
    ----------
    place_id, name_zh, name_en, layer, grade : str
    area_km2 : float or None
        Common ground; None for a point.
    share_of_site, share_of_member : float or None
        Common ground as a share of the site and of the member.
    """

    place_id: str
    name_zh: str
    name_en: str
    layer: str
    grade: str | None
    area_km2: float | None
    share_of_site: float | None
    share_of_member: float | None


@dataclass(frozen=True)
class Site:
    """What a report is about.

    Attributes
    ----------
    place_id : str or None
        None for a polygon that is no place.
    name_zh, name_en : str
    shape : shapely geometry or None
        In degrees (WGS84).
    area : dict or None
        ``area_km2``, ``area_ha``, ``area_mu``, ``perimeter_km``, and for a place the keys of its profile.
    profile : dict or None
        As `geo.atlas.atlas.Atlas.place` gives it.
    zones, parks : tuple of Member
        Largest share of the site first.
    speaking : tuple of dict
        Profiles whose statements apply: the place itself, then what holds at least half of the site, smallest first.
    """

    place_id: str | None
    name_zh: str
    name_en: str
    shape: Any
    area: dict[str, Any] | None
    profile: dict[str, Any] | None
    zones: tuple[Touch, ...]
    parks: tuple[Touch, ...]
    speaking: tuple[dict[str, Any], ...]

    def name(self, lang: str) -> str:
        """Give the name in a language."""
        return self.name_zh if lang == "zh" else self.name_en


def site_of_place(atlas: Atlas, place_id: str) -> Site:
    """Collect what can be said about a place, or about a feature of the reader's own as about a polygon.

    Raises
    ------
    UnknownPlaceError
        If no place has this id.
    ParameterError
        If a feature of the reader's own is no polygon.
    """
    own = atlas.own_layer_of(place_id)
    if own:
        return site_of_features(atlas, atlas.layers[own].loc[[place_id]])
    said = profile(atlas, place_id)
    shape = atlas.features.geometry[place_id]
    zones, parks = _members(atlas, shape, place_id)
    speaking = (said, *_speaking(atlas, zones + parks))
    return Site(place_id, said["name_zh"], said["name_en"], shape, said["area"], said, zones, parks, speaking)


def site_of_polygon(atlas: Atlas, shape: Any, name_zh: str = "自定义地块", name_en: str = "Drawn site") -> Site:
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
    size = float(area_km2([shape], WGS84)[0])
    area = {**area_columns(size), "perimeter_km": float(length_m([shape], WGS84)[0]) / 1000.0}
    zones, parks = _members(atlas, shape, None)
    return Site(None, name_zh, name_en, shape, area, None, zones, parks, _speaking(atlas, zones + parks))


def site_of_features(atlas: Atlas, frame: gpd.GeoDataFrame) -> Site:
    """Collect what can be said about the polygons of a file taken together, ground counted once.

    Parameters
    ----------
    atlas : Atlas
    frame : geopandas.GeoDataFrame
        As `geo.readers.vector_file.read_features` gives it. One feature gives the site its name.

    Raises
    ------
    ParameterError
        If it holds no polygon.
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
    return site_of_polygon(atlas, shape, **names)


def _members(atlas: Atlas, shape: Any, own: str | None) -> tuple[tuple[Touch, ...], tuple[Touch, ...]]:
    if shape is None:
        return (), ()
    found = [
        member
        for entry in atlas.catalogue.layer
        if entry.role == "planning"
        for member in _meeting(atlas, shape, entry.id, own)
    ]
    # What holds the whole site comes first, the smallest of it before the outer ones.
    found.sort(key=lambda member: (-round(member.share_of_site or 0.0, 3), -(member.share_of_member or 0.0)))
    zones = tuple(member for member in found if member.layer not in PARK_LAYERS)
    return zones, tuple(member for member in found if member.layer in PARK_LAYERS)


def _meeting(atlas: Atlas, shape: Any, layer: str, own: str | None) -> list[Touch]:
    """Members of one layer: areas by what they share, points by lying inside; axes have no ground to share."""
    frame = atlas.layer(layer)
    shapes = frame.geometry.to_numpy()
    touched = np.asarray(shapely.intersects(shapes, shape)) & (frame.index != own)
    is_site_area = shape.geom_type in {"Polygon", "MultiPolygon"}
    site_km2 = float(area_km2([shape], WGS84)[0])
    out = []
    for row, other in zip(frame[touched].to_dict("records"), shapes[touched], strict=True):
        head = (row["place_id"], row["name_zh"], row["name_en"], layer, row["grade"])
        if other.geom_type == "Point" and is_site_area:
            out.append(Touch(*head, None, None, None))
        elif other.geom_type in {"Polygon", "MultiPolygon"}:
            common = float(area_km2([shapely.intersection(other, shape)], WGS84)[0])
            shares = (common / site_km2 if site_km2 else None, common / row["area_km2"])
            if not is_site_area:
                out.append(Touch(*head, None, None, None))
            elif max(share or 0.0 for share in shares) >= LEAST_SHARE:
                out.append(Touch(*head, common, *shares))
    return out


def _speaking(atlas: Atlas, members: tuple[Touch, ...]) -> tuple[dict[str, Any], ...]:
    holding = [member for member in members if (member.share_of_site or 0.0) >= SPEAKS_FOR]
    holding.sort(key=lambda member: (member.area_km2 or 0.0) / (member.share_of_member or 1.0))
    return tuple(profile(atlas, member.place_id) for member in holding)
