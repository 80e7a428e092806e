"""Measuring over HTTP: a shape is measured and not stored, a file is read into degrees."""

from __future__ import annotations

import io
import json

import openpyxl
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


#: Two squares of 1 hm, one in the New Area, one in the west of the city, with attributes.
PLOTS = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"DKMC": name, "R": ratio}, "geometry": shapely.geometry.mapping(shape)}
        for name, ratio, shape in (
            ("=甲", 1.5, shapely.box(121.86, 30.86, 121.861, 30.861)),
            ("乙", None, shapely.box(121.2, 31.3, 121.201, 31.301)),
        )
    ],
}


def test_a_file_of_several_features_is_a_table_of_plots(client: FlaskClient) -> None:
    file = (io.BytesIO(json.dumps(PLOTS).encode()), "地块.geojson")
    features = client.post("/uploads", data={"file": file}).get_json()["features"]
    assert [feature["properties"] for feature in features["features"]] == [{"DKMC": "=甲", "R": 1.5}, {"DKMC": "乙"}]
    answer = client.post("/measure", json=features).get_json()
    table = answer["plots"]
    assert (table["count"], table["attributes"], table["name_attribute"]) == (2, ["DKMC", "R"], "DKMC")
    assert [item["name_zh"] for item in table["items"]] == ["=甲", "乙"]
    assert sum(item["area"]["area_ha"] for item in table["items"]) == pytest.approx(answer["area"]["area_ha"])
    renamed = client.post("/measure?plot_name=R", json=features).get_json()["plots"]
    assert [item["name_en"] for item in renamed["items"]] == ["1.5", "Plot 2"]
    assert client.post("/measure?plot_name=x", json=features).status_code == 400
    assert client.post("/measure", data=BOX).get_json()["plots"] is None


def test_plots_leave_as_one_workbook(client: FlaskClient) -> None:
    response = client.post("/plots.xlsx?lang=zh", json=PLOTS)
    assert response.status_code == 200, response.data
    book = openpyxl.load_workbook(io.BytesIO(response.data))
    assert book.sheetnames == ["地块", "地块与地点", "适用表述", "说明"]
    rows = list(book["地块"].iter_rows(values_only=True))
    assert rows[0][:4] == ("序号", "地块", "DKMC", "R")
    assert [row[1] for row in rows[1:4]] == ["=甲", "乙", "合计"]
    assert book["地块"]["B2"].data_type == "s", "a name never becomes a formula"
    conflicts = rows[0].index("冲突")
    assert rows[2][conflicts] == "不在任何功能区内"
    assert {row[0] for row in book["适用表述"].iter_rows(min_row=2, values_only=True)} == {1, 2}


def test_an_answer_says_how_far_it_is_and_what_reaches_the_shape(client: FlaskClient) -> None:
    answer = client.post("/measure", data=BOX).get_json()
    assert [row["category"] for row in answer["distances"]] == ["port", "airport", "station", "motorway"]
    assert all(row["pm_m"] > 0 for row in answer["distances"])
    assert {theme["theme"] for theme in answer["statements"]} == {"industries", "targets", "measures", "land_rules"}
    assert all(theme["count"] for theme in answer["statements"])
    assert (answer["accuracy_m"], answer["area_pm_km2"]) == (0.0, 0.0)
