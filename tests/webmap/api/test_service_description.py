"""The description of the whole service says what is served, and answers keep the schemas it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from geo import Atlas
from tests.geo.readers.project.files import project
from webmap.http.query import declared

SQUARE = {"type": "Polygon", "coordinates": [[[121.9, 30.9], [121.95, 30.9], [121.95, 30.95], [121.9, 30.9]]]}
VALUES = {
    "layer_id": "parks",
    "collection_id": "parks",
    "matrix_set": "WebMercatorQuad",
    "layer": "parks",
    "zones": "scopes",
    "place_id": "fp-oriental-chip-port",
    "zoom": "9",
    "column": "429",
    "row": "209",
    "register": "measures",
    "theme_id": "industry-ic",
    "doc_id": "lg-plan-2020",
}
#: Options an answer needs.
_NEEDED = dict.fromkeys(("/side.json", "/side.xlsx"), "?places=lg-new-area,nc-nanhui")
#: A sheet, a report and each export are drawn in tests of their own; here their description counts. What /readyz says
#: depends on the machine.
_SLOW = ("/sheet", "/report", "/export", "/stats.xlsx", "/uploads", "/readyz", "/project/slides.pdf")
#: Of layers of the reader's own, which have tests of their own.
_OF_OWN = ("/tiles/{layer_id}/classes.json",)


#: What an address reads that reads no shape.
_BODY = dict.fromkeys(("/project", "/project.json"), project())


@pytest.fixture
def described(client: FlaskClient) -> dict[str, Any]:
    document: dict[str, Any] = client.get("/openapi.json").json
    return document


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_it_is_valid_and_names_every_address_and_option(described: dict[str, Any], app: Flask) -> None:
    validate(described)
    listed = {
        (f"{method.upper()} {path}", entry["name"])
        for path, method, operation in _operations(described)
        for entry in operation["parameters"]
        if entry["in"] == "query"
    }
    read = {(_as_path(address), name) for address, options in declared(app).items() for name in options}
    assert listed == read
    assert len({operation["operationId"] for *_, operation in _operations(described)}) == len(
        list(_operations(described))
    )


def _as_path(address: str) -> str:
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", r"{\1}", address)


def test_answers_are_of_a_kind_that_is_named(described: dict[str, Any], client: FlaskClient) -> None:
    seen = 0
    for path, method, operation in _operations(described):
        if path.startswith(_SLOW) or path in _OF_OWN:
            continue
        kinds = next(
            (e["schema"]["enum"] for e in operation["parameters"] if e["name"] == "kind" and e["in"] == "path"), [""]
        )
        address = path.format(**VALUES, kind=kinds[0], suffix="csv") + _NEEDED.get(path, "")
        sent = {"json": _BODY.get(path, SQUARE)} if method == "post" else {}
        answer = client.open(address, method=method, **sent)
        assert str(answer.status_code) in operation["responses"], address
        assert answer.status_code < 400, address
        if answer.status_code == 200:
            content = operation["responses"]["200"]["content"]
            assert answer.mimetype in {kind.partition(";")[0] for kind in content}, address
        seen += 1
    assert seen >= 25


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/healthz", "Health"),
        ("/stats/scopes.json", "Account"),
        ("/stats/scopes.json?by=parks", "Account"),
        ("/places.json?kind=park", "Places"),
        ("/search?q=chip", "Found"),
        ("/tables/parks.json", "Table"),
        ("/places/nowhere.json", "Problem"),
        ("/stats/parks.json?by=nowhere", "Problem"),
    ],
)
def test_answers_keep_their_schema(described: dict[str, Any], client: FlaskClient, address: str, name: str) -> None:
    _holds(described, name, client.get(address).json)


def test_posted_shapes_are_answered_by_their_schema(described: dict[str, Any], client: FlaskClient) -> None:
    _holds(described, "Measured", client.post("/measure", json=SQUARE).json)
    _holds(described, "Account", client.post("/stats", json=SQUARE).json)


def test_every_place_keeps_its_schema(described: dict[str, Any], client: FlaskClient, atlas: Atlas) -> None:
    for place_id in atlas.places.index[::7]:
        _holds(described, "Place", client.get(f"/places/{place_id}.json").json)


def test_a_missing_key_is_found(described: dict[str, Any], client: FlaskClient) -> None:
    place = client.get("/places/fp-oriental-chip-port.json").json
    del place["claims"]
    with pytest.raises(AssertionError, match="claims"):
        _holds(described, "Place", place)


def _holds(document: dict[str, Any], name: str, body: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    assert [error.message for error in Draft202012Validator(schema).iter_errors(body)] == []
