"""GeoPandas, in an equal-area plane: its overlay, and the join a careful user writes."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geo.measure.area import ELLIPSOID
from geo.measure.jit import in_chunks
from tests.bench.peers.base import Cells, cells_km2


class Overlay:
    """``geopandas.overlay`` and the planar area of what it gives."""

    def load(self, folder: Path, *, mend: bool) -> None:
        self.zones = gpd.read_parquet(folder / "zones-plane.parquet").rename(columns={"id": "zone"})
        self.parcels = _parcels(folder / "parcels-plane.parquet", mend=mend)
        self.parcels.sindex  # noqa: B018  built on first use, which is loading

    def answer(self) -> Cells:
        met = gpd.overlay(self.parcels, self.zones, how="intersection")
        sums = met.area.groupby([met["zone"], met["use"]]).sum()
        return cells_km2([(*key, m2) for key, m2 in sums.items()])

    def children(self) -> list[int]:
        return []

    def close(self) -> None:
        """Nothing was started."""


class JoinGeod:
    """Pairs by index, no intersection where the parcel is covered, one GeographicLib call per piece."""

    def load(self, folder: Path, *, mend: bool) -> None:
        zones = gpd.read_parquet(folder / "zones.parquet")
        self.zones = zones.geometry.to_numpy()
        parcels = _parcels(folder / "parcels.parquet", mend=mend)
        self.parcels, self.use = parcels.geometry.to_numpy(), parcels["use"].to_numpy()
        self.tree = shapely.STRtree(self.parcels)
        self.m2 = _geod_m2(self.parcels)
        shapely.prepare(self.zones)

    def answer(self) -> Cells:
        zone, parcel = self.tree.query(self.zones, predicate="intersects")
        inside = shapely.covers(self.zones[zone], self.parcels[parcel])
        m2 = np.where(inside, self.m2[parcel], 0.0)
        cut = np.flatnonzero(~inside)
        m2[cut] = _geod_m2(shapely.intersection(self.zones[zone[cut]], self.parcels[parcel[cut]]))
        names, at = np.unique(self.use, return_inverse=True)
        sums = np.bincount(zone * len(names) + at[parcel], m2, len(self.zones) * len(names))
        return cells_km2([(cell // len(names), names[cell % len(names)], m2) for cell, m2 in enumerate(sums)])

    def children(self) -> list[int]:
        return []

    def close(self) -> None:
        """Nothing was started."""


class JoinPlane:
    """The same in an equal-area plane: planar areas, cut pieces intersected in a thread per core."""

    def load(self, folder: Path, *, mend: bool) -> None:
        self.zones = gpd.read_parquet(folder / "zones-plane.parquet").geometry.to_numpy()
        parcels = _parcels(folder / "parcels-plane.parquet", mend=mend)
        self.parcels, self.use = parcels.geometry.to_numpy(), parcels["use"].to_numpy()
        self.tree = shapely.STRtree(self.parcels)
        self.m2 = shapely.area(self.parcels)
        shapely.prepare(self.zones)
        self.names, self.at = np.unique(self.use, return_inverse=True)

    def answer(self) -> Cells:
        pairs = in_chunks(self._pairs, len(self.zones), max(len(self.zones) // 16, 1))
        zone, parcel, inside = (np.concatenate(column) for column in zip(*pairs, strict=True))
        m2 = np.where(inside, self.m2[parcel], 0.0)
        cut = np.flatnonzero(~inside)
        left, right = self.zones[zone[cut]], self.parcels[parcel[cut]]
        met = in_chunks(lambda a, b: shapely.area(shapely.intersection(left[a:b], right[a:b])), len(cut), 2_000)
        m2[cut] = np.concatenate(met)
        sums = np.bincount(zone * len(self.names) + self.at[parcel], m2, len(self.zones) * len(self.names))
        return cells_km2(
            [(cell // len(self.names), self.names[cell % len(self.names)], m2) for cell, m2 in enumerate(sums)]
        )

    def _pairs(self, first: int, last: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        zone, parcel = self.tree.query(self.zones[first:last], predicate="intersects")
        return zone + first, parcel, shapely.covers(self.zones[zone + first], self.parcels[parcel])

    def children(self) -> list[int]:
        return []

    def close(self) -> None:
        """Nothing was started."""


def _parcels(path: Path, *, mend: bool) -> gpd.GeoDataFrame:
    """Read parcels with their use; GEOS ends an intersection of a ring that crosses itself with an error."""
    parcels = gpd.read_parquet(path).drop(columns="id")
    if not mend:
        return parcels
    shapes = parcels.geometry.to_numpy().copy()
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    return parcels.set_geometry(gpd.GeoSeries(shapes, index=parcels.index, crs=parcels.crs))


def _geod_m2(shapes: np.ndarray) -> np.ndarray:
    # Shells of shapely may run either way; GeographicLib signs the area by direction.
    oriented = shapely.orient_polygons(shapes)
    return np.array([abs(ELLIPSOID.geometry_area_perimeter(shape)[0]) for shape in oriented])
