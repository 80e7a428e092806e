"""What a site touches: one list of places for the panel, its files and the report.

A site is a shape somebody asks about: areas, lines or points. Shares are of areas on the ellipsoid, of lengths, or of
the number of points, by the functions that measure everything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import shapely

from geo.atlas.cells import none_if_missing
from geo.atlas.per_atlas import per_atlas
from geo.coordinates.crs import WGS84
from geo.extract.boundary_band import boundary_relation
from geo.measure.area import area_km2, length_m

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True)
class _Common:
    """What site and place have in common, and which share of the site that is (`held`, for points too)."""

    area_km2: float | None = None
    length_km: float | None = None
    share_of_site: float | None = None
    share_of_place: float | None = None
    held: float | None = None


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
    ids, tree = _located(atlas)
    hits = sorted(int(hit) for hit in tree.query(site, predicate="intersects"))
    rows = [_touch(atlas, ids[hit], site) for hit in hits if ids[hit] != without]
    rank = {layer_id: order for order, layer_id in enumerate(atlas.layer_ids)}
    found = [row for row in rows if row is not None]
    return tuple(sorted(found, key=lambda row: (rank[row.layer], -(row.area_km2 or 0.0), -(row.length_km or 0.0))))


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
    return [
        (
            f"适用：某地点容纳地块 {whole} 及以上（面按面积、线按长度、点按个数），其表述适用于地块整体；"
            f"{part} 及以上、不足 {whole} 的适用于部分；不足 {part} 的只列为触及，不引其表述。",
            f"Applies: a place that holds at least {whole} of the site (by area, length or number of points) applies "
            f"to the whole of it; from {part} to less than {whole}, to part; below {part} it is only touched.",
        ),
        (
            f"相交部分平均宽度（线为长度）不足 {EDGE_WIDTH_M} 米，且不足任一方 {part} 的，视为同一界线，不列。",
            f"Common ground less than {EDGE_WIDTH_M} m wide on average (for lines: long), and less than {part} of both,"
            " is one edge drawn twice and not listed.",
        ),
    ]


@per_atlas
def _located(atlas: Atlas) -> tuple[list[str], shapely.STRtree]:
    """Ids and spatial index of the planning features that have a shape."""
    located = atlas.features[atlas.features.geometry.notna()]
    return list(located.index), shapely.STRtree(located.geometry.to_numpy())


def _touch(atlas: Atlas, place_id: str, site: BaseGeometry) -> Touch | None:
    """Describe how a place touches a site; None where they share an edge only."""
    feature, place = atlas.features.loc[place_id], atlas.places.loc[place_id]
    common = _common(site, feature["geometry"], feature["area_km2"])
    if common is None:
        return None
    return Touch(
        place_id=place_id,
        name_zh=str(place["name_zh"]),
        name_en=str(place["name_en"]),
        kind=str(place["kind"]),
        layer=str(place["layer"]),
        grade=none_if_missing(feature["grade"]),
        geometry=_GEOMETRIES[int(shapely.get_dimensions(feature["geometry"]))],
        place_km2=none_if_missing(feature["area_km2"]),
        area_km2=common.area_km2,
        length_km=common.length_km,
        share_of_site=common.share_of_site,
        share_of_place=common.share_of_place,
        boundary_relation=boundary_relation(atlas, place_id, site),
        applies=_applies(common.held),
    )


def _applies(held: float | None) -> Applies | None:
    if held is None or held < PART_SHARE:
        return None
    return "whole" if held >= WHOLE_SHARE else "part"


def _common(site: BaseGeometry, place: BaseGeometry, place_km2: float) -> _Common | None:
    """Measure what two shapes that meet have in common; None where it is an edge only."""
    both = shapely.intersection(place, site)
    dimensions = (int(shapely.get_dimensions(site)), int(shapely.get_dimensions(place)))
    if dimensions == (2, 2):
        return _common_area(site, both, place_km2)
    if dimensions[0] == 0:
        return _Common(held=len(shapely.get_parts(both)) / len(shapely.get_parts(site)))
    if 0 in dimensions:
        return _Common()
    return _common_length(site, place, both)


def _common_area(site: BaseGeometry, both: BaseGeometry, place_km2: float) -> _Common | None:
    area = float(area_km2([both], WGS84)[0])
    if not area:
        return None
    share, of_place = area / float(area_km2([site], WGS84)[0]), area / float(place_km2)
    # Two areas may also have lines in common, where they share an edge elsewhere.
    parts = shapely.get_parts(both)
    perimeter_m = float(length_m(parts[shapely.get_dimensions(parts) == 2], WGS84).sum())
    if 2e6 * area / perimeter_m < EDGE_WIDTH_M and max(share, of_place) < PART_SHARE:
        return None
    return _Common(area_km2=area, share_of_site=share, share_of_place=of_place, held=share)


def _common_length(site: BaseGeometry, place: BaseGeometry, both: BaseGeometry) -> _Common | None:
    """Measure a common length: of a line in an area, or of two lines, which may also just cross (length 0)."""
    length = float(length_m([both], WGS84)[0]) / 1000.0
    site_is_line = shapely.get_dimensions(site) == 1
    line = site if site_is_line else place
    share = length / (float(length_m([line], WGS84)[0]) / 1000.0)
    is_in_area = shapely.get_dimensions(site) != shapely.get_dimensions(place)
    if is_in_area and length * 1000.0 < EDGE_WIDTH_M and share < PART_SHARE:
        return None
    if site_is_line:
        return _Common(length_km=length, share_of_site=share, held=share)
    return _Common(length_km=length, share_of_place=share)
