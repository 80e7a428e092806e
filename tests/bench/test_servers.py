"""Items and tiles beside other servers: tipg, pygeoapi and MapServer over the same 100,750 parcels, two processes each.

The peers need an environment of their own, wrk and MapServer come from Debian::

    python -m venv /tmp/peers && /tmp/peers/bin/pip install tipg uvicorn pygeoapi gunicorn psycopg2-binary geoalchemy2
    apt-get install wrk cgi-mapserver spawn-fcgi nginx-light postgresql-postgis
    LINGANG_BENCH_PEERS=/tmp/peers/bin/python pytest tests/bench/test_servers.py -s

All servers run side by side and are asked in turns: first for what nobody has asked before, then again and again for
the same. Tiles of zoom 13 are too few for that; there the first round is the first after the start. Printed are answers
in a second (wrk, 8 connections) and memory; what is asserted is that every server answers and finds the same features.
The bare framework, one view that sends ready bytes, is the limit to approach.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from tests.bench import generate
from tests.bench.load import OURS
from tests.bench.servers import programs, questions, wrk
from tests.cluster import Cluster

PYTHON = os.environ.get("LINGANG_BENCH_PEERS", "")
SECONDS = float(os.environ.get("LINGANG_LOAD_S", "60")) / 12
COUNT = 100_750
ROUNDS = 2
#: Questions asked again and again, and those asked once.
SAME, FRESH = {"boxes": 200, "tiles": 400}, {"boxes": 20_000, "tiles": 4_000}

pytestmark = [
    pytest.mark.skipif(not PYTHON, reason="LINGANG_BENCH_PEERS names no Python with tipg and pygeoapi"),
    pytest.mark.skipif(not wrk.is_there(), reason="no wrk: apt-get install wrk"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("servers")
    folder.chmod(0o755)
    land = generate.parcels(COUNT, "tiled").to_crs("EPSG:4326")
    land.to_file(folder / "parcels.gpkg", layer="parcels", engine="pyogrio")
    land.to_file(folder / "parcels.fgb", engine="pyogrio")
    imported = ["import", str(folder / "parcels.gpkg"), "--as", "parcels", "--store", str(folder / "store")]
    subprocess.run([sys.executable, *OURS[:2], *imported], check=True)
    return folder


@pytest.fixture(scope="module")
def cluster(home: Path) -> Iterator[Cluster]:
    running = Cluster({"shared_buffers": "512MB", "work_mem": "32MB", "max_connections": "60"})
    land = generate.parcels(COUNT, "tiled").to_crs("EPSG:4326")
    with psycopg.connect(running.dsn, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION postgis")
        connection.execute("CREATE TABLE parcels (id int PRIMARY KEY, use text, geom geometry(Polygon, 4326))")
        with connection.cursor() as cursor, cursor.copy("COPY parcels FROM STDIN") as copy:
            for row in zip(land["id"], land["use"], land.geometry.to_wkb(hex=True), strict=True):
                copy.write_row(row)
        connection.execute("UPDATE parcels SET geom = ST_SetSRID(geom, 4326)")
        connection.execute("CREATE INDEX ON parcels USING gist (geom)")
        connection.execute("VACUUM FULL ANALYZE parcels")
    yield running
    running.close()


@pytest.fixture(scope="module")
def servers(home: Path, cluster: Cluster) -> Iterator[list[programs.Program]]:
    with ExitStack() as stack:
        yield [
            stack.enter_context(one)
            for one in (
                programs.bare(home),
                programs.ours("ours", str(home / "store")),
                programs.ours("ours, PostGIS", f"postgresql://bench@127.0.0.1:{cluster.port}/postgres"),
                programs.tipg(PYTHON, cluster),
                programs.pygeoapi(PYTHON, cluster, home),
                programs.mapserver("PostGIS", cluster, home / "parcels.fgb", home),
                programs.mapserver("FlatGeobuf", cluster, home / "parcels.fgb", home),
            )
        ]


def found(program: programs.Program, path: str) -> int:
    with urllib.request.urlopen(program.server.address + path, timeout=60) as answer:
        return len(json.load(answer)["features"])


def test_every_server_finds_the_same_features(servers: list[programs.Program]) -> None:
    for side_km in (1, 4):
        box = questions.boxes(side_km, 1)[0]
        counts = {one.name: found(one, one.items(box)) for one in servers if "bare" not in one.name}
        # MapServer leaves out what only touches the corner of a box in a FlatGeobuf file.
        assert min(counts.values()) > 0.99 * max(counts.values()), counts


@pytest.mark.parametrize("side_km", [1, 4])
def test_items(servers: list[programs.Program], home: Path, side_km: int) -> None:
    boxes = questions.boxes(side_km, SAME["boxes"] + FRESH["boxes"])
    paths = {one.name: [one.items(box) for box in boxes] for one in servers}
    _in_turns(servers, paths, SAME["boxes"], f"items, {side_km} km", home)


@pytest.mark.parametrize("zoom", [13, 16])
def test_tiles(servers: list[programs.Program], home: Path, zoom: int) -> None:
    some = questions.tiles(zoom, SAME["tiles"] + FRESH["tiles"])
    paths = {one.name: [one.tile(*tile) for tile in some] for one in servers if one.tile}
    _in_turns(servers, paths, SAME["tiles"], f"tiles, z{zoom}", home)


def _in_turns(servers: list[programs.Program], paths: dict[str, list[str]], same: int, what: str, home: Path) -> None:
    """Ask each server for a while, then each again: in the first round for the others, later for the `same` first."""
    rounds: dict[str, list[wrk.Answered]] = {name: [] for name in paths}
    for number in range(1 + ROUNDS):
        for one in servers:
            if one.name in paths:
                asked = paths[one.name][:same] if number else paths[one.name][same:] or paths[one.name]
                rounds[one.name].append(wrk.keep_busy(one.server.address, asked, SECONDS, home))
    print(f"\n{what:24}{'first/s':>9}{'then/s':>9}{'kB':>8}{'p50 ms':>9}{'p99 ms':>9}{'failed':>8}{'MB':>7}")
    for one in servers:
        if one.name in rounds:
            first, *later = rounds[one.name]
            then = statistics.median(each.per_s for each in later)
            last = later[-1]
            failed = sum(each.failed for each in rounds[one.name])
            times = f"{last.p50_ms:9.1f}{last.p99_ms:9.1f}{failed:8}"
            print(f"{one.name:24}{first.per_s:9.0f}{then:9.0f}{last.kb:8.1f}{times}{one.server.pss_mb():7.0f}")
            assert failed == 0
