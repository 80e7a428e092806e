"""Panel, CSV, XLSX and PDF of one site name the same places, with the same shares and what applies (H-02, F-02)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import shapely
from flask.testing import FlaskClient

from geo import Atlas
from geo.extract.statement import extract_of_shape
from geo.measure.units import printed
from geo.stats.printed_rows import SCHEMATIC
from geo.words import say
from tests.geo.pdf import text_of


def part_of_bounds(shape: shapely.Geometry, x: tuple[float, float], y: tuple[float, float]) -> shapely.Polygon:
    """The box of these shares of the width and the height of a shape."""
    west, south, east, north = shape.bounds
    wide, high = east - west, north - south
    return shapely.box(west + x[0] * wide, south + y[0] * high, west + x[1] * wide, south + y[1] * high)


def random_boxes(atlas: Atlas, count: int) -> list[shapely.Polygon]:
    """Boxes of 30 m to 30 km somewhere in the New Area, the same in every run."""
    random = np.random.default_rng(20)
    west, south, east, north = atlas.features.geometry["lg-new-area"].bounds
    boxes = []
    for _ in range(count):
        x, y = random.uniform(west, east), random.uniform(south, north)
        wide, high = 10 ** random.uniform(-3.5, -0.5, 2)
        boxes.append(shapely.box(x, y, x + wide, y + high))
    return boxes


DAY = dt.date(2026, 1, 1)
Shares = dict[str, tuple[Any, ...]]


def in_panel(client: FlaskClient, body: str) -> dict[str, Any]:
    return client.post("/measure", data=body).get_json()


def shares(rows: list[dict[str, Any]]) -> Shares:
    """Id -> area, length, shares, relation, what applies; numbers to 12 digits, as the formats write them."""
    keys = ("area_km2", "length_km", "share_of_drawn", "share_of_place", "standing", "applies")
    return {row["id"]: tuple(_plain(row[key]) for key in keys) for row in rows}


def _plain(value: Any) -> Any:
    if value in (None, ""):
        return None
    try:
        return f"{float(value):.12g}"
    except ValueError:
        return value


def in_csv(client: FlaskClient, body: str) -> Shares:
    lines = list(csv.reader(io.StringIO(client.post("/measure.csv", data=body).data.decode("utf-8-sig"))))
    return _of_table(lines)


def in_xlsx(client: FlaskClient, body: str) -> Shares:
    book = openpyxl.load_workbook(io.BytesIO(client.post("/measure.xlsx", data=body).data))
    return _of_table([list(row) for row in book.worksheets[0].iter_rows(values_only=True)])


def _of_table(lines: list[list[Any]]) -> Shares:
    """Read the rows above that of the site itself; the columns are found by their headings."""
    heads = [str(cell).split(" ")[0] for cell in lines[0]]
    names = ("重叠面积（平方公里）", "范围内长度（公里）", "占所绘图形", "占该地点", "与其界线的关系代码")
    places = [heads.index(name) for name in names]
    places.append(next(at for at, head in enumerate(heads) if head == "适用范围代码"))
    end = next(at for at, line in enumerate(lines) if line[0] == "drawn")
    return {str(line[0]): tuple(_plain(line[at]) for at in places) for line in lines[1:end]}


def printed_row(row: dict[str, Any], lang: str) -> str:
    """The beginning of the row of the report that must stand for a row of the panel, without white space."""
    cells = [row[f"name_{lang}"], row["grade"] or ""]
    if row["area_km2"] is not None:
        # Ground shared with a schematic shape is as vague as its boundary, which does not matter where all is inside.
        about = row["grade"] == SCHEMATIC and row["share_of_drawn"] != 1
        size = printed(row["area_km2"], about=about)
        size = say("extract_pdf.about_value", lang, value=size) if about else size
        cells.append(say("extract_pdf.common_km2", lang, size=size))
    elif row["length_km"] is not None:
        cells.append(say("extract_pdf.common_km", lang, size=printed(row["length_km"], "km")))
    return "".join("".join(cells).split())


def missing(rows: list[dict[str, Any]], pdf: bytes, path: Path, lang: str = "zh") -> list[str]:
    """The ids of the rows of the panel that a report does not print."""
    path.write_bytes(pdf)
    text = text_of(path, "raw")
    return [row["id"] for row in rows if printed_row(row, lang) not in text]


@pytest.mark.parametrize(
    "shape",
    [
        "POLYGON ((121.7 30.86, 121.8 30.86, 121.8 30.95, 121.7 30.95, 121.7 30.86))",
        "LINESTRING (121.70 30.86, 121.95 30.93)",
        "LINESTRING (121.70 30.86, 121.80 30.90)",
        "POLYGON ((121.9 30.9, 121.9000001 30.9, 121.9000001 30.9000001, 121.9 30.9))",
        "POINT (121.9 30.9)",
        "MULTIPOINT ((121.9 30.9), (121.8 30.9), (110 30))",
        "POLYGON ((110 30, 110.1 30, 110.1 30.1, 110 30))",
    ],
)
def test_panel_and_files_say_the_same(client: FlaskClient, shape: str) -> None:
    body = shapely.to_geojson(shapely.from_wkt(shape))
    panel = shares(in_panel(client, body)["touched"])
    assert bool(panel) is not shape.startswith("POLYGON ((110"), "far away, nothing is touched"
    assert in_csv(client, body) == panel
    assert in_xlsx(client, body) == panel


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_panel_files_and_report_of_the_shape_of_the_defect_say_the_same(
    atlas: Atlas, client: FlaskClient, tmp_path: Path, lang: str
) -> None:
    box = part_of_bounds(atlas.features.geometry["fp-oriental-chip-port"], (0.3, 0.8), (0.3, 1.0))
    body = shapely.to_geojson(box)
    answer = in_panel(client, body)
    panel = shares(answer["touched"])
    assert {"belt-two-ports", "corridor-innovation", "ib-new-city", "lg-area-386"} <= set(panel)
    assert in_csv(client, body) == in_xlsx(client, body) == panel
    pdf = client.post(f"/report?lang={lang}", data=body, content_type="application/geo+json").data
    assert missing(answer["touched"], pdf, tmp_path / "report.pdf", lang) == []


def test_panel_and_report_of_an_axis_say_the_same(atlas: Atlas, client: FlaskClient, tmp_path: Path) -> None:
    axis = atlas.features.geometry["belt-bay"]
    rows = [row for row in in_panel(client, shapely.to_geojson(axis))["touched"] if row["id"] != "belt-bay"]
    assert any(row["applies"] == "part" for row in rows)
    assert missing(rows, client.get("/report/belt-bay.pdf").data, tmp_path / "report.pdf") == []


def test_panel_and_report_of_a_site_as_small_as_a_point_say_the_same(client: FlaskClient, tmp_path: Path) -> None:
    body = shapely.to_geojson(shapely.box(121.9, 30.9, 121.9000001, 30.9000001))
    rows = in_panel(client, body)["touched"]
    pdf = client.post("/report", data=body, content_type="application/geo+json").data
    assert len(rows) >= 4
    assert missing(rows, pdf, tmp_path / "report.pdf") == []


@pytest.mark.parametrize("number", range(8))
def test_panel_and_report_of_any_box_name_the_same_places(atlas: Atlas, client: FlaskClient, number: int) -> None:
    box = random_boxes(atlas, 8)[number]
    rows = in_panel(client, shapely.to_geojson(box))["touched"]
    extract = extract_of_shape(atlas, shapely.from_geojson(shapely.to_geojson(box)), DAY)
    reached = {row["id"] for row in extract["applies"] if row["kind"] == "place"}
    assert {row["id"] for row in rows} <= reached


def test_the_positioning_of_the_panel_is_in_the_report(atlas: Atlas, client: FlaskClient) -> None:
    for box in random_boxes(atlas, 4):
        answer = in_panel(client, shapely.to_geojson(box))
        applies = extract_of_shape(atlas, box, DAY)["applies"]
        claims = {row["places"][0]["id"] for row in applies if row["kind"] == "claim"}
        assert {place["id"] for place in answer["positioning"]} <= claims


def test_files_carry_the_thresholds_the_licence_and_the_disclaimer(client: FlaskClient) -> None:
    body = json.dumps({"type": "Point", "coordinates": [121.9, 30.9]})
    notes = client.post("/measure.csv", data=body).data.decode("utf-8-sig").split("\r\n\r\n")[1]
    answer = in_panel(client, body)
    for said in ("ODbL", "50%", answer["disclaimer_zh"], answer["disclaimer_en"], answer["version"]):
        assert said in notes
