"""DuckDB with its spatial extension from PyPI."""

from __future__ import annotations

from pathlib import Path

from tests.bench.peers.base import Cells, cells_km2


class Plain:
    """A spatial join and the area of every intersection."""

    area = "ST_Area(ST_Intersection(p.geometry, z.geometry))"

    def __init__(self) -> None:
        import duckdb  # noqa: PLC0415  the peer is optional
        import duckdb_extension_spatial  # noqa: PLC0415

        folder = Path(duckdb_extension_spatial.__file__).parent / "extensions"
        self.connection = duckdb.connect()
        self.connection.execute(f"LOAD '{next(folder.rglob('spatial.duckdb_extension'))}'")

    def load(self, folder: Path, *, mend: bool) -> None:
        for name in ("parcels", "zones"):
            source = f"read_parquet('{folder}/{name}-plane.parquet')"
            if mend and name == "parcels":
                source = f"(SELECT * REPLACE (ST_MakeValid(geometry) AS geometry) FROM {source})"
            self.connection.execute(f"CREATE TABLE {name} AS SELECT *, ST_Area(geometry) AS m2 FROM {source}")

    def answer(self) -> Cells:
        return cells_km2(
            self.connection.execute(
                f"SELECT z.id, p.use, sum({self.area}) FROM parcels p JOIN zones z "
                "ON ST_Intersects(p.geometry, z.geometry) GROUP BY 1, 2"
            ).fetchall()
        )

    def children(self) -> list[int]:
        return []

    def close(self) -> None:
        self.connection.close()


class CoveredBy(Plain):
    """No intersection for a covered parcel."""

    area = f"CASE WHEN ST_CoveredBy(p.geometry, z.geometry) THEN p.m2 ELSE {Plain.area} END"
