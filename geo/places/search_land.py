"""Land and water by name: the features of the context layers, such as the lake, rivers, islands, roads, rail, towns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import shapely

from geo.atlas.per_atlas import per_atlas
from geo.places.search_places import match_name

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.places.search_places import Rank, Ranked


class _Named(NamedTuple):
    names: tuple[str, str]
    shown: dict[str, Any]


def land_and_water(atlas: Atlas, rank: Rank) -> list[Ranked]:
    """List the features of the context layers whose name matches, best first.

    Parameters
    ----------
    atlas : Atlas
    rank : callable
        As returned by `geo.places.search_places.ranking`.

    Returns
    -------
    list of tuple
        Rank, and ``id``, ``layer``, ``layer_zh``, ``layer_en``, ``name_zh``, ``name_en``, ``kind``, ``lon`` and ``lat``
        of a point on it, ``bounds`` (west, south, east, north) and ``match``.
    """
    ranked = [(how, one.shown) for one in _named(atlas) if (how := rank(*one.names)) is not None]
    # A street that bears the name of its town comes after the town.
    ranked.sort(key=lambda pair: (pair[0], pair[1]["kind"] == "street"))
    return [(how, {**row, "match": match_name(how)}) for how, row in ranked]


@per_atlas
def _named(atlas: Atlas) -> tuple[_Named, ...]:
    out = []
    for entry in atlas.catalogue.layer:
        if entry.role != "context":
            continue
        frame = atlas.layers[entry.id]
        title = {"layer": entry.id, "layer_zh": entry.title_zh, "layer_en": entry.title_en}
        rows = frame[["name_zh", "name_en", "kind", "geometry"]].itertuples()
        for feature_id, name_zh, name_en, kind, shape in rows:
            if not name_zh or shape is None:
                continue
            point = shapely.point_on_surface(shape) if shape.geom_type.endswith("Polygon") else _middle(shape)
            where = {"lon": point.x, "lat": point.y, "bounds": list(shape.bounds)}
            names = {"id": str(feature_id), "name_zh": name_zh, "name_en": name_en, "kind": kind}
            out.append(_Named((name_zh, name_en), {**names, **title, **where}))
    return tuple(out)


def _middle(shape: shapely.Geometry) -> shapely.Point:
    """Return the point half way along a line, the longest of several; a point is its own."""
    longest = max(shapely.get_parts(shape), key=shapely.length)
    on_it = longest if longest.geom_type == "Point" else shapely.line_interpolate_point(longest, 0.5, normalized=True)
    return shapely.Point(on_it.coords[0])
