"""The programs compared: each loads two layers from GeoParquet and answers the area of every zone × use."""

from __future__ import annotations

from tests.bench.peers import duck, frames, ours, postgis, sedona

#: Name -> class; a peer that cannot be imported or started says why when it is made.
PEERS = {
    "lingang": ours.Lingang,
    "geopandas.overlay": frames.Overlay,
    "geopandas sjoin + Geod": frames.JoinGeod,
    "shapely join, threads": frames.JoinPlane,
    "PostGIS": postgis.CoveredBy,
    "PostGIS subdivided": postgis.Subdivided,
    "DuckDB": duck.Plain,
    "DuckDB covered-by": duck.CoveredBy,
    "SedonaDB": sedona.Plain,
    "SedonaDB covered-by": sedona.CoveredBy,
}
