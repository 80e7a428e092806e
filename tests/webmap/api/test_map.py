"""The map document: every layer and feature once, of the data of now."""

from __future__ import annotations

from dataclasses import replace

from flask.testing import FlaskClient

from geo import Atlas
from webmap import create_app


def test_the_map_bundle_holds_every_layer_and_feature_once(client: FlaskClient, atlas: Atlas) -> None:
    bundle = client.get("/map.json").get_json()
    assert [layer["id"] for layer in bundle["layers"]] == atlas.layer_ids
    ids = [feature["id"] for layer in bundle["layers"] for feature in layer["features"]]
    assert len(ids) == len(set(ids))
    assert set(atlas.places.index) <= set(ids)
    background = {layer["id"] for layer in bundle["layers"] if layer["role"] == "context"}
    assert {"coast", "water", "roads"} <= background


def test_new_data_give_a_new_document(atlas: Atlas) -> None:
    app = create_app(atlas=atlas)
    client = app.test_client()
    assert client.get("/map.json").json["version"] == atlas.version
    app.extensions["atlas"] = replace(atlas, version="newer")
    assert client.get("/map.json").json["version"] == "newer"


def test_the_frameworks_name_their_places_and_layers(client: FlaskClient) -> None:
    answer = client.get("/frameworks.json")
    assert answer.headers["ETag"]
    parks = next(one for one in answer.json["frameworks"] if one["id"] == "parks")
    assert (parks["holder"]["id"], parks["document"]["id"]) == ("lg-area-386", "parks-2021")
    assert {part["layer"] for part in parks["parts"]} == {"parks"}
