"""`geo.overlay.zonal_area`, on longitude and latitude."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from geo.overlay.prepare import prepare_features, prepare_zones
from geo.overlay.zonal_area import zonal_area
from geo.readers.geoparquet import read_rows
from tests.bench.peers.base import Cells


class Lingang:
    """Ours."""

    def load(self, folder: Path, *, mend: bool) -> None:
        self.zones = prepare_zones(gpd.read_parquet(folder / "zones.parquet").set_index("id"))
        self.parcels = prepare_features(read_rows(folder / "parcels.parquet", ["use"]), repair=mend)

    def answer(self) -> Cells:
        account = zonal_area(self.zones, self.parcels, by="use")
        rows = account[account["kind"] == "member"]
        return dict(zip(zip(rows["zone_id"], rows["member"], strict=True), rows["area_km2"], strict=True))

    def children(self) -> list[int]:
        return []

    def close(self) -> None:
        """Nothing was started."""
