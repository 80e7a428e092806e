"""The addresses that take something away: right types and names, and a clear 4xx for what makes no sense."""

from __future__ import annotations

import gzip
import io
import json
import re
from pathlib import Path

import pyogrio
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo import Atlas
from geo.export import FORMATS, write_layer
from geo.readers.vector_file import read_features
from tests.stored_layers import COUNT, LAYER
from webmap import create_app
from webmap.http.responses import address_version

SQUARE = [[121.75, 30.86], [121.83, 30.86], [121.83, 30.91], [121.75, 30.91], [121.75, 30.86]]
POLYGON = {
    "type": "Feature",
    "properties": {"name_zh": "试验<b>地块"},
    "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
}


@pytest.mark.parametrize("kind", list(FORMATS))
def test_every_format_has_its_type_its_name_and_the_length_it_says(
    client: FlaskClient, atlas: Atlas, kind: str
) -> None:
    with client.get(f"/export/parks.{kind}", headers={"Accept-Encoding": "identity"}) as answer:
        assert answer.status_code == 200
        assert answer.mimetype == FORMATS[kind].media_type
        assert answer.content_length == len(answer.data) > 1000
        name = f"lingang-parks-{atlas.version}.{FORMATS[kind].suffix}"
        assert name in answer.headers["Content-Disposition"]


def test_a_second_click_computes_nothing_and_a_second_visit_costs_no_body(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "/export/nodes.gpkg"
    first = client.get(address, buffered=True, headers={"Accept-Encoding": "zstd"})
    assert first.headers["Content-Encoding"] == "zstd"
    assert first.cache_control.no_cache
    monkeypatch.setattr("webmap.api.exports.in_worker", lambda *_args, **_more: pytest.fail("written again"))
    plain = client.get(address, buffered=True, headers={"Accept-Encoding": "identity"})
    assert plain.status_code == 200
    older = client.get(address, buffered=True, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(older.data) == plain.data, "of programs that take nothing newer"
    head = client.head(address, buffered=True, headers={"Accept-Encoding": "identity"})
    assert (head.data, head.content_length, head.headers["ETag"]) == (b"", len(plain.data), plain.headers["ETag"])
    for etag in (first.headers["ETag"], plain.headers["ETag"]):
        answer = client.get(address, buffered=True, headers={"Accept-Encoding": "zstd", "If-None-Match": etag})
        assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize("page", ["/tables/nodes", "/ogc/collections/nodes"])
def test_files_that_are_linked_may_be_kept_for_good(client: FlaskClient, page: str) -> None:
    text = client.get(page, headers={"Accept": "text/html, application/json;q=0.5"}).text
    addresses = re.findall(r"/export/nodes\.gpkg\?v=[0-9a-f]+", text)
    assert addresses
    kept = client.head(addresses[0], buffered=True).cache_control
    assert (kept.immutable, kept.public) == (True, True)
    assert client.head("/export/nodes.gpkg?v=old", buffered=True).cache_control.no_cache


def test_a_part_of_a_file_is_those_bytes(client: FlaskClient) -> None:
    address = "/export/nodes.gpkg"
    whole = client.get(address, buffered=True, headers={"Accept-Encoding": "identity"})
    assert whole.headers["Accept-Ranges"] == "bytes"
    for asked, found in (("0-9", whole.data[:10]), ("100-", whole.data[100:]), ("-16", whole.data[-16:])):
        part = client.get(address, buffered=True, headers={"Range": f"bytes={asked}", "Accept-Encoding": "gzip, zstd"})
        assert (part.status_code, part.data) == (206, found)
        assert "Content-Encoding" not in part.headers
        assert part.content_length == len(found)
    assert part.headers["Content-Range"].endswith(f"/{len(whole.data)}")
    changed = client.get(address, buffered=True, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (changed.status_code, changed.data) == (200, whole.data)
    assert client.get(address, buffered=True, headers={"Range": f"bytes={len(whole.data)}-"}).status_code == 416


def test_an_address_with_the_version_of_the_data_is_kept_for_good(client: FlaskClient, app: Flask) -> None:
    with app.test_request_context("/"):
        version = address_version()
    assert client.get(f"/export/nodes.csv?v={version}", buffered=True).cache_control.immutable
    assert not client.get("/export/nodes.csv?v=x", buffered=True).cache_control.immutable


def test_a_file_from_the_service_is_the_file_of_the_library(client: FlaskClient, atlas: Atlas, tmp_path: Path) -> None:
    write_layer(atlas, "parks", "txt", tmp_path / "a.txt", crs="EPSG:4529")
    assert client.get("/export/parks.txt?crs=EPSG:4529").data == (tmp_path / "a.txt").read_bytes()


def test_filters_and_system_reach_the_file(client: FlaskClient, tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    query = "crs=EPSG:4529&fields=codes&ids=fp-oriental-chip-port,park-frontier&bbox=121,30,123,32"
    path.write_bytes(client.get(f"/export/parks.gpkg?{query}").data)
    frame = pyogrio.read_dataframe(path, layer="parks")
    assert frame.crs.to_epsg() == 4529
    assert set(frame["BSM"]) == {"fp-oriental-chip-port", "park-frontier"}


def test_the_mark_can_be_left_out(client: FlaskClient) -> None:
    assert client.get("/export/parks.csv").data.startswith(b"\xef\xbb\xbf")
    assert client.get("/export/parks.csv?bom=0").data.startswith(b"place_id,")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/export/nowhere.gpkg", 404),
        ("/export/parks.pdf", 400),
        ("/export/parks.gpkg?crs=EPSG:3857", 400),
        ("/export/parks.gpkg?crs=EPSG:99999", 400),
        ("/export/parks.gpkg?crs=;DROP", 400),
        ("/export/parks.gpkg?ids=nowhere", 400),
        ("/export/parks.gpkg?kind=nothing", 400),
        ("/export/parks.gpkg?bbox=1,2,3", 400),
        ("/export/parks.gpkg?bbox=0,0,1,1", 400),
        ("/export/parks.gpkg?kinds=park", 400),
        ("/export/parks.shp?encoding=big5", 400),
        ("/export/belts.txt", 400),
        ("/export/parks.geojson?crs=EPSG:4529", 400),
        ("/report/nowhere.pdf", 404),
    ],
)
def test_what_makes_no_sense_is_a_clear_4xx(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    problem = answer.get_json(force=True)
    assert answer.mimetype == "application/problem+json"
    assert problem["found"]
    assert problem["expected"]


def test_a_place_has_a_report_in_both_languages(client: FlaskClient) -> None:
    for query, word in (("", "规划摘录"), ("?lang=en", "Planning extract")):
        answer = client.get(f"/report/fp-oriental-chip-port.pdf{query}")
        assert answer.mimetype == "application/pdf"
        reader = pypdf.PdfReader(io.BytesIO(answer.data))
        assert "extract.json" in reader.attachments
        assert reader.metadata is not None
        assert word in str(reader.metadata.title)


def test_a_drawn_polygon_gets_a_report_under_its_own_name(client: FlaskClient) -> None:
    answer = client.post("/report", data=json.dumps(POLYGON), content_type="application/geo+json")
    assert answer.status_code == 200
    reader = pypdf.PdfReader(io.BytesIO(answer.data))
    assert reader.metadata is not None
    assert str(reader.metadata.title).endswith("试验<b>地块")


def test_boundary_points_can_be_posted(client: FlaskClient) -> None:
    body = client.get("/export/parks.txt?ids=park-frontier").data
    answer = client.post("/report", data=body, content_type="text/plain")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "application/geo+json", 400),
        (b"\xff\xfe", "application/geo+json", 400),
        (b'{"type":"Point","coordinates":[121.8,30.9]}', "application/json", 400),
        (b'{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}', "application/json", 422),
        (b"<kml/>", "application/xml", 400),
        (b"nothing", "text/plain", 400),
    ],
)
def test_a_body_that_is_no_polygon_is_a_clear_4xx(client: FlaskClient, body: bytes, kind: str, status: int) -> None:
    answer = client.post("/report", data=body, content_type=kind)
    assert answer.status_code == status
    problem = answer.get_json(force=True)
    assert problem["expected"]
    assert not re.search(r"body\.txt|Traceback", json.dumps(problem))


def test_a_drawing_there_is_no_time_for_is_refused_before_it_is_begun(atlas: Atlas, store_folder: Path) -> None:
    app = create_app({"store": str(store_folder)}, atlas=atlas)
    app.config["JOB_S"] = 0
    answer = app.test_client().get(f"/export/{LAYER}.dxf")
    assert (answer.status_code, answer.get_json()["found"]) == (400, f"{COUNT} features as dxf")
    assert "at most 0: 0 s (setting job_s)" in answer.get_json()["expected"]


def test_a_stored_layer_is_written_by_a_worker_and_sent(atlas: Atlas, store_folder: Path, tmp_path: Path) -> None:
    client = create_app({"store": str(store_folder), "job_processes": 1}, atlas=atlas).test_client()
    for kind in ("gdb", "jsonfg"):
        target = tmp_path / f"parcels.{FORMATS[kind].suffix}"
        target.write_bytes(client.get(f"/export/{LAYER}.{kind}", buffered=True).data)
        found = read_features(target)
        assert (len(found), found.geometry.isna().sum()) == (COUNT, 1)
    target = tmp_path / "green.fgb"
    target.write_bytes(client.get(f"/export/{LAYER}.fgb?use=green&floors=0,2,18", buffered=True).data)
    found = pyogrio.read_dataframe(target)
    assert set(zip(found["use"], found["floors"], strict=True)) <= {("green", 0), ("green", 2), ("green", 18)}
    assert 0 < len(found) < 4
    assert client.get(f"/export/{LAYER}.fgb?use=none").status_code == 400
    assert client.get("/export/parks.fgb?use=green").status_code == 400
