"""What a collection links to, by language and by kind."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_a_limit_cuts_the_list_and_says_how_many_there_are(client: FlaskClient) -> None:
    few, every = client.get("/ogc/collections?limit=2").json, client.get("/ogc/collections").json
    assert few["collections"] == every["collections"][:2]
    assert (few["numberReturned"], few["numberMatched"]) == (2, len(every["collections"]))


def test_licences_are_those_of_layers_and_tables(client: FlaskClient) -> None:
    def licence(name: str) -> str:
        links = client.get(f"/ogc/collections/{name}").json["links"]
        return str(next(link["href"] for link in links if link["rel"] == "license"))

    assert "odbl" in licence("parks")
    assert "mit" in licence("table-claims")


def test_tables_have_no_shapes_and_no_tiles(client: FlaskClient) -> None:
    table = client.get("/ogc/collections/table-claims").json
    assert list(table["extent"]) == ["temporal"]
    assert not any("tileset" in link["rel"] for link in table["links"])
    assert any("tileset" in link["rel"] for link in client.get("/ogc/collections/parks").json["links"])
