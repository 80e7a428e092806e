"""One error body for the whole service, and headers that hold on every answer."""

from __future__ import annotations

import inspect
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo import errors as geo_errors
from geo.errors import AtlasError
from webmap.http.errors import STATUS, status_of
from webmap.i18n import LANGUAGES, catalogue

MEMBERS = {"type", "title", "status", "detail", "found", "expected", "where", "remedy", "rule", "request_id"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/places/nowhere.json", 404),
        ("/places/nowhere.geojson", 404),
        ("/stats/nowhere.csv", 404),
        ("/stats/belts.json", 400),
        ("/stats/scopes.pdf", 404),
        ("/stats/scopes.json?digits=-1", 400),
        ("/stats/scopes.json?digits=12", 400),
        ("/stats/scopes.json?digits=%E2%85%A4", 400),
        ("/stats/scopes.csv?bom=yes", 400),
        ("/places/%00.json", 404),
        ("/nothing.json", 404),
    ],
)
def test_every_error_has_the_one_body(client: FlaskClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    problem = response.get_json()
    assert set(problem) == MEMBERS
    assert problem["status"] == status
    assert problem["found"]


def test_a_person_gets_a_page_and_the_text_asked_for_is_escaped(client: FlaskClient) -> None:
    response = client.get("/places/<script>alert(1)<%2Fscript>", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert response.mimetype == "text/html"
    assert b"<script>alert" not in response.data


@pytest.mark.parametrize(
    ("path", "heading", "advice"),
    [
        ("/places/nowhere", "图集中没有这个地点", "请按名称搜索"),
        ("/tables/nowhere", "图集中没有这个图层", "图层列表"),
        ("/stats/nowhere", "图集中没有这个图层", "图层列表"),
        ("/tables/parks?kind=nothing", "选项或取值有误", "可用的取值见细节"),
        ("/nothing", "没有这个页面", "已过时"),
    ],
)
def test_a_chinese_page_says_in_chinese_what_is_wrong_and_what_to_do(
    client: FlaskClient, path: str, heading: str, advice: str
) -> None:
    page = client.get(path, headers={"Accept": "text/html"}).text
    assert f"<h1>{heading}</h1>" in page
    assert advice in page.split("<h1>")[1]
    english = client.get(f"{path}{'&' if '?' in path else '?'}lang=en", headers={"Accept": "text/html"}).text
    assert not re.search("[\u4e00-\u9fff]", english.split("<main")[1].split("</main>")[0])


CROSSED = '{"type":"Polygon","coordinates":[[[121,30],[122,31],[122,30],[121,31],[121,30]]]}'


@pytest.mark.parametrize(
    ("method", "path", "body", "rule"),
    [
        ("get", "/places/nowhere.json", None, "P004"),
        ("get", "/export/nowhere.gpkg", None, "P005"),
        ("get", "/export/parks.pdf", None, "P007"),
        ("get", "/export/parks.gpkg?bbox=0,0,1,1", None, "P008"),
        ("get", "/export/parks.gpkg?crs=EPSG:3857", None, "G002"),
        ("get", "/sheet.pdf?title=%F0%9F%98%80", None, "P003"),
        ("post", "/measure", CROSSED, "P009"),
        ("post", "/report", CROSSED, "P009"),
        ("post", "/measure", "nothing", "S001"),
        ("post", "/measure", '{"type":"GeometryCollection","geometries":[]}', "P008"),
    ],
)
def test_a_fault_names_its_rule_and_the_rule_has_words(
    client: FlaskClient, method: str, path: str, body: str | None, rule: str
) -> None:
    answer = client.open(path, method=method.upper(), data=body, content_type="application/geo+json")
    assert answer.get_json()["rule"] == rule
    for lang in LANGUAGES:
        assert {f"problem.{rule}", f"problem_do.{rule}"} <= set(catalogue(lang))


def test_a_wrong_method_says_which_are_allowed(client: FlaskClient) -> None:
    response = client.post("/map.json")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.get_json()["status"] == 405


def test_an_unforeseen_fault_tells_the_reader_nothing_inner(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret path")

    # An address of its own: the answer of another may be kept from an earlier test.
    monkeypatch.setattr("webmap.api.places.profile", fail)
    response = app.test_client().get("/places/lg-new-area.json?lang=en&v=unforeseen")
    assert response.status_code == 500
    assert set(response.get_json()) == MEMBERS
    assert b"secret" not in response.data


def test_every_error_class_has_a_status() -> None:
    classes = [
        member for _, member in inspect.getmembers(geo_errors, inspect.isclass) if issubclass(member, AtlasError)
    ]
    assert len(classes) >= 9
    fault = geo_errors.Fault("x")
    assert all(400 <= status_of(kind(fault)) < 600 for kind in classes)
    assert set(STATUS) <= set(classes)


def test_no_page_names_an_absolute_address_to_load(client: FlaskClient) -> None:
    for path in ("/", "/?lang=en", "/places/fa-frontier", "/stats/functional_areas", "/ledger"):
        text = client.get(path, headers={"Accept": "text/html"}).text
        loaded = re.findall(r"(?:src|href)=\"(https?:)?//[^\"]*\"", text)
        assert [link for link in loaded if link] == [], path
