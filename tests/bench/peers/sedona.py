"""SedonaDB from PyPI."""

from __future__ import annotations

from pathlib import Path

from tests.bench.peers.base import Cells, cells_km2


class Plain:
    """A spatial join and the area of every intersection."""

    area = "ST_Area(ST_Intersection(p.geometry, z.geometry))"

    def __init__(self) -> None:
        import sedonadb  # noqa: PLC0415  the peer is optional

        self.session = sedonadb.connect()

    def load(self, folder: Path, *, mend: bool) -> None:
        for name in ("parcels", "zones"):
            self.session.read_parquet(str(folder / f"{name}-plane.parquet")).to_view("raw", overwrite=True)
            source = "raw"
            if mend and name == "parcels":
                source = "(SELECT id, use, ST_MakeValid(geometry) AS geometry FROM raw) AS mended"
            table = self.session.sql(f"SELECT *, ST_Area(geometry) AS m2 FROM {source}").to_memtable()
            table.to_view(name, overwrite=True)

    def answer(self) -> Cells:
        table = self.session.sql(
            f"SELECT z.id AS zone, p.use AS kind, sum({self.area}) AS m2 FROM parcels p JOIN zones z "
            "ON ST_Intersects(p.geometry, z.geometry) GROUP BY z.id, p.use"
        ).to_pandas()
        return cells_km2(list(zip(table["zone"], table["kind"], table["m2"], strict=True)))

    def children(self) -> list[int]:
        return []

    def close(self) -> None:
        """Nothing was started."""


class CoveredBy(Plain):
    """No intersection for a covered parcel."""

    area = f"CASE WHEN ST_CoveredBy(p.geometry, z.geometry) THEN p.m2 ELSE {Plain.area} END"
