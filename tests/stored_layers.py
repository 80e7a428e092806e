"""A stored layer made for tests: a few dozen parcels, answered from a frame in memory as the contract says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo import Atlas
from geo.atlas.added.stored_layer import StoredField, StoredLayer, StoredQuery
from geo.atlas.schema import Layer, Style
from geo.coordinates.crs import WGS84
from geo.measure.area import area_km2
from tests.geo.shapes import tiles

LAYER, ALL = "ws-parcels", StoredQuery()


@dataclass
class FrameLayer:
    """A stored layer of a frame."""

    frame: gpd.GeoDataFrame
    entry: Layer
    fields: MappingProxyType[str, StoredField]
    version: str = "1"
    asked: list[StoredQuery] = field(default_factory=list)

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        west, south, east, north = map(float, self.frame.total_bounds)
        return (west, south, east, north) if west <= east else None

    def count(self, query: StoredQuery = ALL) -> int:
        return len(self._selected(query))

    def rows(self, query: StoredQuery = ALL) -> gpd.GeoDataFrame:
        self.asked.append(query)
        found = self._selected(query)
        for name, down in reversed(query.order):
            found = found.sort_values(name, ascending=not down, kind="stable", na_position="last")
        end = None if query.limit is None else query.offset + query.limit
        return found.iloc[query.offset : end]

    def batches(self, query: StoredQuery = ALL, size: int = 20_000) -> Iterator[gpd.GeoDataFrame]:
        rows = self.rows(query)
        for first in range(0, len(rows), size):
            yield rows.iloc[first : first + size]

    def values(self, column: str, most: int = 50) -> list[tuple[str, int]]:
        counts = self.frame[column].value_counts()
        return [(str(value), int(count)) for value, count in counts.head(most).items()]

    def _selected(self, query: StoredQuery) -> gpd.GeoDataFrame:
        keep = np.ones(len(self.frame), dtype=bool)
        if query.bbox:
            keep &= shapely.intersects(self.frame.geometry.to_numpy(), shapely.box(*query.bbox))
        if query.ids:
            keep &= self.frame.index.isin(list(query.ids))
        for name, wanted in (query.equals or {}).items():
            keep &= self.frame[name].astype(str).isin(list(wanted)).to_numpy()
        return self.frame[keep]


def parcels(version: str = "1") -> FrameLayer:
    """36 parcels with a use, a plot ratio and a number; the eighth has no shape."""
    raw = tiles(6, 6, 3).to_crs(WGS84)
    raw.loc[raw.index[7], "geometry"] = None
    count = len(raw)
    ids = [f"{LAYER}_{number}" for number in range(1, count + 1)]
    area: Any = area_km2(raw.geometry.to_numpy(), raw.crs)
    names = [f"地块 {number:02d}" for number in range(1, count + 1)]
    own = {"use": raw["use"].tolist(), "far": [1 + row / 5 for row in range(count)], "floors": list(range(count))}
    common = {"name_zh": names, "name_en": names, "kind": None, "grade": None, "area_km2": area, "length_km": np.nan}
    frame = gpd.GeoDataFrame({**common, **own}, geometry=raw.geometry.tolist(), crs=WGS84, index=ids)
    fields = {"use": StoredField("use", "text")}
    fields |= {name: StoredField(name, "number") for name in ("far", "floors")}
    entry = Layer.model_construct(
        id=LAYER,
        group="workspace",
        title_zh="现状地块",
        title_en="Parcels",
        description_zh="来自 parcels.gpkg",
        description_en="From parcels.gpkg",
        role="workspace",
        geometry="polygon",
        order=200,
        visible=True,
        style=Style(stroke="#c2187a", stroke_width=2, fill="#c2187a", fill_opacity=0.14, hatch="none", dash=""),
    )
    return FrameLayer(frame.rename_axis("place_id"), entry, MappingProxyType(fields), version)


def with_parcels(atlas: Atlas, layer: StoredLayer | None = None) -> Atlas:
    """The atlas with the parcels as a stored layer."""
    return replace(atlas, stored={LAYER: layer or parcels()}, without_own=atlas)
