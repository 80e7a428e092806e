"""Measuring over HTTP: a shape is measured and not stored, a file is read into degrees."""

from __future__ import annotations

import io
import json

import pytest
import shapely
from flask.testing import FlaskClient

BOX = shapely.to_geojson(shapely.box(121.86, 30.86, 121.95, 30.92))


def test_a_drawn_polygon_is_measured_and_not_kept(client: FlaskClient) -> None:
    response = client.post("/measure", data=BOX)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.get_json()["area"]["area_km2"] == pytest.approx(57.243, abs=0.001)
    brief = client.post("/measure?brief=1", data=BOX).get_json()
    assert brief["area"] == response.get_json()["area"]
    assert "touched" not in brief


def test_what_is_touched_leaves_as_a_file(client: FlaskClient) -> None:
    text = client.post("/measure.csv", data=BOX).data.decode("utf-8-sig")
    assert "lg-new-area" in text
    assert "所绘图形" in text
    assert client.post("/measure.xlsx", data=BOX).data.startswith(b"PK")


def test_a_shape_that_cannot_be_measured_is_refused_in_words(client: FlaskClient) -> None:
    bow = {"type": "Polygon", "coordinates": [[[121, 30], [122, 31], [122, 30], [121, 31], [121, 30]]]}
    response = client.post("/measure", data=json.dumps(bow))
    assert response.status_code == 422
    assert "Self-intersection" in response.get_json()["found"]
    assert client.post("/measure", data=b"\xff").status_code == 400
    assert client.get("/measure").status_code == 405


def test_a_file_is_read_into_degrees(client: FlaskClient) -> None:
    file = (io.BytesIO(BOX.encode()), "甲.geojson")
    read = client.post("/uploads", data={"file": file}).get_json()
    assert read["geometry"]["type"] == "Polygon"
    assert client.post("/uploads", data={}).status_code == 400
