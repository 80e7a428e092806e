"""The data addresses: the same figures in every format, sources behind every statement, ETags that hold."""

from __future__ import annotations

import csv
import io
import json

import jsonschema
import openpyxl
import pytest
from flask.testing import FlaskClient

from geo import Atlas

TEXT = {"type": "string", "minLength": 1}
TEXT_OR_NULL = {"type": ["string", "null"], "minLength": 1}
NUMBER_OR_NULL = {"type": ["number", "null"]}
DOCUMENT = {
    "type": "object",
    "required": ["id", "title_zh", "title_en", "short_zh", "number", "issued_on", "date_basis_zh", "sequence", "kind"],
    "properties": {"id": TEXT, "title_zh": TEXT, "short_zh": TEXT, "number": TEXT_OR_NULL, "issued_on": TEXT_OR_NULL},
}
CLAIM = {
    "type": "object",
    "required": ["claim_id", "type", "term_zh", "terms_zh", "summary_zh", "summary_en", "document", "section"],
    "properties": {"summary_zh": TEXT, "summary_en": TEXT, "document": DOCUMENT, "section": TEXT},
}
BRIEF = {"type": "object", "required": ["id", "name_zh", "name_en", "kind"]}
PLACE = {
    "type": "object",
    "required": [
        *["id", "name_zh", "name_en", "kind", "level", "layer", "aliases", "parents", "children"],
        *["unlocated_children", "area", "geometry", "claims", "indicators", "industries", "measures", "relations"],
        *["disclaimer_zh", "disclaimer_en", "version"],
    ],
    "properties": {
        "parents": {"type": "array", "items": BRIEF},
        "children": {"type": "array", "items": BRIEF},
        "unlocated_children": {"type": "array", "items": BRIEF},
        "claims": {"type": "array", "items": CLAIM},
        "indicators": {"type": "array", "items": {"required": ["value", "document", "section"]}},
        "area": {
            "type": ["object", "null"],
            "required": ["area_km2", "area_ha", "area_mu", "stated_area_km2", "uncertainty_km2", "method", "derived"],
            "properties": {"area_km2": {"type": "number", "exclusiveMinimum": 0}, "stated_area_km2": NUMBER_OR_NULL},
        },
        "geometry": {"type": "object", "required": ["type", "method", "reference_zh", "accuracy_m", "grade"]},
    },
}


def test_every_place_keeps_the_contract_and_serialises_as_strict_json(client: FlaskClient, atlas: Atlas) -> None:
    validator = jsonschema.Draft202012Validator(PLACE)
    for place_id in atlas.places.index:
        response = client.get(f"/places/{place_id}.json")
        assert response.status_code == 200, place_id
        # parse_constant is called for NaN and Infinity, which are no JSON.
        place = json.loads(response.data, parse_constant=pytest.fail)
        validator.validate(place)


def test_oriental_chip_port_tells_its_positioning_with_document_and_section(client: FlaskClient) -> None:
    place = client.get("/places/fp-oriental-chip-port.json").get_json()
    claim = next(claim for claim in place["claims"] if claim["term_zh"] == "国家级集成电路综合性产业基地")
    assert claim["document"]["id"] == "parks-2021"
    assert claim["section"] == "四(一)一轴1"
    assert [parent["id"] for parent in place["parents"]] == ["shanghai", "lg-new-area"]


def test_claims_come_in_the_order_of_the_documents(client: FlaskClient) -> None:
    claims = client.get("/places/lg-new-area.json").get_json()["claims"]
    order = [claim["document"]["sequence"] for claim in claims]
    assert order == sorted(order)
    assert len(set(order)) >= 3


def test_a_belt_has_no_area_of_its_own_but_that_of_the_places_it_connects(client: FlaskClient) -> None:
    area = client.get("/places/belt-two-ports.json").get_json()["area"]
    assert area["derived"] is True
    assert "area-pvg-south" in area["derived_from"]
    assert area["stated_area_km2"] is None


def test_a_place_nobody_locates_has_no_area_and_its_parent_lists_it(client: FlaskClient) -> None:
    place = client.get("/places/node-niiic.json").get_json()
    assert place["area"] is None
    assert place["geometry"]["type"] is None
    assert place["geometry"]["note_zh"]
    parent = client.get("/places/lg-new-area.json").get_json()
    assert "node-niiic" in [child["id"] for child in parent["unlocated_children"]]
    assert "node-niiic" not in [child["id"] for child in parent["children"]]


def test_a_feature_download_is_rfc_7946(client: FlaskClient) -> None:
    response = client.get("/places/fa-frontier.geojson")
    assert response.mimetype == "application/geo+json"
    feature = json.loads(response.data)
    assert feature["type"] == "Feature"
    assert feature["id"] == "fa-frontier"
    assert "crs" not in feature


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
    assert {key: float(rows[key][5]) for key in areas} == pytest.approx(areas, abs=0.01)
    assert sum(float(rows[key][5]) for key in areas) == pytest.approx(float(rows["sum"][5]), abs=1e-9)
    assert float(rows["sum"][5]) - float(rows["overlap"][5]) == pytest.approx(float(rows["total"][5]), abs=1e-9)


def test_csv_opens_in_chinese_excel_and_can_come_without_the_mark(client: FlaskClient) -> None:
    with_mark = client.get("/stats/scopes.csv")
    assert with_mark.data.startswith(b"\xef\xbb\xbf")
    assert "面积（平方公里）" in with_mark.data.decode("utf-8-sig").splitlines()[0]
    assert with_mark.headers["Content-Disposition"].startswith("attachment; filename=lingang-scopes-area-")
    assert client.get("/stats/scopes.csv?bom=0").data == with_mark.data[3:]


def test_digits_round_every_format_so_that_rows_still_sum(client: FlaskClient) -> None:
    account = client.get("/stats/functional_areas.json?digits=1").get_json()
    total = sum(row["area_km2"] for row in account["rows"])
    assert total == pytest.approx(account["sum"]["area_km2"], abs=1e-9)
    assert all(round(row["area_km2"], 1) == row["area_km2"] for row in account["rows"])


def test_a_second_visit_costs_no_body(client: FlaskClient) -> None:
    for path in ("/map.json", "/places/fa-frontier.json", "/stats/scopes.csv"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_the_map_bundle_holds_every_layer_and_feature_once(client: FlaskClient, atlas: Atlas) -> None:
    bundle = client.get("/map.json").get_json()
    assert [layer["id"] for layer in bundle["layers"]] == atlas.layer_ids
    ids = [feature["id"] for layer in bundle["layers"] for feature in layer["features"]]
    assert len(ids) == len(set(ids))
    assert set(atlas.places.index) <= set(ids)
    background = {layer["id"] for layer in bundle["layers"] if layer["role"] == "context"}
    assert {"coast", "water", "roads"} <= background


def test_health_names_the_data_version(client: FlaskClient, atlas: Atlas) -> None:
    assert client.get("/healthz").get_json()["version"] == atlas.version


def test_large_answers_are_compressed(client: FlaskClient) -> None:
    response = client.get("/map.json", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
