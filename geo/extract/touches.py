"""What a site touches: one list of places for the panel, its files and the report.

A site is a shape somebody asks about: areas, lines or points. Shares are of areas on the ellipsoid, of lengths, or of
the number of points, by the functions that measure everything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import shapely

from geo import words
from geo.atlas.cells import none_if_missing
from geo.atlas.per_atlas import per_atlas
from geo.coordinates.crs import WGS84
from geo.extract.boundary_band import boundary_relation, plane_of
from geo.measure.area import area_km2, length_m
from geo.measure.band import prepared_copies

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas

Applies = Literal["whole", "part"]
PlaceGeometry = Literal["point", "line", "area"]
_GEOMETRIES: tuple[PlaceGeometry, ...] = ("point", "line", "area")

#: A place that holds at least this share of the site applies to the whole site: the larger part of it lies there.
WHOLE_SHARE = 0.5
#: A place that holds at least this share of the site applies to part of it. Below, it is only touched.
PART_SHARE = 0.05
#: Common ground of a smaller mean width (2 × area / perimeter) is one edge drawn twice, not an overlap, unless it is
#: `PART_SHARE` of the site or the place. The three pairs of the atlas whose outlines follow one edge with vertices of
#: their own share strips of 0.07 to 0.30 m; the narrowest real overlap is 354 m wide; no place states an accuracy
#: better than 100 m. A line that enters an area by a shorter length only ends at its edge.
EDGE_WIDTH_M = 0.5


@dataclass(frozen=True)
class Touch:
    """A place that shares ground with a site.

    Attributes
    ----------
    place_id, name_zh, name_en, kind, layer : str
    grade : str or None
        Grade of the drawn shape.
    geometry : {"point", "line", "area"}
        How the place is drawn.
    place_km2 : float or None
        Area of the place; None for lines and points.
    area_km2 : float or None
        Ground common to site and place, both areas.
    length_km : float or None
        Length common to both, where one is a line and the other no point.
    share_of_site : float or None
        Share of the site that lies in the place: of its area, or of its length; None for a site of points, and where
        the place has no extent to hold it.
    share_of_place : float or None
        Share of the place that lies in the site: of its area, or of the length of an axis inside an area.
    boundary_relation : {"inside", "partly", "within the band", "outside"} or None
        `geo.extract.boundary_band.boundary_relation`; None where the place is no area.
    applies : {"whole", "part"} or None
        Whether what the documents say of the place holds for the whole site (`WHOLE_SHARE`), for part of it
        (`PART_SHARE`) or not.
    """

    place_id: str
    name_zh: str
    name_en: str
    kind: str
    layer: str
    grade: str | None
    geometry: PlaceGeometry
    place_km2: float | None
    area_km2: float | None
    length_km: float | None
    share_of_site: float | None
    share_of_place: float | None
    boundary_relation: str | None
    applies: Applies | None

    def name(self, lang: str) -> str:
        """Return the name in Chinese (``zh``) or English."""
        return words.pick(self, "name", lang)


@dataclass(frozen=True)
class _Common:
    """What site and place have in common, and which share of the site that is (`held`, for points too)."""

    area_km2: float | None = None
    length_km: float | None = None
    share_of_site: float | None = None
    share_of_place: float | None = None
    held: float | None = None


class _Located(NamedTuple):
    """The planning features that have a shape: index, and what an account says of each."""

    ids: list[str]
    tree: shapely.STRtree
    dimension: NDArray[np.int32]
    size: NDArray[np.float64]
    rank: list[int]
    said: list[dict[str, Any]]


def touches(atlas: Atlas, site: BaseGeometry, *, without: str | None = None) -> tuple[Touch, ...]:
    """List the places of the planning layers that a site touches.

    Parameters
    ----------
    atlas : Atlas
    site : shapely geometry
        In degrees (EPSG:4326), valid: polygons, lines or points.
    without : str, optional
        A place to leave out: the site itself, where the site is a place.

    Returns
    -------
    tuple of Touch
        In the order of the layers; in a layer the largest common area first, then the greatest common length. Places
        that only share an edge with the site (`EDGE_WIDTH_M`) are left out.
    """
    located = _located(atlas)
    hits = np.sort(located.tree.query(site, predicate="intersects"))
    hits = hits[[located.ids[hit] != without for hit in hits]]
    plane, found = plane_of(site), []
    for hit, common in zip(hits, _commons(located, hits, site), strict=True):
        if common is not None:
            found.append((located.rank[hit], _touch(atlas, located.said[hit], common, plane)))
    found.sort(key=lambda pair: (pair[0], -(pair[1].area_km2 or 0.0), -(pair[1].length_km or 0.0)))
    return tuple(touch for _, touch in found)


def applying(found: Iterable[Touch]) -> tuple[Touch, ...]:
    """Select the places that apply: first those for the whole site, then those for part, the smallest place first."""
    chosen = [touch for touch in found if touch.applies]
    return tuple(sorted(chosen, key=lambda touch: (touch.applies != "whole", touch.place_km2 or 0.0)))


def thresholds() -> dict[str, float]:
    """Return the numbers that decide what applies and what is only an edge, for the reader of an answer."""
    return {"whole_share": WHOLE_SHARE, "part_share": PART_SHARE, "edge_width_m": EDGE_WIDTH_M}


def threshold_notes() -> list[tuple[str, str]]:
    """Return the rules in words, Chinese and English, as they stand under the table and in the report."""
    whole, part = f"{WHOLE_SHARE:.0%}", f"{PART_SHARE:.0%}"
    applies = words.both("touch.applies", whole=whole, part=part)
    return [applies, words.both("touch.edge", width=EDGE_WIDTH_M, part=part)]


@per_atlas
def _located(atlas: Atlas) -> _Located:
    """Index the planning features that have a shape; the size is in km², or km of a line."""
    located = atlas.features[atlas.features.geometry.notna()]
    shapes = prepared_copies(located.geometry.to_numpy())
    dimension, ids = shapely.get_dimensions(shapes), [str(place) for place in located.index]
    size = located["area_km2"].to_numpy(dtype=float, copy=True)
    lines = np.flatnonzero(dimension == 1)
    size[lines] = [float(length_m([shapes[line]], WGS84)[0]) / 1000.0 for line in lines]
    order = {layer_id: at for at, layer_id in enumerate(atlas.layer_ids)}
    places = atlas.places.loc[ids]
    said = [
        {
            "place_id": place,
            **{key: str(places.at[place, key]) for key in ("name_zh", "name_en", "kind", "layer")},
            "grade": none_if_missing(located.at[place, "grade"]),
            "geometry": _GEOMETRIES[int(dimension[at])],
            "place_km2": none_if_missing(located.at[place, "area_km2"]),
        }
        for at, place in enumerate(ids)
    ]
    return _Located(ids, shapely.STRtree(shapes), dimension, size, [order[one["layer"]] for one in said], said)


def _touch(atlas: Atlas, said: dict[str, Any], common: _Common, plane: BaseGeometry) -> Touch:
    return Touch(
        **said,
        area_km2=common.area_km2,
        length_km=common.length_km,
        share_of_site=common.share_of_site,
        share_of_place=common.share_of_place,
        boundary_relation=boundary_relation(atlas, said["place_id"], plane),
        applies=_applies(common.held),
    )


def _applies(held: float | None) -> Applies | None:
    if held is None or held < PART_SHARE:
        return None
    return "whole" if held >= WHOLE_SHARE else "part"


def _commons(located: _Located, hits: NDArray[np.intp], site: BaseGeometry) -> list[_Common | None]:
    """Measure what a site and places that meet it have in common; None where it is an edge only."""
    places, dimension = located.tree.geometries[hits], int(shapely.get_dimensions(site))
    if dimension == 2:
        areas = located.dimension[hits] == 2
        of_areas = iter(_common_areas(site, places[areas], located.size[hits[areas]]))
        return [
            next(of_areas) if is_area else _common(site, place, located.size[hit])
            for hit, place, is_area in zip(hits, places, areas, strict=True)
        ]
    return [_common(site, place, located.size[hit]) for hit, place in zip(hits, places, strict=True)]


def _common(site: BaseGeometry, place: BaseGeometry, size: float) -> _Common | None:
    """Measure what two shapes that meet have in common, unless both are areas."""
    dimensions = (int(shapely.get_dimensions(site)), int(shapely.get_dimensions(place)))
    if dimensions[0] == 0:
        both = shapely.intersection(place, site)
        return _Common(held=len(shapely.get_parts(both)) / len(shapely.get_parts(site)))
    if 0 in dimensions:
        return _Common()
    return _common_length(site, place, size)


def _common_areas(site: BaseGeometry, places: NDArray[np.object_], place_km2: NDArray[np.float64]) -> list[Any]:
    """Measure what a site and areas that meet it have in common; None where it is an edge only.

    Where one covers the other, the common ground is the smaller one, and nothing is cut.
    """
    holds = np.asarray(shapely.covers(places, site), dtype=bool)
    held = np.asarray(shapely.covers(site, places), dtype=bool) & ~holds
    cut = np.flatnonzero(~holds & ~held)
    both = shapely.intersection(places[cut], site)
    site_km2 = float(area_km2([site], WGS84)[0])
    km2 = np.where(holds, site_km2, place_km2)
    km2[cut] = area_km2(both, WGS84) if len(cut) else []
    shares, of_places = km2 / site_km2, km2 / place_km2
    found: list[_Common | None] = [
        _Common(area_km2=float(area), share_of_site=float(share), share_of_place=float(of_place), held=float(share))
        if area > 0
        else None
        for area, share, of_place in zip(km2, shares, of_places, strict=True)
    ]
    for at, common in zip(cut, both, strict=True):
        if km2[at] > 0 and max(shares[at], of_places[at]) < PART_SHARE and _is_edge(common, float(km2[at])):
            found[at] = None
    return found


def _is_edge(both: BaseGeometry, area: float) -> bool:
    """Return whether common ground is so narrow that it is one edge drawn twice."""
    # Two areas may also have lines in common, where they share an edge elsewhere.
    parts = shapely.get_parts(both)
    perimeter_m = float(length_m(parts[shapely.get_dimensions(parts) == 2], WGS84).sum())
    return bool(2e6 * area / perimeter_m < EDGE_WIDTH_M)


def _common_length(site: BaseGeometry, place: BaseGeometry, place_km: float) -> _Common | None:
    """Measure a common length: of a line in an area, or of two lines, which may also just cross (length 0)."""
    length = float(length_m([shapely.intersection(place, site)], WGS84)[0]) / 1000.0
    site_is_line = shapely.get_dimensions(site) == 1
    share = length / (float(length_m([site], WGS84)[0]) / 1000.0 if site_is_line else place_km)
    is_in_area = shapely.get_dimensions(site) != shapely.get_dimensions(place)
    if is_in_area and length * 1000.0 < EDGE_WIDTH_M and share < PART_SHARE:
        return None
    if site_is_line:
        return _Common(length_km=length, share_of_site=share, held=share)
    return _Common(length_km=length, share_of_place=share)
