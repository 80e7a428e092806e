"""Tables that nobody imported: live, found by their keys, and left out with a reason where they have none."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
import shapely

from geo import Atlas
from geo.atlas.added.stored_layer import StoredQuery
from geo.errors import SourceError, UnavailableError
from geo.measure.area import area_km2
from geo.stats.accounts import make_account_of_stored
from geo.store.import_layer import remove_layer
from geo.store.open_store import open_store
from geo.store.postgis.pool import PostgisPool
from geo.store.postgis.store import PostgisStore
from tests.cluster import Cluster
from tests.geo.conftest import PASSWORD
from tests.geo.store.conftest import address_of, sql

TABLES = """
CREATE EXTENSION postgis;
CREATE SCHEMA "a b""c'd";
CREATE TABLE "地块%" (gid serial PRIMARY KEY, 名称 text, far numeric(4,2), built timestamptz, doc jsonb, raw bytea,
  geom geometry(Polygon, 4528));
INSERT INTO "地块%" (名称, far, built, doc, geom)
  SELECT '甲' || n, n / 2.0, '2024-05-01T10:00:00+08', '{"a": 1}',
    ST_Transform(ST_MakeEnvelope(121.7 + n * 0.01, 30.88, 121.705 + n * 0.01, 30.885, 4490), 4528)
  FROM generate_series(1, 5) AS n;
CREATE TABLE "a b""c'd"."x?y#z" (number bigint UNIQUE NOT NULL, at geography(Point, 4326));
INSERT INTO "a b""c'd"."x?y#z" VALUES (-3, 'POINT(121.9 30.9)');
CREATE VIEW part AS SELECT gid AS id, 名称 AS name_zh, geom FROM "地块%" WHERE far > 1;
CREATE TABLE no_key (name text, geom geometry(Point, 4326));
CREATE TABLE no_system (id int PRIMARY KEY, geom geometry);
CREATE TABLE empty (id int PRIMARY KEY, geom geometry(LineString, 4326));
"""


@pytest.fixture(scope="module")
def live(cluster: Cluster) -> str:
    sql(cluster, "postgres", "CREATE DATABASE live")
    sql(cluster, "live", TABLES)
    return address_of(cluster, "live")


def test_every_table_with_a_number_is_a_layer_and_the_others_are_told(live: str) -> None:
    store = open_store(live)
    assert sorted(store) == ["ws-a-b-c-d-x-y-z", "ws-di-kuai", "ws-empty", "ws-part"]
    told = "\n".join(map(str, store.left_out))
    assert "table no_key: no number that tells features apart" in told
    assert "table no_system: shapes without a reference system" in told
    assert PASSWORD not in told
    assert store["ws-empty"].count() == 0
    assert store["ws-empty"].bounds is None
    assert store["ws-empty"].entry.geometry == "line"
    assert store["ws-empty"].rows().empty
    stop = store["ws-a-b-c-d-x-y-z"].rows(StoredQuery(bbox=(121.8, 30.8, 122, 31)))
    assert stop.index.tolist() == ["ws-a-b-c-d-x-y-z_-3"]
    assert store["ws-a-b-c-d-x-y-z"].rows(StoredQuery(ids=stop.index.tolist())).geometry.iloc[0].x == 121.9


def test_a_column_called_as_the_names_in_frames_are_has_the_names(live: str) -> None:
    rows = open_store(live)["ws-part"].rows(StoredQuery(limit=1))
    assert rows["name_zh"].tolist() == rows["name_zh_own"].tolist() == ["甲3"]


def test_shapes_of_another_system_are_measured_and_found_in_degrees(live: str) -> None:
    layer = open_store(live)["ws-di-kuai"]
    rows = layer.rows(StoredQuery(bbox=(121.712, 30.881, 121.722, 30.884)))
    assert rows["名称"].tolist() == ["甲1", "甲2"]
    assert rows["name_zh"].tolist() == ["甲1", "甲2"]
    square = [shapely.box(121.71, 30.88, 121.715, 30.885)]
    assert rows["area_km2"].iloc[0] == pytest.approx(area_km2(square, "EPSG:4490")[0], rel=1e-6)
    assert rows["built"].tolist() == ["2024-05-01T02:00:00Z"] * 2
    assert rows["doc"].tolist() == ['{"a": 1}'] * 2
    assert "raw" not in rows
    assert layer.bounds == pytest.approx((121.71, 30.88, 121.755, 30.885), abs=1e-3)
    big = layer.rows(StoredQuery(order=(("area_km2", True),), limit=1))
    assert big.index.tolist() == ["ws-di-kuai_1"] or big["area_km2"].iloc[0] == pytest.approx(rows["area_km2"].iloc[0])


@pytest.mark.parametrize(
    ("box", "found"),
    [
        ((-180, -90, 180, 90), 5),
        ((30, 0, 140, 60), 5),
        ((-180, -90, 121.735, 90), 3),
        ((121.736, -90, 180, 90), 2),
        ((-100, -90, -50, 90), 0),
    ],
)
def test_a_box_beyond_the_ground_of_a_system_is_answered_too(
    live: str, box: tuple[float, float, float, float], found: int
) -> None:
    layer = open_store(live)["ws-di-kuai"]
    assert layer.count(StoredQuery(bbox=box)) == found
    assert len(layer.rows(StoredQuery(bbox=box))) == found


def test_zones_are_divided_by_a_table_in_a_projected_system(live: str, atlas: Atlas) -> None:
    account = make_account_of_stored(atlas, "scopes", open_store(live)["ws-di-kuai"], "名称")
    assert sum(row["area_km2"] for row in account.rows if row["row"] == "member") > 0


def test_an_edit_is_seen_by_the_next_question_and_one_of_another_table_changes_nothing(
    cluster: Cluster, live: str
) -> None:
    layer = open_store(live)["ws-di-kuai"]
    before, view = layer.version, open_store(live)["ws-part"].version
    sql(cluster, "live", "INSERT INTO empty (id) VALUES (1)", "DELETE FROM empty")
    assert layer.version == before
    sql(cluster, "live", """UPDATE "地块%" SET 名称 = '改' WHERE gid = 1""")
    changed = layer.version
    assert changed != before
    assert layer.rows(StoredQuery(ids=["ws-di-kuai_1"]))["name_zh"].tolist() == ["改"]
    assert open_store(live)["ws-part"].version != view
    sql(cluster, "live", """ALTER TABLE "地块%" ADD COLUMN more int DEFAULT 7""")
    assert layer.version != changed
    assert layer.rows(StoredQuery(limit=1))["more"].tolist() == [7]
    sql(cluster, "live", """ALTER TABLE "地块%" DROP COLUMN more""")


def test_a_new_table_is_seen_without_a_restart_and_one_that_was_not_imported_is_not_removed(
    cluster: Cluster, live: str
) -> None:
    store = PostgisStore(live)
    assert "ws-new" not in store
    sql(cluster, "live", "CREATE TABLE new (id int PRIMARY KEY, geom geometry(Point, 4326))")
    store.forget()
    assert "ws-new" in store
    with pytest.raises(SourceError, match="which no import made"):
        remove_layer(live, "ws-new")
    sql(cluster, "live", "DROP TABLE new")


def test_tables_of_the_address_leave_out_the_others(live: str) -> None:
    assert list(open_store(f"{live}?tables=empty,public.part")) == ["ws-empty", "ws-part"]


def test_nothing_can_be_written(live: str) -> None:
    with PostgisPool(live).connected() as connection, pytest.raises(Exception, match="read-only transaction"):
        connection.exec_driver_sql("DELETE FROM empty")


def test_the_password_may_stand_in_a_file(
    cluster: Cluster, live: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert live
    secrets = tmp_path / "pgpass"
    secrets.write_text(
        f"127.0.0.1:{cluster.port}:live:bench:{PASSWORD.replace(':', chr(92) + ':')}\n", encoding="utf-8"
    )
    secrets.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(secrets))
    assert "ws-empty" in open_store(f"postgresql://bench@127.0.0.1:{cluster.port}/live")


def test_a_server_that_stops_under_load_is_unavailable_and_comes_back(cluster: Cluster, live: str) -> None:
    layer = open_store(live)["ws-di-kuai"]
    assert layer.count() == 5
    said: list[BaseException] = []
    halted = threading.Event()

    def ask() -> None:
        while not halted.is_set():
            try:
                layer.rows(StoredQuery(limit=2))
            except BaseException as error:
                said.append(error)
                return

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    started = time.monotonic()
    cluster.stop()
    try:
        for thread in threads:
            thread.join(20)
        assert not any(thread.is_alive() for thread in threads), time.monotonic() - started
        assert {type(error) for error in said} == {UnavailableError}
        assert PASSWORD not in "".join(map(str, said))
        with pytest.raises(UnavailableError):
            layer.version  # noqa: B018
    finally:
        halted.set()
        cluster.start()
    assert layer.count() == 5
