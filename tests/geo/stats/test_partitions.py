"""The account over partitioned GeoParquet: the figures of the in-memory one, streamed or with a worker lost."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import ParameterError, SourceError
from geo.overlay.zonal_area import zonal_area
from geo.readers import geoparquet
from geo.stats import partitions
from geo.stats.partitions import partitioned_area
from tests.geo.shapes import scattered, tiles

ZONES = scattered(4, 0.05, 77, (50, 400))


def split(features: gpd.GeoDataFrame, folder: Path, parts: int) -> Path:
    """Write a layer as files of neighbouring rows."""
    folder.mkdir()
    for number, rows in enumerate(np.array_split(np.arange(len(features)), parts)):
        features.iloc[rows].to_parquet(folder / f"part-{number:02d}.parquet")
    return folder


def assert_same(account: pd.DataFrame, expected: pd.DataFrame) -> None:
    keys = ["zone_id", "kind", "member"]
    one, other = (frame.assign(kind=frame["kind"].astype(str)).sort_values(keys) for frame in (account, expected))
    assert one[keys].to_numpy(object).tolist() == other[keys].to_numpy(object).tolist()
    for column in ("area_km2", "share_of_zone", "share_of_member", "count"):
        exact = other[column].to_numpy(float)
        assert one[column].to_numpy(float) == pytest.approx(exact, rel=1e-9, abs=1e-12, nan_ok=True), column


@pytest.mark.parametrize("by", [None, "use"])
def test_a_folder_of_parts_gives_the_figures_of_the_whole(tmp_path: Path, by: str | None) -> None:
    parcels = tiles(30, 20, 3)
    folder = split(parcels, tmp_path / "parcels", 5)
    assert_same(partitioned_area(ZONES, folder, by), zonal_area(ZONES, parcels, by))


def test_ground_shared_by_features_of_different_parts_is_taken_off_once(tmp_path: Path) -> None:
    """Scattered stars overlap across all parts, three and more deep."""
    stars = scattered(60, 0.03, 5)
    account = partitioned_area(ZONES, split(stars, tmp_path / "stars", 4), "use")
    expected = zonal_area(ZONES, stars, "use")
    # How many features lie on others' ground depends on the order of the features; the ground does not.
    assert_same(account.assign(count=0), expected.assign(count=0))
    assert expected.loc[expected["kind"] == "overlap", "area_km2"].min() < -1.0


def test_a_file_larger_than_a_batch_is_read_batch_by_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geoparquet, "BATCH", 70)
    stars = scattered(200, 0.012, 9)
    stars.to_parquet(tmp_path / "stars.parquet")
    assert [len(frame) for frame in geoparquet.read_batches(tmp_path / "stars.parquet", ["use"])] == [70, 70, 60]
    account = partitioned_area(ZONES, tmp_path / "stars.parquet", None)
    expected = zonal_area(ZONES, stars)
    members = expected["kind"] == "member"
    assert_same(account[account["kind"] == "member"], expected[members])
    assert_same(account.assign(count=0), expected.assign(count=0))


def test_features_numbered_through_the_files_keep_their_numbers(tmp_path: Path) -> None:
    parcels = tiles(10, 6, 1).reset_index(drop=True)
    account = partitioned_area(ZONES, split(parcels, tmp_path / "parcels", 3))
    assert_same(account, zonal_area(ZONES, parcels))


def test_a_feature_named_in_two_parts_is_refused(tmp_path: Path) -> None:
    folder = split(tiles(4, 4, 1), tmp_path / "parcels", 1)
    tiles(4, 4, 1).to_parquet(folder / "part-99.parquet")
    with pytest.raises(ParameterError, match="in two partitions"):
        partitioned_area(ZONES, folder)


def test_features_without_location_are_counted_over_all_parts(tmp_path: Path) -> None:
    parcels = tiles(6, 4, 1)
    parcels.loc[["t1", "t20"], "geometry"] = None
    account = partitioned_area(ZONES, split(parcels, tmp_path / "parcels", 3), "use")
    assert account.loc[account["kind"] == "unlocated", "count"].sum() == 2


def broken_folder(tmp_path: Path) -> Path:
    folder = split(tiles(12, 8, 1), tmp_path / "parcels", 4)
    (folder / "part-02.parquet").write_bytes(b"PAR1 this is no table PAR1")
    return folder


def test_a_part_that_cannot_be_read_stops_the_run_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"part-02.parquet: a partition that cannot be read"):
        partitioned_area(ZONES, broken_folder(tmp_path), "use")


def test_a_part_with_an_invalid_polygon_stops_the_run_with_its_name_and_the_feature(tmp_path: Path) -> None:
    parcels = tiles(6, 4, 1)
    parcels.loc["t20", "geometry"] = shapely.Polygon([(121.7, 30.9), (121.8, 30.95), (121.8, 30.9), (121.7, 30.95)])
    with pytest.raises(SourceError, match=r"part-02.parquet: .*t20: Self-intersection"):
        partitioned_area(ZONES, split(parcels, tmp_path / "parcels", 3), "use")


def test_a_plain_parquet_file_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    pd.DataFrame({"use": ["a"]}).to_parquet(tmp_path / "table.parquet")
    with pytest.raises(SourceError, match="without geometry"):
        partitioned_area(ZONES, tmp_path / "table.parquet", "use")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="no GeoParquet file"):
        partitioned_area(ZONES, tmp_path / "empty", "use")


def test_an_attribute_the_files_lack_is_named_with_those_they_have(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"by='colour'.*one of use"):
        partitioned_area(ZONES, split(tiles(4, 4, 1), tmp_path / "parcels", 2), "colour")


# --- on a cluster ------------------------------------------------------------------------------------------------


@pytest.fixture
def cluster() -> Iterator[object]:
    """Two worker processes on loopback, one thread each."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as local:
        yield local


def test_two_worker_processes_give_the_figures_of_the_in_memory_account(tmp_path: Path, cluster: object) -> None:
    stars = scattered(80, 0.02, 5)
    folder = split(stars, tmp_path / "stars", 6)
    account = partitioned_area(ZONES, folder, "use", cluster=cluster.scheduler_address)
    assert_same(account.assign(count=0), zonal_area(ZONES, stars, "use").assign(count=0))


def test_a_worker_killed_midway_changes_no_figure(tmp_path: Path, cluster: object) -> None:
    from distributed import Client  # noqa: PLC0415

    parcels = tiles(150, 100, 3)
    folder = split(parcels, tmp_path / "parcels", 40)
    found: list[pd.DataFrame] = []
    run = threading.Thread(
        target=lambda: found.append(partitioned_area(ZONES, folder, "use", cluster=cluster.scheduler_address))
    )
    with Client(cluster.scheduler_address) as client:
        victim = next(iter(client.run(os.getpid).values()))
        run.start()
        done = 0
        while run.is_alive() and not 0 < done < 40:
            done = sum("_batches_of_file" in str(key) for key in client.who_has())
        assert run.is_alive(), "the run ended before a worker could be killed"
        os.kill(victim, signal.SIGKILL)
        run.join()
    assert_same(found[0], zonal_area(ZONES, parcels, "use"))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "127.0.0.1:9", "tcp://127.0.0.1:99999", "nonsense://x"])
def test_a_scheduler_that_does_not_answer_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(partitions, "_SCHEDULER_WAIT_S", 1)
    folder = split(scattered(8, 0.02, 5), tmp_path / "stars", 2)
    with pytest.raises(SourceError, match="no Dask scheduler at"):
        partitioned_area(ZONES, folder, "use", cluster=address)


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_a_server_that_is_silent_or_another_is_no_scheduler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(partitions, "_LISTENING_WAIT_S", 0.3)
    pytest.importorskip("distributed")
    folder = split(scattered(8, 0.02, 5), tmp_path / "stars", 2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        held: list[socket.socket] = []

        def greet() -> None:
            held.append(listener.accept()[0])
            held[0].sendall(said)

        greeter = threading.Thread(target=greet)
        greeter.start()
        with pytest.raises(SourceError, match="no Dask scheduler at"):
            partitioned_area(ZONES, folder, "use", cluster=f"tcp://127.0.0.1:{listener.getsockname()[1]}")
        greeter.join()
        held[0].close()


def test_a_part_that_a_worker_cannot_read_stops_the_run_with_its_name(tmp_path: Path, cluster: object) -> None:
    with pytest.raises(SourceError, match=r"part-02.parquet: a partition that cannot be read"):
        partitioned_area(ZONES, broken_folder(tmp_path), "use", cluster=cluster.scheduler_address)
