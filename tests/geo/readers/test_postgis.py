"""Tables of a real PostGIS server as a workspace: what is read, what is refused, and that no password is told."""

from __future__ import annotations

import sys
import time
from urllib.parse import quote

import pytest
import shapely

from geo import Atlas
from geo.errors import AtlasError, CRSError, SourceError, UnavailableError
from geo.measure.area import area_km2
from geo.readers import postgis
from geo.store.workspace import with_workspace
from tests.cluster import Cluster
from tests.geo.conftest import PASSWORD

TABLES = """
CREATE EXTENSION postgis;
CREATE SCHEMA plans;
CREATE TABLE "地块" (gid serial PRIMARY KEY, 名称 text, far numeric(4,2), built date, doc jsonb,
  geom geometry(Polygon, 4490),
  mid geometry(Point, 4490));
INSERT INTO "地块" (名称, far, built, doc, geom) VALUES
  ('甲', 2.50, '2024-05-01', '{"a": 1}', ST_MakeEnvelope(121.7, 30.88, 121.8, 30.95, 4490)),
  ('乙', NULL, NULL, NULL, NULL);
UPDATE "地块" SET mid = ST_Centroid(geom);
CREATE TABLE plans.roads (geom geometry(LineString, 4529));
INSERT INTO plans.roads VALUES (ST_GeomFromText('LINESTRING(41380000 3420000, 41390000 3420000)', 4529));
CREATE TABLE plans.stops (at geography(Point, 4326));
INSERT INTO plans.stops VALUES ('POINT(121.9 30.9)');
CREATE TABLE plans.nowhere (geom geometry);
INSERT INTO plans.nowhere VALUES ('POINT(1 1)');
CREATE TABLE plans.arcs (geom geometry);
INSERT INTO plans.arcs VALUES (ST_GeomFromText('CIRCULARSTRING(121 31, 121.5 31.5, 122 31)', 4326));
CREATE TABLE plans.crossed (geom geometry(Polygon, 4326));
INSERT INTO plans.crossed VALUES (ST_GeomFromText('POLYGON((121 31, 122 32, 122 31, 121 32, 121 31))', 4326));
"""


@pytest.fixture(scope="module")
def server(cluster: Cluster) -> Cluster:
    import psycopg  # noqa: PLC0415

    with psycopg.connect(f"{cluster.dsn} password='{PASSWORD}'", autocommit=True) as connection:
        connection.execute(TABLES)
    return cluster


def address(server: Cluster, tables: str = "", password: str = PASSWORD) -> str:
    option = f"?tables={quote(tables)}" if tables else ""
    return f"postgresql://bench:{quote(password, safe='')}@127.0.0.1:{server.port}/postgres{option}"


@pytest.mark.parametrize(
    ("said", "away"),
    [
        ("connection refused", True),
        ('FATAL:  password authentication failed for user "bench"', False),
        ("connection to server failed: fe_sendauth: no password supplied", False),
        ("FATAL:  the database system is starting up", True),
    ],
)
def test_a_server_that_refuses_is_not_away(said: str, *, away: bool) -> None:
    import psycopg  # noqa: PLC0415
    from sqlalchemy.exc import OperationalError  # noqa: PLC0415

    error = psycopg.OperationalError(said)
    assert postgis.is_away(error) is away
    assert postgis.is_away(OperationalError("", {}, error)) is away


def test_tables_become_layers_with_the_areas_of_the_atlas(atlas: Atlas, server: Cluster) -> None:
    extended = with_workspace(atlas, address(server, "地块,plans.roads,plans.stops"))
    assert list(extended.own) == ["ws-di-kuai-geom", "ws-di-kuai-mid", "ws-plans-roads", "ws-plans-stops"]
    entry = extended.entry("ws-di-kuai-geom")
    assert (entry.title_zh, entry.geometry) == ("地块.geom", "polygon")
    assert "PostGIS postgres" in entry.description_zh
    layer = extended.layer("ws-di-kuai-geom")
    expected = area_km2([shapely.box(121.7, 30.88, 121.8, 30.95)], "EPSG:4490")[0]
    assert layer["area_km2"].iloc[0] == pytest.approx(expected, rel=1e-12)
    assert layer.geometry.iloc[1] is None
    assert extended.own["ws-di-kuai-geom"].to_dict("records") == [
        {"gid": 1, "名称": "甲", "far": 2.5, "built": "2024-05-01", "doc": '{"a": 1}'},
        {"gid": 2, "名称": "乙", "far": None, "built": None, "doc": None},
    ]
    assert extended.layer("ws-plans-roads")["perimeter_km"].iloc[0] == pytest.approx(10, rel=1e-3)
    assert extended.layer("ws-plans-stops").geometry.iloc[0].coords[0] == (121.9, 30.9)


def test_reading_changes_nothing_and_cannot(atlas: Atlas, server: Cluster) -> None:
    from sqlalchemy import text  # noqa: PLC0415
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

    source = address(server, "plans.roads")
    assert with_workspace(atlas, source).version == with_workspace(atlas, source).version
    engine = postgis._engine(postgis.url_of(source))
    with engine.connect() as connection, pytest.raises(DBAPIError, match="read-only transaction"):
        connection.execute(text("DELETE FROM plans.roads"))


@pytest.mark.parametrize(
    ("tables", "error", "said"),
    [
        ("nope", SourceError, "no table 'nope' with shapes; expected one of 地块"),
        ("plans.nowhere", CRSError, "reference system"),
        ("plans.arcs", SourceError, "curves"),
        ("plans.crossed", AtlasError, "layer plans.crossed: feature-1: Self-intersection"),
        ("", AtlasError, "plans."),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(
    atlas: Atlas, server: Cluster, tables: str, error: type[AtlasError], said: str
) -> None:
    with pytest.raises(error, match=said) as caught:
        with_workspace(atlas, address(server, tables))
    assert PASSWORD not in str(caught.value)


def test_a_wrong_password_a_wrong_port_and_a_broken_address_are_told_without_the_password(
    atlas: Atlas, server: Cluster
) -> None:
    wrong = "secret-7"
    for source, said in (
        (address(server, password=wrong), "password authentication failed"),
        (f"postgresql://bench:{wrong}@127.0.0.1:1/postgres", "refused"),
        (f"postgresql://bench:{wrong}@127.0.0.1:notaport/postgres", "an address that cannot be read"),
        (f"postgresql://127.0.0.1:{server.port}/postgres?user=bench&password={wrong}", "authentication failed"),
    ):
        with pytest.raises(SourceError, match=said) as caught:
            with_workspace(atlas, source)
        assert wrong not in str(caught.value)
        assert caught.value.__cause__ is None
        # One that does not answer may do so later; one that refuses will not.
        assert isinstance(caught.value, UnavailableError) is (said == "refused")


def test_a_server_that_does_not_answer_is_given_up(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket  # noqa: PLC0415

    monkeypatch.setattr(postgis, "_CONNECT_S", 2)  # libpq waits no less
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        before = time.monotonic()
        with pytest.raises(UnavailableError, match="timeout"):
            with_workspace(atlas, f"postgresql://bench@127.0.0.1:{deaf.getsockname()[1]}/postgres")
    assert time.monotonic() - before < 30


def test_without_the_extra_the_error_says_how_to_get_it(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SourceError, match=r"psycopg is not installed; expected the extra db.*lingang-atlas\[db\]"):
        with_workspace(atlas, "postgresql://bench@127.0.0.1/postgres")
