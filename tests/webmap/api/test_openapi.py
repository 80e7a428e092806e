"""The OpenAPI description of the service says what is served."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from geo import Atlas
from webmap.api.openapi import openapi
from webmap.http.query import declared


def test_the_description_is_valid_openapi_and_tells_what_is_served(client: FlaskClient, atlas: Atlas) -> None:
    document = client.get("/ogc/api").json
    validate(document)
    for path, entry in document["paths"].items():
        address = path.replace("{collectionId}", "parks").replace("{featureId}", "cor-wanxiang")
        answer = client.get("/ogc" + address)
        assert answer.mimetype in entry["get"]["responses"]["200"]["content"]
    properties = document["components"]["schemas"]["properties"]["properties"]
    feature = client.get("/ogc/collections/parks/items/cor-wanxiang").json
    assert set(feature["properties"]) - {"claims"} == set(properties)


def test_the_description_names_each_parameter_the_service_reads(app: Flask, client: FlaskClient) -> None:
    read = declared(app)["GET /ogc/collections/<layer_id>/items"]
    listed = client.get("/ogc/api").json["paths"]["/collections/{collectionId}/items"]["get"]["parameters"]
    assert {entry["name"] for entry in listed if entry["in"] == "query"} == set(read) - {"f", "lang", "v"}


def test_the_limits_are_those_asked_for(atlas: Atlas) -> None:
    document = openapi("https://maps.example/ogc", atlas, 5, 50)
    assert document["servers"] == [{"url": "https://maps.example/ogc"}]
    parameters = document["paths"]["/collections/{collectionId}/items"]["get"]["parameters"]
    limit = next(entry["schema"] for entry in parameters if entry["name"] == "limit")
    assert (limit["default"], limit["maximum"]) == (5, 50)
    assert parameters[0]["schema"]["enum"] == atlas.layer_ids
