"""The sheet over HTTP: what the link of the map says, and the shape in the body."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely
from flask.testing import FlaskClient

from geo import Atlas
from geo.extract.site_shape import MOST_VERTICES
from geo.measure.area import area_km2
from tests.geo.pdf import text_of
from tests.stored_layers import LAYER
from webmap import create_app

BOX = "bbox=121.7,30.82,122.0,31.0"
SHAPE = shapely.box(121.85, 30.88, 121.9, 30.92)
JSON = "application/geo+json"


def test_a_sheet_comes_as_pdf_and_png(client: FlaskClient) -> None:
    assert client.get("/sheet.pdf?paper=a4&layers=coast,parks&scale=200000").data.startswith(b"%PDF")
    assert client.get("/sheet.png?paper=A4&dpi=72&layers=coast,parks").data.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "读者自绘，不属于本图集"), ("en", "Drawnbythereader,notpartoftheatlas")]
)
def test_the_shape_of_the_body_is_on_the_sheet_and_nowhere_else(
    client: FlaskClient, tmp_path: Path, lang: str, words: str
) -> None:
    address = f"/sheet.pdf?paper=A4&{BOX}&layers=coast,parks&lang={lang}"
    answer = client.post(address, data=shapely.to_geojson(SHAPE), content_type=JSON)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (tmp_path / "s.pdf").write_bytes(answer.data)
    text = text_of(tmp_path / "s.pdf", "raw")
    assert words in text
    assert f"{area_km2([SHAPE], 'EPSG:4326')[0]:,.2f}" in text
    (tmp_path / "s.pdf").write_bytes(client.get(address).data)
    assert words not in text_of(tmp_path / "s.pdf", "raw")


def test_the_plan_of_a_sheet_takes_the_same_and_a_shape_too(client: FlaskClient) -> None:
    query = (
        f"{BOX}&layers=scopes,parks,coast&order=parks,scopes&opacity=parks:40,scopes:100&place=fp-oriental-chip-port"
    )
    plan = client.get(f"/sheet.json?{query}&kind=park&grade=C").get_json()
    assert plan["scale"] == plan["fitting_scale"]
    sent = client.post(f"/sheet.json?{query}", data=shapely.to_geojson(SHAPE), content_type=JSON)
    assert sent.get_json() == plan


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kind=park&grade=C", "筛选：园区·C级图形"),
        ("industry=集成电路", "筛选：产业：集成电路"),
        ("layer=parks&document=lg-plan-2020", "筛选：园区·文件："),
    ],
)
def test_the_legend_names_the_filter_as_the_map_does(
    client: FlaskClient, tmp_path: Path, query: str, words: str
) -> None:
    (tmp_path / "s.pdf").write_bytes(client.get(f"/sheet.pdf?paper=A4&{BOX}&{query}").data)
    assert words in text_of(tmp_path / "s.pdf", "raw")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("paper=B5", 400),
        ("scale=x", 400),
        ("orientation=diagonal", 400),
        ("dpi=1200", 400),
        ("layers=nowhere", 404),
        ("title=%F0%9F%98%80", 400),
        ("opacity=parks:7", 400),
        ("opacity=parks:0.5", 400),
        ("opacity=parks", 400),
        ("opacity=nowhere:50", 404),
        ("order=parks,nowhere", 404),
        ("order=parks,coast", 400),
        ("order=parks,parks", 400),
        ("place=nowhere", 404),
        ("kind=nothing", 400),
        ("layers=parks&ordre=parks", 400),
    ],
)
def test_what_makes_no_sense_is_a_clear_4xx(client: FlaskClient, query: str, status: int) -> None:
    answer = client.get(f"/sheet.png?{query}")
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json(force=True)
    assert problem["found"]
    assert problem["expected"]


MANY = shapely.segmentize(shapely.box(121.8, 30.8, 121.9, 30.9), 0.4 / MOST_VERTICES)
CROSSED = {"type": "Polygon", "coordinates": [[[121, 30], [122, 31], [122, 30], [121, 31], [121, 30]]]}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("nothing", 400),
        ("{}", 400),
        ('{"type":"FeatureCollection","features":[]}', 400),
        (shapely.to_geojson(MANY), 400),
        (json.dumps(CROSSED), 422),
    ],
)
def test_a_body_that_cannot_be_drawn_is_a_clear_4xx(client: FlaskClient, body: str, status: int) -> None:
    answer = client.post(f"/sheet.pdf?{BOX}", data=body, content_type=JSON)
    assert answer.status_code == status
    problem = answer.get_json(force=True)
    assert answer.mimetype == "application/problem+json"
    assert problem["expected"]


def test_a_theme_is_on_the_sheet_and_an_unknown_one_is_refused(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "s.pdf").write_bytes(client.get(f"/sheet.pdf?paper=A4&{BOX}&layers=coast,parks&theme=documents").data)
    assert "提到它的文件数" in text_of(tmp_path / "s.pdf", "raw")
    assert (
        client.get(f"/sheet.json?{BOX}&layers=coast,parks&theme=documents")
        .get_json()["title"]
        .endswith("：提到它的文件数")
    )
    assert client.get(f"/sheet.pdf?{BOX}&layers=coast,parks&theme=colour").status_code == 404


def test_a_stored_layer_is_printed_by_a_column(atlas: Atlas, store_folder: Path, tmp_path: Path) -> None:
    client = create_app({"store": str(store_folder), "job_processes": 0}, atlas=atlas).test_client()
    path = tmp_path / "s.pdf"
    path.write_bytes(client.get(f"/sheet.pdf?paper=A4&layers={LAYER}&by={LAYER}:use&lang=en").data)
    assert "housing:" in text_of(path, "raw")
    assert client.get(f"/sheet.pdf?layers={LAYER}&by={LAYER}:nowhere").status_code == 404
    assert client.get("/sheet.json?layers=parks&by=parks:kind").status_code == 400
