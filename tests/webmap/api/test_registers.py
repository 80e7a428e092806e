"""Documents, measures, figures, industries and cities as JSON, CSV and XLSX."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from flask.testing import FlaskClient

NAMES = ("documents", "measures", "indicators", "industries", "cities")


@pytest.mark.parametrize("name", [*NAMES, "documents/lg-plan-2020", "themes/documents", "timeline"])
def test_each_is_json_a_table_and_a_workbook_of_the_same_rows(client: FlaskClient, name: str) -> None:
    assert client.get(f"/{name}.json").json["version"]
    text = client.get(f"/{name}.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    count = rows.index([]) - 1
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/{name}.xlsx").data))
    assert book.worksheets[0].max_row == count + 1
    assert count >= 5


def test_a_document_that_does_not_exist_is_a_problem(client: FlaskClient) -> None:
    answer = client.get("/documents/nowhere.json")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert "lg-plan-2020" in answer.json["expected"]


def test_an_unknown_option_is_refused(client: FlaskClient) -> None:
    assert client.get("/measures.json?theme=land").status_code == 400


@pytest.mark.parametrize("name", ["documents", "measures", "indicators", "industries", "cities"])
def test_a_register_answers_as_of_a_day(client: FlaskClient, name: str) -> None:
    then = client.get(f"/{name}.json?as_of=2022-06-30")
    assert then.get_json()["as_of"] == "2022-06-30"
    assert "lg-press-2022" not in then.text
    assert "lg-press-2022" in client.get(f"/{name}.json").text or name == "cities"
    assert client.get(f"/{name}.csv?as_of=2020-12-31").status_code == 200
    assert "2022-06-30" in client.get(f"/{name}?as_of=2022-06-30", headers={"Accept": "text/html"}).text
    assert client.get(f"/{name}.json?as_of=2019-01-01").status_code == 404
    assert client.get(f"/{name}?as_of=soon").status_code == 400


def test_a_document_that_did_not_stand_yet_is_not_found(client: FlaskClient) -> None:
    assert client.get("/documents/ftz-park-2025.json?as_of=2022-06-30").status_code == 404
    assert client.get("/documents/lg-plan-2020.json?as_of=2022-06-30").status_code == 200
    assert client.get("/documents/ftz-park-2025.json").status_code == 200


def test_themes_are_listed_and_answered_as_of_a_day(client: FlaskClient) -> None:
    listed = client.get("/themes.json").json["themes"]
    assert {"documents", "grade", "industry-ic"} <= {one["id"] for one in listed}
    assert "lg-press-2022" not in client.get("/themes/industry-ic.json?as_of=2022-06-30").text
    assert client.get("/themes/nowhere.json").status_code == 404


def test_the_timeline_is_asked_by_a_document_or_a_year(client: FlaskClient) -> None:
    answer = client.get("/timeline.json?until=parks-2021")
    assert answer.json["until"] == "parks-2021"
    assert client.get("/timeline.json?until=2022").json["until"] == "lg-press-2022"
    again = client.get("/timeline.json?until=parks-2021", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/timeline.json?until=soon").status_code == 400
