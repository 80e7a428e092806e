"""PostGIS on a private cluster, loopback only, started and thrown away by the benchmark."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from tests.bench.peers.base import Cells, cells_km2
from tests.cluster import Cluster

_COVERED_BY = """
SELECT z.id, p.use, sum(CASE WHEN ST_CoveredBy(p.geometry, z.geometry) THEN p.m2
                             ELSE ST_Area(ST_Intersection(p.geometry, z.geometry)) END)
FROM zones z JOIN parcels p ON ST_Intersects(p.geometry, z.geometry) GROUP BY 1, 2
"""
_SETTINGS = {
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    "fsync": "off",
    "jit": "off",
    "max_parallel_workers_per_gather": "2",
    "random_page_cost": "1.1",
}


class CoveredBy:
    """Indexed, prepared by PostGIS's own cache, no intersection for a covered parcel."""

    zones_sql = "SELECT 1"

    def __init__(self) -> None:
        import psycopg  # noqa: PLC0415  the peer is optional

        self.server = Cluster(_SETTINGS)
        self.connection = psycopg.connect(self.server.dsn, autocommit=True)
        self.connection.execute("CREATE EXTENSION postgis")

    def load(self, folder: Path, *, mend: bool) -> None:
        for name in ("parcels", "zones"):
            self._copy(gpd.read_parquet(folder / f"{name}-plane.parquet"), name)
        if mend:
            valid = "ST_MakeValid(geometry, 'method=structure keepcollapsed=false')"
            self.connection.execute(f"UPDATE parcels SET geometry = {valid} WHERE NOT ST_IsValid(geometry)")
        self.connection.execute("ALTER TABLE parcels ADD m2 float8")
        self.connection.execute("UPDATE parcels SET m2 = ST_Area(geometry)")
        self.connection.execute(self.zones_sql)
        for name in ("parcels", "zones"):
            self.connection.execute(f"CREATE INDEX ON {name} USING gist (geometry)")
            self.connection.execute(f"VACUUM ANALYZE {name}")

    def _copy(self, frame: gpd.GeoDataFrame, name: str) -> None:
        use = frame["use"] if "use" in frame else [""] * len(frame)
        self.connection.execute(f"CREATE TABLE {name} (id int, use text, geometry geometry)")
        command = f"COPY {name} FROM STDIN"
        with self.connection.cursor() as cursor, cursor.copy(command) as copy:
            for row in zip(frame["id"], use, frame.geometry.to_wkb(hex=True), strict=True):
                copy.write_row(row)

    def answer(self) -> Cells:
        return cells_km2(self.connection.execute(_COVERED_BY).fetchall())

    def children(self) -> list[int]:
        return self.server.processes()

    def close(self) -> None:
        self.connection.close()
        self.server.close()


class Subdivided(CoveredBy):
    """The same with zones cut into pieces of at most 64 vertices."""

    zones_sql = """
    CREATE TABLE pieces AS SELECT id, ST_Subdivide(geometry, 64) AS geometry FROM zones;
    DROP TABLE zones;
    ALTER TABLE pieces RENAME TO zones
    """
