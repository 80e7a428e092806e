"""GeoPandas, in an equal-area plane: its overlay, and the join a careful user writes."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geo.area import ELLIPSOID
from tests.bench.peers.base import Cells, cells_km2


class Overlay:
    """``geopandas.overlay`` and the planar area of what it gives."""

    def load(self, folder: Path) -> None:
        self.zones = gpd.read_parquet(folder / "zones-plane.parquet").rename(columns={"id": "zone"})
        self.parcels = gpd.read_parquet(folder / "parcels-plane.parquet").drop(columns="id")
        self.parcels.sindex  # noqa: B018  built on first use, which is loading

    def answer(self) -> Cells:
        met = gpd.overlay(self.parcels, self.zones, how="intersection")
        sums = met.area.groupby([met["zone"], met["use"]]).sum()
        return cells_km2([(*key, m2) for key, m2 in sums.items()])

    def children(self) -> list[int]:
        return []


class JoinGeod:
    """Pairs by index, no intersection where the parcel is covered, one GeographicLib call per piece."""

    def load(self, folder: Path) -> None:
        zones = gpd.read_parquet(folder / "zones.parquet")
        self.zones = zones.geometry.to_numpy()
        parcels = gpd.read_parquet(folder / "parcels.parquet")
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


def _geod_m2(shapes: np.ndarray) -> np.ndarray:
    # Shells of shapely may run either way; GeographicLib signs the area by direction.
    oriented = shapely.orient_polygons(shapes)
    return np.array([abs(ELLIPSOID.geometry_area_perimeter(shape)[0]) for shape in oriented])
