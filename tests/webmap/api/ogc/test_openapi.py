"""The OpenAPI description of the service says what is served."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from geo import Atlas
from geo.export.collections.collection import collections
from webmap.api.ogc.openapi import openapi
from webmap.http.query import declared


def test_the_description_is_valid_openapi_and_tells_what_is_served(client: FlaskClient) -> None:
    document = client.get("/ogc/api").json
    validate(document)
    values = {"collectionId": "parks", "featureId": "cor-wanxiang", "tileMatrixSetId": "WebMercatorQuad"}
    values |= {"tileMatrix": "10", "tileRow": "418", "tileCol": "858"}
    for path, entry in document["paths"].items():
        address = re.sub(r"\{(\w+)\}", lambda found: values[found[1]], path)
        answer = client.get(f"/ogc{address}")
        assert answer.status_code == 200, path
        assert answer.mimetype in entry["get"]["responses"]["200"]["content"]


def test_the_description_names_each_parameter_the_service_reads(app: Flask, client: FlaskClient) -> None:
    read = declared(app)["GET /ogc/collections/<collection_id>/items"]
    listed = client.get("/ogc/api").json["paths"]["/collections/{collectionId}/items"]["get"]["parameters"]
    assert {entry["name"] for entry in listed if entry["in"] == "query"} == set(read) - {"f", "lang", "v"}


def test_parameters_are_described_as_part_1_asks(atlas: Atlas) -> None:
    """Requirements 19 to 25 of OGC 17-069r4: names, types, limits and styles of limit, bbox and datetime."""
    document = openapi("https://maps.example/ogc", atlas)
    assert document["servers"] == [{"url": "https://maps.example/ogc"}]
    listed = document["paths"]["/collections/{collectionId}/items"]["get"]["parameters"]
    by_name = {one["name"]: one for one in listed}
    for name in ("limit", "bbox", "datetime"):
        assert (by_name[name]["style"], by_name[name]["explode"], by_name[name]["required"]) == ("form", False, False)
    bbox = by_name["bbox"]["schema"]
    assert (bbox["type"], bbox["items"]["type"], bbox["minItems"], bbox["maxItems"]) == ("array", "number", 4, 6)
    limit = by_name["limit"]["schema"]
    assert (limit["type"], limit["minimum"], limit["default"]) == ("integer", 1, 1000)
    assert by_name["datetime"]["schema"]["type"] == "string"
    assert by_name["collectionId"]["schema"]["enum"] == list(collections(atlas))
