"""Every answer is of the form its schema says, and its schema names every key; what is published stays."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import geopandas as gpd
import jsonschema_rs
import pytest
import shapely
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from geo import Atlas
from tests.stored_layers import with_stored_layers, write_store
from webmap import create_app
from webmap.api.answer_schemas import PUBLISHED, components, published

KEPT = Path(__file__).parents[2] / "data" / "frozen_answers.json"
SQUARE = {"type": "Polygon", "coordinates": [[[121.9, 30.9], [121.95, 30.9], [121.95, 30.95], [121.9, 30.9]]]}
INDUSTRY = quote("集成电路")
QUERIES = ("lg", "集成", "121.9,30.9", "滴水湖", "park", "2025", "no such thing", "土地", "")


def closed(schema: Any) -> Any:
    """Return a schema that takes no key it does not name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and "type" in schema:
        out.setdefault("additionalProperties", False)
    return out


def frozen(schema: Any, path: str = "") -> dict[str, list[str]]:
    """List every key a schema names with its types, ``!`` behind one that is always there; references once each."""
    out: dict[str, list[str]] = {}
    required = schema.get("required", ())
    for key, one in schema.get("properties", {}).items():
        kind = one.get("type", one.get("$ref", "any"))
        here = f"{path}.{key}{'!' if key in required else ''}"
        out[here] = sorted([kind] if isinstance(kind, str) else kind)
        out |= frozen(one, here) | frozen(one.get("items", {}), f"{here}[]")
    return out


def all_frozen(name: str) -> dict[str, list[str]]:
    schema = json.loads(published(name))
    out = frozen(schema)
    for part, one in schema.get("$defs", {}).items():
        out |= frozen(one, part)
    return out


@pytest.mark.parametrize("name", [name for name in PUBLISHED if name != "extract"])
def test_no_key_goes_or_changes_its_type(name: str) -> None:
    """A new key is written into the kept file; whoever takes one out breaks the programs of others."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))[name]
    there = all_frozen(name)
    assert {key: there.get(key) for key in kept} == kept


def addresses(name: str, atlas: Atlas) -> list[str]:
    """List the addresses whose answers are held against a schema: each kind of question, and all places."""
    tables = [entry.id for entry in atlas.catalogue.layer if entry.role != "context"]
    pairs = [("scopes", "parks"), ("functional_areas", "parks"), ("scopes", "functional_areas")]
    return {
        "place": [
            *(f"places/{place}.json" for place in atlas.places.index),
            "places/lg-new-area.json?as_of=2021-12-31",
        ],
        "places": [
            "places.json",
            "places.json?kind=park",
            f"places.json?industry={quote('集成电路')}&as_of=2022-01-01",
        ],
        "stats": [
            *(f"stats/{zones}.json" for zones in atlas.zone_layers),
            *(f"stats/{zones}.json?by={by}" for zones, by in pairs),
            "stats/parks.json?digits=1",
            "stats/clusters.json?balance=1&digits=2",
        ],
        "table": [*(f"tables/{one}.json" for one in ("places", *tables)), "tables/parks.json?kind=park&sort=-area_km2"],
        "search": [f"search?q={quote(one)}" for one in QUERIES],
        "documents": ["documents.json", "documents.json?as_of=2022-01-01"],
        "document": [f"documents/{one}.json" for one in atlas.tables["documents"]["doc_id"]],
        "extract": ["extract/fp-oriental-chip-port.json", "extract/lg-new-area.json", "extract/belt-bay.json"],
    }[name]


@pytest.mark.parametrize("name", [name for name in PUBLISHED if name != "stored_table"])
def test_every_answer_is_of_the_published_form_and_no_key_is_left_out_of_it(
    client: FlaskClient, atlas: Atlas, name: str
) -> None:
    schema = json.loads(published(name))
    Draft202012Validator.check_schema(schema)
    schema.pop("$id", None)
    validator = jsonschema_rs.validator_for(closed(schema) if name != "extract" else schema)
    for address in addresses(name, atlas):
        answer = client.get(f"/{address}", headers={"Accept": "application/json"})
        assert answer.status_code == 200, address
        errors = [
            f"{address}: {list(error.instance_path)}: {error.message[:300]}"
            for error in validator.iter_errors(answer.json)
        ]
        assert errors[:3] == []


def test_layers_of_ones_own_answer_in_the_same_forms(atlas: Atlas, tmp_path: Path) -> None:
    shapes = [shapely.box(121.8, 30.9, 121.81, 30.91), shapely.box(121.82, 30.9, 121.83, 30.91)]
    gpd.GeoDataFrame({"use": ["x", "y"]}, geometry=shapes, crs=4326).to_file(tmp_path / "w.gpkg", layer="plots")
    workspace = create_app({"workspace": str(tmp_path / "w.gpkg")}, atlas=atlas).test_client()
    stored = create_app(atlas=with_stored_layers(atlas, write_store(tmp_path / "store", tmp_path / "x"))).test_client()
    asked = [
        (workspace, "place", "places/ws-plots_1.json"),
        (workspace, "table", "tables/ws-plots.json"),
        (workspace, "stats", "stats/ws-plots.json"),
        (workspace, "stats", "stats/scopes.json?by=ws-plots:use"),
        (stored, "place", "places/ws-parcels_1.json"),
        (stored, "stored_table", "tables/ws-parcels.json?limit=3"),
    ]
    for client, name, address in asked:
        schema = json.loads(published(name))
        schema.pop("$id")
        answer = client.get(f"/{address}").json
        jsonschema_rs.validate(schema, answer)
        assert answer["links"][2]["href"] == f"http://localhost/schemas/{name}.json"


@pytest.mark.parametrize("query", ["", "?by=functional_areas"])
def test_statistics_of_a_shape_that_is_sent_have_the_same_form(client: FlaskClient, query: str) -> None:
    schema = json.loads(published("stats"))
    schema.pop("$id")
    jsonschema_rs.validate(schema, client.post(f"/stats{query}", json=SQUARE).json)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_schema_is_served_under_its_name_and_says_where(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/schemas/{name}.json", headers={"Origin": "https://elsewhere.example"})
    assert answer.mimetype == "application/schema+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    schema = json.loads(answer.data)
    assert schema["$id"] == f"http://localhost/schemas/{name}.json"
    assert {**schema, "$id": None} == {**json.loads(published(name)), "$id": None}


def test_no_other_schema_is_there(client: FlaskClient) -> None:
    answer = client.get("/schemas/nothing.json")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_the_components_refer_to_one_another_only_and_name_their_address() -> None:
    every = components("https://maps.example/atlas")
    text = json.dumps(every)
    for reference in set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', text)):
        found: Any = every
        for part in reference.split("/"):
            found = found[part]
        assert found
    assert '"#/$defs' not in text
    assert every["Place"]["externalDocs"]["url"] == "https://maps.example/atlas/schemas/place.json"
    for name, component in PUBLISHED.items():
        assert every[component]["required"] == json.loads(published(name))["required"]
