"""A site by its name: a place of the atlas, a feature of the reader's own, or any polygon, with its account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from geo.atlas.added.own_layers import own_feature
from geo.atlas.rows_by_id import rows_of
from geo.errors import Fault, ParameterError
from geo.extract.account import Account, account_of_place, account_of_shape
from geo.registers.fit.site import Drawn

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas


@dataclass(frozen=True)
class Site:
    """What an extract is about.

    Attributes
    ----------
    place_id : str or None
        None for a polygon that is no place.
    name_zh, name_en : str
    account : Account
        What it is and what it meets.
    """

    place_id: str | None
    name_zh: str
    name_en: str
    account: Account


def site_of_place(atlas: Atlas, place_id: str) -> Site:
    """Make the site of a place, or about a feature of the reader's own as about a polygon.

    Raises
    ------
    UnknownPlaceError
        If no place has this id.
    ParameterError
        If a feature of the reader's own is no polygon.
    """
    atlas.require_place(place_id)
    own = own_feature(atlas, place_id)
    if own is not None:
        return site_of_features(atlas, own)
    (place,) = rows_of(atlas, "places", "place_id", place_id)
    return Site(place_id, place["name_zh"], place["name_en"], account_of_place(atlas, place_id))


def site_of_polygon(
    atlas: Atlas, shape: BaseGeometry | None, name_zh: str = "自定义地块", name_en: str = "Drawn site"
) -> Site:
    """Make the site of a polygon.

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
    return Site(None, name_zh, name_en, account_of_shape(atlas, shape))


def site_of_features(atlas: Atlas, frame: gpd.GeoDataFrame) -> Site:
    """Make the site of the polygons of a file taken together, ground counted once.

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


def drawn_site(atlas: Atlas, site: Site) -> Drawn | None:
    """Return what a question of ``/fit`` needs to know of a site that is no place; None for a place."""
    if site.place_id:
        return None
    area = atlas.features["area_km2"]
    inside = [one.place_id for one in site.account.reach.values() if one.verdict == "inside" and area[one.place_id] > 0]
    nearest = sorted(inside, key=lambda place: float(area[place]))
    return Drawn(site.account.size["area"]["area_ha"], site.account.distances, nearest)


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
