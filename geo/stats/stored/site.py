"""What a site holds of the stored layers: how many features, and how much of its ground they cover, by an attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo.atlas.added.stored_layer import StoredQuery
from geo.coordinates.crs import WGS84
from geo.measure.area import area_km2
from geo.stats.stored.table import choices

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.added.stored_layer import StoredLayer
    from geo.atlas.atlas import Atlas

#: Most features near a site that are looked at: what more share with it takes seconds.
MOST_LOOKED_AT = 5_000
#: Common ground of no more is rounding, in km².
EDGE_KM2 = 1e-9


def stored_in_site(atlas: Atlas, site: BaseGeometry | None) -> list[dict[str, Any]]:
    """List the stored layers with features near a site, and what the site holds of them.

    Parameters
    ----------
    atlas : Atlas
    site : shapely geometry or None
        In degrees (WGS84), valid; None of a place without a shape, which holds nothing.

    Returns
    -------
    list of dict
        ``id``, ``title_zh``, ``title_en``; ``looked_at``, false where more than `MOST_LOOKED_AT` features are near;
        ``count`` of the features that share ground with the site (near it, where they were not looked at);
        ``area_km2`` of the site within areas of the layer, each counted for itself; ``by``: ``column``, and ``rows``
        with ``value``, ``count`` and ``area_km2`` for the first column of few values. Figures that do not exist are
        None.
    """
    found = [] if site is None else [_held(layer, site) for layer in atlas.stored.values()]
    return [held for held in found if held["count"]]


def _held(layer: StoredLayer, site: BaseGeometry) -> dict[str, Any]:
    entry = layer.entry
    named = {"id": entry.id, "title_zh": entry.title_zh, "title_en": entry.title_en}
    near = StoredQuery(bbox=site.bounds)
    count = layer.count(near)
    if count > MOST_LOOKED_AT:
        return {**named, "looked_at": False, "count": count, "area_km2": None, "by": None}
    column = next(iter(choices(layer)), None) if count else None
    rows = layer.rows(StoredQuery(bbox=site.bounds, columns=() if column is None else (column,)))
    rows = rows[shapely.intersects(rows.geometry.to_numpy(), site)]
    shared = shapely.intersection(rows.geometry.to_numpy(), site)
    areas = np.where(rows["area_km2"].notna(), area_km2(_areas_of(shared), WGS84), np.nan)
    # What only shares an edge with an area is a neighbour of it.
    held = ~(areas <= EDGE_KM2) if site.area else np.ones(len(rows), dtype=bool)
    rows, areas = rows[held], areas[held]
    total = float(np.nansum(areas)) if np.isfinite(areas).any() else None
    by = None if column is None or rows.empty else {"column": column, "rows": _by_value(rows[column], areas)}
    return {**named, "looked_at": True, "count": len(rows), "area_km2": total, "by": by}


def _areas_of(shapes: Any) -> Any:
    """Return the areas of shapes, which may only touch: what is left of them is a multi-polygon, empty or not."""
    parts, of = shapely.get_parts(shapes, return_index=True)
    is_area = shapely.get_dimensions(parts) == 2
    out = np.full(len(shapes), shapely.MultiPolygon(), dtype=object)
    if is_area.any():
        shapely.multipolygons(parts[is_area], indices=of[is_area], out=out)
    return out


def _by_value(values: pd.Series[Any], areas: Any) -> list[dict[str, Any]]:
    """Return count and area of each value, the largest area first."""
    table = pd.DataFrame({"value": values.to_numpy(dtype=object), "area_km2": areas})
    grouped = table.groupby("value", dropna=False, sort=False)["area_km2"].agg(["size", "sum"])
    rows = [
        {"value": None if pd.isna(value) else value, "count": int(count), "area_km2": float(area)}
        for value, count, area in grouped.itertuples()
    ]
    return sorted(rows, key=lambda row: -row["area_km2"])
