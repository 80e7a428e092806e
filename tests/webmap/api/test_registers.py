"""Documents, measures, figures, industries and cities as JSON, CSV and XLSX."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from flask.testing import FlaskClient

NAMES = ("documents", "measures", "indicators", "industries", "cities")


@pytest.mark.parametrize("name", [*NAMES, "documents/lg-plan-2020"])
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
