"""The addresses of OGC API - Features beside pygeoapi, on the same layers, behind the same server with as many threads.

pygeoapi needs an environment of its own, as it brings some forty packages::

    python -m venv /tmp/pygeoapi && /tmp/pygeoapi/bin/pip install pygeoapi waitress
    LINGANG_BENCH_PYGEOAPI=/tmp/pygeoapi/bin/python pytest tests/bench/test_load_peer.py -s

It serves GeoJSON files through its GeoJSON provider, the one that needs no database. Printed and not asserted but for
what is answered: requests in a second and times, of one client and of eight.
"""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo import Atlas
from geo.export import write_layer
from tests.bench.load import OURS, Asked, Server, load, served

PYTHON = os.environ.get("LINGANG_BENCH_PYGEOAPI", "")
SECONDS = float(os.environ.get("LINGANG_LOAD_S", "60")) / 12
THREADS = 16
_SERVE = """
import socket
from waitress import create_server
from pygeoapi.flask_app import APP
listener = socket.create_server(("127.0.0.1", 0))
print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
create_server(APP, sockets=[listener], threads=%d).run()
"""

pytestmark = [
    pytest.mark.skipif(not PYTHON, reason="LINGANG_BENCH_PYGEOAPI names no Python with pygeoapi and waitress"),
    pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from /proc"),
]


def collection(layer: str, path: Path) -> dict:
    provider = {"type": "feature", "name": "GeoJSON", "data": str(path), "id_field": "place_id"}
    extent = {"spatial": {"bbox": [120, 30, 123, 32], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}
    words = {"title": layer, "description": layer, "keywords": [layer], "links": []}
    return {"type": "collection", **words, "extents": extent, "providers": [provider]}


def configuration(resources: dict) -> dict:
    """Return the least that pygeoapi takes."""
    contact = {"name": "x", "url": "http://localhost", "email": "x@example.org"}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": 5000},
            "url": "http://127.0.0.1:5000",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "gzip": True,
            "languages": ["en-US"],
            "limits": {"default_items": 10, "max_items": 10000},
            "map": {"url": "http://localhost/{z}/{x}/{y}.png", "attribution": "x"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": "x",
                "description": "x",
                "keywords": ["x"],
                "keywords_type": "theme",
                "terms_of_service": "x",
                "url": "http://localhost",
            },
            "license": {"name": "x", "url": "http://localhost"},
            "provider": contact,
            "contact": contact,
        },
        "resources": resources,
    }


@pytest.fixture(scope="module")
def peer(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("pygeoapi")
    resources = {}
    for layer in atlas.layer_ids:
        path = folder / f"{layer}.geojson"
        write_layer(atlas, layer, "geojson", path)
        resources[layer] = collection(layer, path)
    # JSON is YAML.
    (folder / "config.yml").write_text(json.dumps(configuration(resources)), encoding="utf-8")
    environment = {
        **os.environ,
        "PYGEOAPI_CONFIG": str(folder / "config.yml"),
        "PYGEOAPI_OPENAPI": str(folder / "openapi.yml"),
    }
    environment.pop("PYTHONPATH", None)
    write = [str(Path(PYTHON).parent / "pygeoapi"), "openapi", "generate", environment["PYGEOAPI_CONFIG"]]
    subprocess.run([*write, "--output-file", environment["PYGEOAPI_OPENAPI"]], env=environment, check=True)
    with served(["-c", _SERVE % THREADS], PYTHON, env=environment, cwd=folder) as running:
        yield running


@pytest.fixture(scope="module")
def ours() -> Iterator[Server]:
    with served(OURS) as running:
        yield running


def features(server: Server, path: str) -> list[str]:
    with urllib.request.urlopen(server.address + path, timeout=60) as answer:
        return sorted(str(feature["id"]) for feature in json.load(answer)["features"])


def test_both_answer_the_same_and_ours_is_measured_beside_the_peer(ours: Server, peer: Server, atlas: Atlas) -> None:
    layer = "parks"
    first = str(atlas.layers[layer].index[0])
    same = f"/collections/{layer}/items?limit=1000"
    assert features(ours, "/ogc" + same) == features(peer, same)
    asked = {
        "collections": "/collections",
        "collection": f"/collections/{layer}",
        "items, 10": f"/collections/{layer}/items?limit=10",
        "items, all": same,
        "item": f"/collections/{layer}/items/{first}",
    }
    print(
        f"\n{'':14}{'clients':>8}{'ours/s':>9}{'peer/s':>9}{'ratio':>7}{'p50 ms':>9}{'peer':>8}{'p99 ms':>9}{'peer':>8}"
    )
    for kind, path in asked.items():
        for number in (1, 8):
            rows = []
            for server, root in ((ours, "/ogc"), (peer, "")):
                request: Asked = (kind, "GET", f"{root}{path}{'&' if '?' in path else '?'}f=json", None)
                load(server, [[request]], count=3)
                result = load(server, [[request]] * number, seconds=SECONDS)
                assert result.failed == 0, result.errors
                rows.append(result)
            mine, theirs = (len(result.seconds[kind]) / SECONDS for result in rows)
            times = "".join(
                f"{rows[0].quantile_ms(kind, share):9.1f}{rows[1].quantile_ms(kind, share):8.1f}"
                for share in (0.5, 0.99)
            )
            print(f"{kind:14}{number:8}{mine:9.0f}{theirs:9.0f}{mine / theirs:7.1f}{times}")
    print(f"memory (PSS): ours {ours.pss_mb():.0f} MB with the fork server of its workers, peer {peer.pss_mb():.0f} MB")
