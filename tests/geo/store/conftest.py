"""The same plots in a folder and in a database."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from urllib.parse import quote

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.store.import_layer import ImportOptions, import_layer
from geo.store.open_store import open_store
from geo.store.own.layer_ids import layer_id_of
from geo.store.sql.layer import SqlLayer
from tests.cluster import Cluster
from tests.geo.conftest import PASSWORD

SIDE, STEP = 6, 0.01
USES = ["商业", "green", "it's 50%", None]


def plots() -> gpd.GeoDataFrame:
    """Thirty-six plots in a grid, one without a shape, one with a hole."""
    number = np.arange(SIDE * SIDE)
    west, south = 121.7 + STEP * (number % SIDE), 30.85 + STEP * (number // SIDE)
    shapes = shapely.box(west, south, west + 0.008, south + 0.008)
    shapes[7] = shapely.difference(
        shapes[7], shapely.box(west[7] + 0.002, south[7] + 0.002, west[7] + 0.004, south[7] + 0.004)
    )
    shapes[35] = None
    columns = {
        "id": number,
        "name": [f"Lü {one}" if one % 5 else None for one in number],
        "use": [USES[one % 4] for one in number],
        "far": np.where(number % 3 == 0, np.nan, number / 4),
        "floors": pd.array([None if one % 7 == 0 else int(one) for one in number], dtype="Int64"),
        "built": [dt.date(2000 + int(one), 1, 1) if one % 2 else None for one in number],
        "seen": pd.to_datetime([f"2024-03-{1 + int(one) % 28:02}T{int(one) % 3 * 8:02}:00:00Z" for one in number]),
        "listed": pd.array([None if one % 6 == 0 else bool(one % 2) for one in number], dtype="boolean"),
        "Kind": ["A" if one % 2 else "B" for one in number],
        "grade": ["A" if one < 9 else "x" for one in number],
    }
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4490")


@pytest.fixture(scope="session")
def plots_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plots") / "plots.gpkg"
    plots().to_file(path, driver="GPKG", layer="plots", use_arrow=True)  # keeps days as days
    return path


def address_of(cluster: Cluster, database: str) -> str:
    return f"postgresql://bench:{quote(PASSWORD, safe='')}@127.0.0.1:{cluster.port}/{database}"


def sql(cluster: Cluster, database: str, *statements: str) -> None:
    import psycopg  # noqa: PLC0415

    asked = f"host=127.0.0.1 port={cluster.port} user=bench dbname={database} password='{PASSWORD}'"
    with psycopg.connect(asked, autocommit=True) as connection:
        for one in statements:
            connection.execute(one)


@pytest.fixture(scope="session")
def database(cluster: Cluster) -> str:
    """The address of an empty database with PostGIS."""
    sql(cluster, "postgres", "CREATE DATABASE plots")
    sql(cluster, "plots", "CREATE EXTENSION postgis")
    return address_of(cluster, "plots")


@pytest.fixture(scope="session", params=["folder", "database"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store of either sort."""
    if request.param == "database":
        return str(request.getfixturevalue("database"))
    return str(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="session")
def layer(store: str, plots_file: Path) -> SqlLayer:
    """The plots in the store; nobody changes them."""
    # A fixture of several values is made anew where tests of another one came between; the database is the same.
    layer_id = layer_id_of("Plots 地块")
    if layer_id not in open_store(store):
        import_layer(plots_file, store, ImportOptions("Plots 地块"))
    return open_store(store)[layer_id]
