"""Area statistics over HTTP: the same figures in every format, of layers, of layers divided, of polygons sent."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from geo import Atlas
from geo.stats.accounts import make_account
from tests.geo.shapes import tiles
from webmap.cli.main import main


def test_csv_xlsx_json_and_geojson_give_the_same_figures(client: FlaskClient) -> None:
    exact = client.get("/stats/functional_areas.json").get_json()
    areas = {row["place_id"]: row["area_km2"] for row in exact["rows"]}
    assert len(areas) == 5

    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/stats/functional_areas.xlsx").data)).worksheets[0]
    header = [str(cell.value) for cell in sheet[1]]
    column = next(i for i, text in enumerate(header) if text.startswith("面积（平方公里）"))
    in_xlsx = {row[0].value: row[column].value for row in sheet.iter_rows(min_row=2)}
    # A workbook stores 16 significant digits, a double has up to 17.
    assert {key: in_xlsx[key] for key in areas} == pytest.approx(areas, rel=1e-15)
    assert in_xlsx["total"] == pytest.approx(exact["total"]["area_km2"], rel=1e-15)

    features = client.get("/stats/functional_areas.geojson").get_json(force=True)["features"]
    assert {feature["id"]: feature["properties"]["area_km2"] for feature in features} == areas

    text = client.get("/stats/functional_areas.csv").data.decode("utf-8-sig")
    rows = {row[0]: row for row in csv.reader(io.StringIO(text)) if row}
    assert {key: float(rows[key][6]) for key in areas} == areas
    assert float(rows["sum"][6]) - float(rows["overlap"][6]) == pytest.approx(float(rows["total"][6]), abs=1e-9)


def test_csv_opens_in_chinese_excel_and_can_come_without_the_mark(client: FlaskClient) -> None:
    with_mark = client.get("/stats/scopes.csv")
    assert with_mark.data.startswith(b"\xef\xbb\xbf")
    assert "面积（平方公里）" in with_mark.data.decode("utf-8-sig").splitlines()[0]
    assert with_mark.headers["Content-Disposition"].startswith("attachment; filename=lingang-scopes-area-")
    assert client.get("/stats/scopes.csv?bom=0").data == with_mark.data[3:]


def test_digits_round_every_figure_by_itself_and_a_line_says_what_the_rows_miss(client: FlaskClient) -> None:
    exact = client.get("/stats/parks.json").get_json()
    account = client.get("/stats/parks.json?digits=2").get_json()
    assert [row["area_km2"] for row in account["rows"]] == [round(row["area_km2"], 2) for row in exact["rows"]]
    total = sum(row["area_km2"] for row in account["rows"]) + account["rounding"]["area_km2"]
    assert total == pytest.approx(account["sum"]["area_km2"], abs=1e-9)
    assert account["rounding"]["area_km2"] != 0
    text = client.get("/stats/parks.csv?digits=2").data.decode("utf-8-sig")
    rows = {row[0]: row for row in csv.reader(io.StringIO(text)) if row}
    assert rows["rounding"][1] == "舍入差"
    assert float(rows["rounding"][6]) == account["rounding"]["area_km2"]
    assert "rounding" not in client.get("/stats/parks.csv").data.decode("utf-8-sig")


def test_only_a_partition_is_balanced_on_request(client: FlaskClient) -> None:
    assert client.get("/stats/parks.json?balance=1").status_code == 400
    account = client.get("/stats/clusters.json?balance=1").get_json()
    assert (account["balance"], account["digits"]) == ("largest_remainder", 2)
    total = sum(row["area_km2"] for row in account["rows"])
    assert total == pytest.approx(account["sum"]["area_km2"], abs=1e-9)
    assert client.get("/tables/clusters.json?balance=1").get_json()["balance"] == "largest_remainder"
    assert client.get("/tables/clusters.json").get_json()["balance"] is None


def test_the_service_divides_a_layer_by_another(client: FlaskClient, atlas: Atlas) -> None:
    answer = client.get("/stats/scopes.json?by=parks")
    assert answer.status_code == 200
    assert answer.json["rows"] == json.loads(json.dumps(make_account(atlas, "scopes", "parks").to_dict()["rows"]))
    assert client.get("/stats/scopes.json?by=parks:kind").json["by"]["field"] == "kind"


def test_a_plain_and_a_divided_account_are_different_to_a_cache(client: FlaskClient) -> None:
    addresses = ["/stats/scopes.json", "/stats/scopes.json?by=parks", "/stats/scopes.json?by=parks:kind"]
    assert len({client.get(address).headers["ETag"] for address in addresses}) == 3


def test_a_divided_file_says_so_in_its_name(client: FlaskClient) -> None:
    name = client.get("/stats/scopes.csv?by=parks:kind").headers["Content-Disposition"]
    assert "lingang-scopes-by-parks-kind-area-" in name


@pytest.mark.parametrize(
    ("by", "status"), [("nowhere", 404), ("belts", 400), ("parks:colour", 400), ("parks\r\nX: 1", 404), ("", 404)]
)
def test_what_cannot_divide_is_a_problem_document(client: FlaskClient, by: str, status: int) -> None:
    answer = client.get("/stats/scopes.csv", query_string={"by": by})
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("address", ["/stats/coast", "/stats/coast.json", "/stats/water.csv?by=parks"])
def test_the_background_is_no_zone_to_account_for(client: FlaskClient, address: str) -> None:
    # Its coast ends where the sheet does, so that its area would be none of the mainland.
    answer = client.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert "background" in answer.json["detail"]
    assert "scopes" in answer.json["expected"]


def test_zones_may_still_be_divided_by_the_background(client: FlaskClient) -> None:
    rows = client.get("/stats/scopes.json?by=water").json["rows"]
    assert "dishui-lake" in {row["member"] for row in rows}


def sent(layer: gpd.GeoDataFrame) -> bytes:
    return layer.to_crs("EPSG:4326").to_json().encode()


def test_polygons_sent_get_the_account_of_a_layer_and_are_not_kept(client: FlaskClient, tmp_path: Path) -> None:
    zones = tiles(2, 1, 1)
    answer = client.post("/stats", data=sent(zones))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (tmp_path / "zones.geojson").write_bytes(sent(zones))
    run = CliRunner().invoke(main, ["stats", str(tmp_path / "zones.geojson"), "--format", "json"])
    assert answer.json["rows"] == json.loads(run.stdout)["rows"]
    assert answer.json["version"] == json.loads(run.stdout)["version"]
    assert client.get("/stats/sent.json").status_code == 404


@pytest.mark.parametrize("by", ["parks", "parks:kind"])
def test_polygons_sent_are_divided_by_a_layer(client: FlaskClient, atlas: Atlas, by: str) -> None:
    outline = atlas.layer("scopes").loc[["lg-new-area"]][["place_id", "name_zh", "geometry"]]
    rows = client.post(f"/stats?by={by}", data=sent(outline)).json["rows"]
    expected = [
        row for row in client.get(f"/stats/scopes.json?by={by}").json["rows"] if row["place_id"] == "lg-new-area"
    ]
    key = "area_km2"
    assert {row["member"]: row[key] for row in rows} == pytest.approx({row["member"]: row[key] for row in expected})


@pytest.mark.parametrize("kind", ["csv", "xlsx", "geojson"])
def test_the_account_of_polygons_sent_is_a_file_too(client: FlaskClient, kind: str) -> None:
    answer = client.post(f"/stats.{kind}?by=parks", data=sent(tiles(2, 1, 1)))
    assert answer.status_code == 200
    assert "lingang-sent-by-parks-area-" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("body", "status", "found"),
    [
        (b"", 400, "Expecting value"),
        (b'{"type": "FeatureCollection", "features": []}', 400, "without features"),
        (b'{"type": "Point", "coordinates": [121.8, 30.9]}', 400, "holds no area"),
        (b'{"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}', 422, "Self-intersection"),
        (b'{"type": "Polygon", "coordinates": [[[-179, 1], [179, 1], [179, 2], [-179, 1]]]}', 422, "half the globe"),
    ],
)
def test_what_is_sent_and_has_no_account_is_a_problem_document(
    client: FlaskClient, body: bytes, status: int, found: str
) -> None:
    answer = client.post("/stats", data=body)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert found in answer.json["found"]


def test_statistics_as_workbook_carry_their_sources(client: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/stats/parks.xlsx").data))
    assert book["来源"].max_row > 20


def test_a_workbook_holds_the_layers_asked_for_each_once(client: FlaskClient) -> None:
    def sheets(query: str) -> list[str]:
        return openpyxl.load_workbook(io.BytesIO(client.get(f"/stats.xlsx{query}").data)).sheetnames

    two = sheets("?zones=scopes,parks,scopes")
    assert len(two) < len(sheets(""))
    assert two == sheets("?zones=scopes,parks")


@pytest.mark.parametrize("query", ["digits=12", "digits=", "bom=7", "bby=scopes", "by=parks&by=scopes"])
def test_an_option_that_makes_no_sense_is_refused(client: FlaskClient, query: str) -> None:
    for address in ("/stats/parks.json", "/stats/parks.csv"):
        assert client.get(f"{address}?{query}").status_code == 400
    body = sent(tiles(2, 1, 1))
    assert client.post(f"/stats?{query}", data=body).status_code == 400
