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


#: The square of a hectare, X and Y swapped, without a header, and 2 ha stated.
POINTS = "4,2,7,甲,面,,,,@\n" + "".join(
    f"J{number},1,{41_400_000 + east},{3_420_000 + north}\n"
    for number, (north, east) in enumerate([(0, 0), (0, 100), (100, 100), (100, 0)], start=1)
)


def test_what_was_assumed_to_read_boundary_points_is_told_with_the_answer(client: FlaskClient) -> None:
    uploaded = client.post("/uploads", data={"file": (io.BytesIO(POINTS.encode("gbk")), "甲.txt")}).get_json()
    posted = client.post("/measure", data=POINTS.encode(), content_type="text/plain").get_json()
    assert uploaded["warnings"] == posted["warnings"]
    assert any("X 与 Y 对调" in row["text_zh"] for row in uploaded["warnings"])
    assert any("states 2 ha" in row["text_en"] and "0.9998 ha" in row["text_en"] for row in uploaded["warnings"])
    assert posted["area"]["area_ha"] == pytest.approx(0.9998, abs=1e-4)
    assert client.post("/measure", data=BOX).get_json()["warnings"] == []
    assert client.post("/measure", data=b"nothing", content_type="text/plain").status_code == 400
