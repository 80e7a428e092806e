"""The addresses of the extract: types, names, days, the schema, and what is refused."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import jsonschema
import openpyxl
import pypdf
import pytest
from flask.testing import FlaskClient

from geo.extract.schema import schema_json
from webmap.api.extract_files import EXTRACT_FORMATS

PLACE = "park-intl-data"
SQUARE = {
    "type": "Feature",
    "properties": {"name_zh": "甲地块", "name_en": "Plot A"},
    "geometry": {"type": "Polygon", "coordinates": [[[121.8, 30.9], [121.81, 30.9], [121.81, 30.91], [121.8, 30.9]]]},
}
BODY = json.dumps(SQUARE)
GEOJSON = "application/geo+json"
PARCELS = Path(__file__).parents[2] / "data" / "samples" / "parcels.txt"


@pytest.mark.parametrize("kind", EXTRACT_FORMATS)
def test_a_place_has_an_extract_in_every_format(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/extract/{PLACE}.{kind}")
    assert answer.status_code == 200
    assert answer.mimetype == EXTRACT_FORMATS[kind]
    assert answer.headers["ETag"]
    assert (f"lingang-extract-{PLACE}.{kind}" in answer.headers.get("Content-Disposition", "")) is (kind != "json")


def test_the_json_is_of_the_published_form(client: FlaskClient) -> None:
    schema = client.get("/schemas/extract.json")
    assert {**json.loads(schema.data), "$id": ""} == {**json.loads(schema_json()), "$id": ""}
    assert schema.mimetype == "application/schema+json"
    extract = client.get(f"/extract/{PLACE}.json").get_json()
    jsonschema.Draft202012Validator(json.loads(schema.data)).validate(extract)
    assert extract["schema"] == "/schemas/extract.json"


@pytest.mark.parametrize("kind", EXTRACT_FORMATS)
def test_a_shape_has_an_extract_that_is_not_stored(client: FlaskClient, kind: str) -> None:
    answer = client.post(f"/extract.{kind}", data=BODY, content_type=GEOJSON)
    assert answer.status_code == 200
    assert answer.mimetype == EXTRACT_FORMATS[kind]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_shape_keeps_its_name(client: FlaskClient) -> None:
    site = client.post("/extract.json", data=BODY, content_type=GEOJSON).get_json()["site"]
    assert (site["name_zh"], site["name_en"]) == ("甲地块", "Plot A")


def test_boundary_points_are_read(client: FlaskClient) -> None:
    answer = client.post("/extract.json", data=PARCELS.read_bytes(), content_type="text/plain")
    assert answer.status_code == 200
    assert answer.get_json()["site"]["area_km2"] > 0


def test_the_same_request_gives_the_same_bytes(client: FlaskClient) -> None:
    bodies = {client.post("/extract.pdf", data=BODY, content_type=GEOJSON).data for _ in range(2)}
    assert len(bodies) == 1


def test_links_of_a_pdf_lead_to_this_service(client: FlaskClient) -> None:
    read = pypdf.PdfReader(io.BytesIO(client.get(f"/extract/{PLACE}.pdf").data))
    notes = [note.get_object() for page in read.pages for note in page.get("/Annots", [])]
    addresses = {str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})}
    assert addresses
    for address in sorted(addresses)[:5]:
        assert address.startswith("http://localhost/documents/")
        assert client.get(address.removeprefix("http://localhost").partition("#")[0]).status_code == 200


def test_a_day_is_part_of_the_input(client: FlaskClient) -> None:
    then = client.get("/extract/fp-oriental-chip-port.json?as_of=2022-06-01").get_json()
    assert then["as_of"] == "2022-06-01"
    assert "ftz-park-2025" not in then["documents"]


def test_other_origins_may_read_it(client: FlaskClient) -> None:
    for address in (f"/extract/{PLACE}.json", "/schemas/extract.json"):
        answer = client.get(address, headers={"Origin": "https://other.example"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/extract/nowhere.json", 404),
        ("/extract/nowhere.pdf", 404),
        (f"/extract/{PLACE}.doc", 404),
        (f"/extract/{PLACE}.json?as_of=soon", 400),
        (f"/extract/{PLACE}.json?as_of=2019-01-01", 404),
        (f"/extract/{PLACE}.json?day=1", 400),
    ],
)
def test_what_makes_no_sense_is_refused(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json" or address.endswith(".doc")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("", GEOJSON, 400),
        ('{"type": "Point", "coordinates": [121.8, 30.9]}', GEOJSON, 400),
        (BODY, "text/html", 400),
        ("no points", "text/plain", 400),
    ],
)
def test_a_body_that_is_no_polygon_is_refused(client: FlaskClient, body: str, kind: str, status: int) -> None:
    answer = client.post("/extract.json", data=body, content_type=kind)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("kind", ["json", "pdf", "docx", "xlsx"])
def test_the_question_of_the_page_becomes_a_chapter(client: FlaskClient, kind: str) -> None:
    question = "industry=ind-ic&industry_must=1&industry2=ind-biomed&area=500"
    answer = client.get(f"/extract/fp-oriental-chip-port.{kind}?{question}")
    assert answer.status_code == 200
    if kind == "json":
        fit = answer.get_json()["fit"]
        page = next(
            row
            for row in client.get(f"/fit.json?{question}").get_json()["places"]
            if row["place"]["id"] == "fp-oriental-chip-port"
        )
        assert fit["answers"] == page["answers"]
        assert fit["rank"] == page["rank"]
        posted = client.post(f"/extract.json?{question}", data=BODY, content_type=GEOJSON).get_json()
        assert posted["fit"]["answers"][2]["rule"] == "area_given_no"
    elif kind == "pdf":
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)
        assert "所问条件的回答" in text
    elif kind == "docx":
        assert "所问条件的回答" in {one.text for one in docx.Document(io.BytesIO(answer.data)).paragraphs}
    else:
        rows = openpyxl.load_workbook(io.BytesIO(answer.data))["所问条件"].values
        assert "产业：集成电路" in {row[0] for row in rows}
    assert client.get(f"/extract/{PLACE}.{kind}?area=many").status_code == 400
