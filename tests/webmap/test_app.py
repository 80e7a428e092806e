"""The workspace as it is served, and what the command line says of one that cannot be used."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from geo import Atlas
from tests.geo.pdf import text_of
from tests.geo.shapes import frame
from tests.workspaces import BOW_TIE, SCRIPT, write_workspace
from webmap import create_app
from webmap.cli.main import main

PARCELS = "ws-xian-zhuang-di-kuai"


@pytest.fixture(scope="module")
def own(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    source = write_workspace(tmp_path_factory.mktemp("workspace") / "mine.gpkg")
    app = create_app({"TESTING": False, "PROPAGATE_EXCEPTIONS": False, "workspace": str(source)}, atlas=atlas)
    return app.test_client()


def test_without_a_workspace_nothing_is_there(client: FlaskClient, own: FlaskClient) -> None:
    plain, mine = client.get("/map.json").json, own.get("/map.json").json
    assert not [layer["id"] for layer in plain["layers"] if layer["role"] == "workspace"]
    assert mine["layers"][3:] == plain["layers"]
    assert mine["version"] != plain["version"]
    assert client.get(f"/tables/{PARCELS}").status_code == 404


def test_the_still_is_that_of_the_atlas(client: FlaskClient, own: FlaskClient) -> None:
    def still(page: str) -> str:
        return page[page.index("<svg") : page.index("</svg>")]

    assert still(own.get("/").text) == still(client.get("/").text)


def test_a_sheet_marks_a_feature_of_ones_own_and_takes_its_layer_in_the_order(own: FlaskClient, tmp_path: Path) -> None:
    answer = own.get(f"/sheet.pdf?layers=scopes,{PARCELS}&order={PARCELS},scopes&place={PARCELS}_1&paper=A4")
    assert answer.status_code == 200
    name = own.get(f"/places/{PARCELS}_1.json").get_json()["name_zh"]
    path = tmp_path / "sheet.pdf"
    path.write_bytes(answer.data)
    assert re.sub(r"\s", "", f"选中：{name}") in text_of(path)
    assert own.get(f"/sheet.json?place={PARCELS}_99").status_code == 404


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_and_table_show_the_attributes_as_text(own: FlaskClient, lang: str) -> None:
    for path in (f"/places/{PARCELS}_4", f"/tables/{PARCELS}"):
        page = own.get(f"{path}?lang={lang}").text
        assert SCRIPT not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert ("没有文件依据" if lang == "zh" else "no document stands behind it") in page
    assert "地块 03" in page


@pytest.mark.parametrize(
    "path",
    [
        f"/stats/{PARCELS}",
        f"/stats/{PARCELS}?by=parks",
        f"/stats/scopes?by={PARCELS}",
        f"/stats/scopes?by={PARCELS}:用途",
        f"/report/{PARCELS}_1.pdf",
        f"/sheet.pdf?layers=coast,{PARCELS},ws-gui-dao-xian",
        "/tables/ws-public-facilities",
        "/places/ws-gui-dao-xian_1.geojson",
        f"/ogc/collections/{PARCELS}",
        "/stats.xlsx",
    ],
)
def test_what_the_atlas_does_for_its_layers_it_does_for_these(own: FlaskClient, path: str) -> None:
    answer = own.get(path)
    assert answer.status_code == 200, answer.text


def test_figures_are_the_same_everywhere(own: FlaskClient) -> None:
    account = own.get(f"/stats/{PARCELS}.json").json
    area = account["rows"][3]["area_km2"]
    assert own.get(f"/places/{PARCELS}_4.json").json["area"]["area_km2"] == area
    [shown] = [row for row in own.get(f"/tables/{PARCELS}.json").json["rows"] if row["place_id"] == f"{PARCELS}_4"]
    assert shown["area_km2"] == area
    feature = own.get(f"/ogc/collections/{PARCELS}/items/{PARCELS}_4").json
    assert feature["properties"]["area_km2"] == area
    assert feature["properties"]["用途"] == SCRIPT
    tile = own.get(f"/tiles/{PARCELS}/9/429/209.mvt")
    assert tile.status_code == 200
    assert len(tile.data) > 100


def test_a_name_or_column_that_would_run_as_a_formula_is_guarded(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "risky.geojson"
    shape = {"type": "Point", "coordinates": [121.8, 30.9]}
    feature = {"type": "Feature", "properties": {"=1+1": "@SUM(A1)"}, "geometry": shape}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    client = create_app({"workspace": str(path)}, atlas=atlas).test_client()
    for address in ("/tables/ws-risky.csv", "/export/ws-risky.csv"):
        cells = [cell for row in csv.reader(io.StringIO(client.get(address).text)) for cell in row]
        assert {"'=1+1", "'@SUM(A1)"} <= set(cells)


def test_search_leads_to_own_features(own: FlaskClient) -> None:
    assert "ws-gui-dao-xian_1" in own.get("/search?q=规划轨道", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere.gpkg", "the file is missing; expected a readable file"),
        ("broken.gpkg", "layer broken: feature-1: Self-intersection"),
        ("text.gpkg", "content that is no .gpkg"),
        ("notes.docx", "expected one of .geojson"),
        ("postgresql://planner@127.0.0.1:port/plans", "an address that cannot be read"),
    ],
)
@pytest.mark.parametrize("given", ["option", "environment"])
def test_a_workspace_that_cannot_be_used_stops_serve_with_2(tmp_path: Path, name: str, said: str, given: str) -> None:
    frame(BOW_TIE).to_file(tmp_path / "broken.gpkg")
    (tmp_path / "text.gpkg").write_text("text")
    (tmp_path / "notes.docx").write_text("text")
    source = name if "://" in name else str(tmp_path / name)
    if given == "option":
        result = CliRunner().invoke(main, ["serve", "--no-supervisor", "--port", "0", "--workspace", source])
    else:
        result = CliRunner().invoke(
            main, ["serve", "--no-supervisor", "--port", "0"], env={"LINGANG_WORKSPACE": source}
        )
    assert result.exit_code == 2
    assert said in result.output


def test_an_address_that_cannot_be_read_is_refused_without_its_password() -> None:
    source = "postgresql://planner:geheim@127.0.0.1:port/plans"
    serve = ["serve", "--no-supervisor", "--port", "0"]
    for options, environment, said in (
        (["--workspace", source], {}, "a password on the command line is seen"),
        ([], {"LINGANG_WORKSPACE": source}, "an address that cannot be read"),
    ):
        result = CliRunner().invoke(main, [*serve, *options], env=environment)
        assert result.exit_code == 2
        assert said in result.output
        assert "geheim" not in result.output


def test_serve_shows_the_workspace_of_the_environment_and_a_bundle_holds_none_of_it(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_workspace(tmp_path / "mine.gpkg")
    monkeypatch.setenv("LINGANG_WORKSPACE", str(source))
    assert PARCELS in create_app(atlas=atlas).extensions["atlas"].layers
    assert "mine.gpkg" not in repr(create_app(atlas=atlas).config)
    assert create_app({"workspace": None}, atlas=atlas).extensions["atlas"] is atlas
