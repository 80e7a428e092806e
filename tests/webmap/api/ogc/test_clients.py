"""OGC API - Features: what the standard asks, and what GDAL, OWSLib and QGIS, clients we did not write, read."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from flask.testing import FlaskClient
from owslib.ogcapi.features import Features

from geo import Atlas
from geo.export.collections.collection import collections
from geo.export.collections.collection_table import feature_table


@pytest.fixture(scope="module")
def source() -> Iterator[str]:
    """The service in a process of its own: GDAL holds this one's interpreter while it waits for an answer."""
    command = [sys.executable, "-c", "from webmap.cli.main import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            yield "OAPIF:" + next(word for word in line.split() if word.startswith("http://127.0.0.1:")) + "ogc"
        finally:
            process.terminate()


def test_gdal_lists_every_collection(source: str, atlas: Atlas) -> None:
    assert pyogrio.list_layers(source)[:, 0].tolist() == list(collections(atlas))


@pytest.mark.parametrize("layer_id", ["scopes", "parks", "belts", "coast"])
def test_gdal_reads_the_features_of_a_layer_as_they_are(source: str, atlas: Atlas, layer_id: str) -> None:
    frame = atlas.layer(layer_id)
    found = pyogrio.read_dataframe(source, layer=layer_id).set_index("place_id").loc[frame.index]
    assert found.crs == "OGC:CRS84"
    assert found["name_zh"].tolist() == frame["name_zh"].tolist()
    located = frame.geometry.notna()
    assert found.geometry.notna().tolist() == located.tolist()
    one, other = (shapely.normalize(rows.geometry[located].to_numpy()) for rows in (found, frame))
    assert shapely.equals_exact(one, other, tolerance=1e-9).all()
    if frame["area_km2"].notna().any():
        areas = found["area_km2"].to_numpy(float)
        assert np.allclose(areas, frame["area_km2"], rtol=1e-12, equal_nan=True)


def known_numbers(atlas: Atlas, collection_id: str) -> set[str]:
    """Name the columns of numbers of which a feature has one."""
    columns = feature_table(atlas, collection_id).columns
    return {name for name, column in columns.items() if column.dtype == float and np.isfinite(column).any()}


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="GDAL of the system is not installed")
def test_gdal_of_the_system_counts_the_same_and_takes_numbers_for_numbers(source: str, atlas: Atlas) -> None:
    command = ["ogrinfo", "-ro", "-so", "-al", source]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    layers = dict(re.findall(r"^Layer name: (.+)\n([\s\S]*?)(?=\nLayer name: |\Z)", said, re.MULTILINE))
    expected = {name: len(feature_table(atlas, name)) for name in collections(atlas)}
    counts = {name: int(re.findall(r"Feature Count: (\d+)", text)[0]) for name, text in layers.items()}
    assert counts == expected
    for name, text in layers.items():
        assert known_numbers(atlas, name) <= set(
            re.findall(r"^(\w+): (?:Real|Integer|Integer64) ", text, re.MULTILINE)
        ), name


def test_owslib_lists_every_collection_and_counts_as_many_features(source: str, atlas: Atlas) -> None:
    service = Features(source.removeprefix("OAPIF:"))
    assert service.feature_collections() == list(collections(atlas))
    for name in collections(atlas):
        page = service.collection_items(name, limit=10_000)
        assert (page["numberMatched"], len(page["features"])) == (len(feature_table(atlas, name)),) * 2, name
    assert service.collection_item("parks", "cor-wanxiang")["properties"]["name_zh"]
    assert "area_km2" in service.collection_queryables("parks")["properties"]


@pytest.mark.skipif(not Path("/usr/lib/python3/dist-packages/qgis").is_dir(), reason="QGIS is not installed")
def test_qgis_sees_every_shape_of_every_layer_with_a_symbol(source: str, atlas: Atlas) -> None:
    layers = [name for name, one in collections(atlas).items() if one.source == "layer"]
    names = [*layers, "account-parks", "table-claims"]
    script = str(Path(__file__).with_name("qgis_client.py"))
    command = ["/usr/bin/python3", script, source.removeprefix("OAPIF:"), *names]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    seen = json.loads(done.stdout.splitlines()[-1])
    assert {name: one["features"] for name, one in seen.items()} == {
        name: len(feature_table(atlas, name)) for name in names
    }
    for layer in atlas.layer_ids:
        # A layer of several kinds of shapes has a collection of each, because QGIS has one kind of symbol for all.
        parts = [name for name in layers if collections(atlas)[name].name == layer and collections(atlas)[name].part]
        drawn = sum(seen[name]["drawn"] for name in parts or [layer])
        assert drawn == atlas.layer(layer).geometry.notna().sum(), layer
    assert all(known_numbers(atlas, name) <= set(seen[name]["numbers"]) for name in names)
    assert seen["table-claims"]["located"] == 0


def test_gdal_asks_for_a_box_and_gets_what_touches_it(source: str, atlas: Atlas) -> None:
    box = (121.9, 30.85, 122.0, 30.95)
    found = pyogrio.read_dataframe(source, layer="parks", bbox=box)
    touching = atlas.layer("parks")[atlas.layer("parks").intersects(shapely.box(*box))]
    assert 0 < len(touching) < len(atlas.layer("parks"))
    assert set(found["place_id"]) == set(touching.index)


def test_pages_follow_each_other_and_lose_nothing(client: FlaskClient, atlas: Atlas) -> None:
    address, seen = "/ogc/collections/parks/items?limit=7", []
    while address:
        page = client.get(address).json
        assert page["numberMatched"] == len(atlas.layer("parks"))
        assert page["numberReturned"] == len(page["features"]) <= 7
        seen += [feature["id"] for feature in page["features"]]
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
    assert len(seen) == len(set(seen))
    assert set(seen) == set(atlas.layer("parks").index)


def test_an_empty_box_is_an_empty_page_and_no_error(client: FlaskClient) -> None:
    page = client.get("/ogc/collections/parks/items?bbox=0,0,1,1").json
    assert (page["numberMatched"], page["features"]) == (0, [])


def test_every_link_leads_somewhere_and_says_what_comes(client: FlaskClient) -> None:
    seen, todo = set(), ["/ogc", "/ogc/collections/scopes/items/lg-new-area", "/ogc/collections/parks/items?limit=3"]
    while todo:
        address = todo.pop()
        with client.get(address) as answer:
            assert answer.status_code == 200, address
            links = answer.json.get("links", []) if answer.is_json else []
        for link in links:
            if link["href"] not in seen and "://localhost" in link["href"] and not link.get("templated"):
                seen.add(link["href"])
                if link["rel"] == "enclosure":  # a file of a layer, which tests of exports write
                    continue
                todo.append(link["href"])
                with client.get(link["href"]) as found:
                    assert found.content_type.removesuffix("; charset=utf-8") == link["type"]
    relations = {link["rel"] for link in client.get("/ogc/").json["links"]}
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= relations


def test_a_feature_carries_its_statements_with_document_and_section(client: FlaskClient) -> None:
    claims = client.get("/ogc/collections/parks/items/cor-wanxiang").json["properties"]["claims"]
    assert claims
    assert all({"document_zh", "section"} <= set(claim) or {"doc_id", "section"} <= set(claim) for claim in claims)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("collections/nowhere", 404),
        ("collections/nowhere/items", 404),
        ("collections/parks/items/nobody", 404),
        ("collections/parks/items?colour=red", 400),
        ("collections/parks/items?limit=0", 400),
        ("collections/parks/items?limit=-1", 400),
        ("collections/parks/items?bbox=1,2,3", 400),
        ("collections/parks/items?bbox=nan,1,2,3", 400),
        ("collections/parks/items?f=xml", 400),
        ("collections/parks/queryables?f=html", 400),
        ("conformance?colour=red", 400),
    ],
)
def test_what_makes_no_sense_is_a_problem_document(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(f"/ogc/{address}")
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_a_second_visit_costs_no_body_and_another_language_is_another_answer(client: FlaskClient) -> None:
    zh, en = (client.get(f"/ogc/collections?lang={lang}") for lang in ("zh", "en"))
    assert zh.headers["ETag"] != en.headers["ETag"]
    assert zh.json["collections"][0]["title"] != en.json["collections"][0]["title"]
    again = client.get("/ogc/collections?lang=zh", headers={"If-None-Match": zh.headers["ETag"]})
    assert again.status_code == 304
