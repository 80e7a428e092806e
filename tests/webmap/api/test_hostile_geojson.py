"""Malformed GeoJSON of any type anywhere is 400 with the field named, at every address that takes some."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import Atlas
from tests.geo.readers.checks.test_geojson_faults import JUNK
from tests.hostile.texts import GEOJSON
from webmap import create_app

#: Address -> where the shape goes; what is slow when the shape is sound is asked for unsound ones only.
QUICK = ("/measure", "/measure.csv", "/sheet.json", "/stats", "/stats.csv")
SLOW = ("/measure.xlsx", "/sheet.pdf", "/sheet.png", "/report")
#: Kinds that are large for the sake of being large, and those that are refused with another status.
_LARGE = {"three-million-features", "a-million-vertices", "five-million-lists", "a-column-for-each-feature"}
_UNMEASURABLE = {"ring-not-closed", "ring-crosses-itself", "beyond-the-globe"}
MALFORMED = sorted(set(GEOJSON) - _LARGE - _UNMEASURABLE)


@pytest.fixture(scope="module")
def app(atlas: Atlas) -> Flask:
    return create_app({"PROPAGATE_EXCEPTIONS": False}, atlas=atlas)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def posted(client: FlaskClient, address: str, body: bytes | str) -> tuple[int, Any]:
    answer = client.post(address, data=body, content_type="application/geo+json")
    return answer.status_code, answer.get_json(silent=True)


@pytest.mark.parametrize("address", [*QUICK, *SLOW])
def test_malformed_geojson_is_400_with_the_field_named(client: FlaskClient, address: str) -> None:
    for name in MALFORMED:
        status, problem = posted(client, address, GEOJSON[name][0]())
        assert (status, name) == (400, name), problem
        assert problem["detail"].startswith(("body", "crs")), problem


@pytest.mark.parametrize("address", QUICK)
def test_a_shape_that_cannot_be_measured_is_422(client: FlaskClient, address: str) -> None:
    for name in _UNMEASURABLE:
        assert posted(client, address, GEOJSON[name][0]())[0] == 422


def test_a_body_of_millions_of_objects_is_refused_before_they_are_made(client: FlaskClient) -> None:
    status, problem = posted(client, "/measure", GEOJSON["five-million-lists"][0]())
    assert (status, problem["rule"]) == (400, "P006")


def _members(document: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = document if isinstance(document, dict) else range(len(document)) if isinstance(document, list) else ()
    return [at, *(place for key in keys for place in _members(document[key], (*at, key)))]


def _replaced(document: Any, at: tuple[Any, ...], value: Any) -> Any:
    if not at:
        return value
    copy = dict(document) if isinstance(document, dict) else list(document)
    copy[at[0]] = _replaced(document[at[0]], at[1:], value)
    return copy


SOUND = {
    "type": "FeatureCollection",
    "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
    "features": [
        {
            "type": "Feature",
            "id": 1,
            "properties": {"name_zh": "甲", "accuracy_m": 5, "stated_area_km2": 1.5, "place_id": "a", "kind": "park"},
            "geometry": {
                "type": "GeometryCollection",
                "geometries": [
                    {
                        "type": "Polygon",
                        "coordinates": [[[121.9, 30.9], [121.95, 30.9], [121.95, 30.95], [121.9, 30.9]]],
                    }
                ],
            },
        },
        {"type": "Feature", "properties": None, "geometry": None},
    ],
}


@pytest.mark.parametrize("address", QUICK)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(at=st.sampled_from(_members(SOUND)), value=JUNK | st.just(10**400) | st.just("9" * 3_000))
def test_any_value_in_any_member_is_answered_or_refused(client: FlaskClient, address: str, at: Any, value: Any) -> None:
    status, problem = posted(client, address, json.dumps(_replaced(SOUND, at, value)))
    assert status in {200, 400, 422}, (status, problem)
    if status != 200:
        assert problem["found"]
        assert problem["where"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=JUNK.map(json.dumps) | st.text(max_size=20))
def test_any_text_is_refused(client: FlaskClient, body: str) -> None:
    assert posted(client, "/measure", body)[0] in {400, 422}
