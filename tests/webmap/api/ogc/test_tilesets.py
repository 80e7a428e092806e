"""OGC API - Tiles, Part 1 (20-057): the tile matrix set, the tilesets and the tiles they promise."""

from __future__ import annotations

from itertools import pairwise

import mapbox_vector_tile
import pytest
from flask.testing import FlaskClient

from geo import Atlas

#: About the middle of the new area.
CELL = {"tileMatrix": "10", "tileRow": "418", "tileCol": "858"}


def test_the_matrix_set_is_that_of_web_maps(client: FlaskClient) -> None:
    matrices = client.get("/ogc/tileMatrixSets/WebMercatorQuad").json["tileMatrices"]
    assert matrices[0]["scaleDenominator"] == pytest.approx(559082264.028717, rel=1e-9)
    assert matrices[10]["matrixWidth"] == 1024
    assert all(a["cellSize"] == pytest.approx(2 * b["cellSize"]) for a, b in pairwise(matrices))


@pytest.mark.parametrize("base", ["/ogc", "/ogc/collections/parks"])
def test_the_tiles_of_a_tileset_are_there(client: FlaskClient, atlas: Atlas, base: str) -> None:
    listed = client.get(f"{base}/tiles").json["tilesets"][0]
    described = client.get(next(link["href"] for link in listed["links"] if link["rel"] == "self")).json
    template = next(link for link in described["links"] if link["rel"] == "item")
    address = template["href"]
    for name, value in CELL.items():
        address = address.replace(f"{{{name}}}", value)
    answer = client.get(address)
    assert answer.mimetype == template["type"] == "application/vnd.mapbox-vector-tile"
    layers = set(mapbox_vector_tile.decode(answer.data))
    named = {layer["id"] for layer in described["layers"]}
    assert "parks" in layers <= named <= set(atlas.layer_ids)
    assert client.get(address.replace("/418/858", "/0/0")).status_code == 204


@pytest.mark.parametrize(
    "address",
    [
        *("/ogc/tileMatrixSets/Other", "/ogc/tiles/Other", "/ogc/tiles/Other/1/0/0"),
        *("/ogc/collections/nowhere/tiles", "/ogc/collections/table-claims/tiles/WebMercatorQuad"),
        "/ogc/collections/parks-areas/tiles",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404
