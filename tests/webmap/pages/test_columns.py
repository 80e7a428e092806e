"""A column is declared once: a key added to a table is in every file, on the page and on the terminal (H-01)."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import openpyxl
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from geo import Atlas
from geo.columns import COLUMNS
from geo.stats import layer_areas, layer_table
from webmap import create_app
from webmap.cli.main import main

#: A figure every layer has and no table of areas shows.
ADDED = "accuracy_m"


@pytest.fixture
def longer(monkeypatch: pytest.MonkeyPatch, atlas: Atlas) -> FlaskClient:
    """A service whose tables have one column more."""
    for module in (layer_areas, layer_table):
        table = module.TABLE
        monkeypatch.setattr(module, "TABLE", replace(table, keys=(*table.keys, ADDED)))
    # An atlas of its own: what was computed of the other one has the columns it had.
    return create_app({"PROPAGATE_EXCEPTIONS": True}, atlas=replace(atlas)).test_client()


def test_a_column_added_to_the_statistics_is_in_json_and_geojson(longer: FlaskClient, atlas: Atlas) -> None:
    stated = atlas.layer("parks")[ADDED].dropna()
    rows = {row["place_id"]: row[ADDED] for row in json.loads(longer.get("/stats/parks.json").data)["rows"]}
    assert {key: value for key, value in rows.items() if value is not None} == dict(stated[stated.index.isin(rows)])
    features = json.loads(longer.get("/stats/parks.geojson").data)["features"]
    assert {feature["id"]: feature["properties"][ADDED] for feature in features} == rows


@pytest.mark.parametrize("path", ["/stats/parks", "/tables/parks"])
def test_a_column_added_to_a_table_is_in_csv_and_workbook(longer: FlaskClient, atlas: Atlas, path: str) -> None:
    zh, en = COLUMNS[ADDED].heading
    lines = list(csv.reader(io.StringIO(longer.get(f"{path}.csv").data.decode("utf-8-sig"))))
    at = lines[0].index(zh)
    known = {key: str(value) for key, value in atlas.layer("parks")[ADDED].dropna().items()}
    written = {line[0]: line[at] for line in lines[1:] if len(line) > at}
    assert {key: value for key, value in written.items() if value} == {
        key: known[key] for key in written if key in known
    }
    sheet = openpyxl.load_workbook(io.BytesIO(longer.get(f"{path}.xlsx").data)).worksheets[0]
    cell = next(cell for cell in sheet[1] if cell.value == f"{zh} {en}")
    cells = [row[cell.column - 1] for row in sheet.iter_rows(min_row=2) if row[cell.column - 1].value is not None]
    assert cells
    assert {cell.number_format for cell in cells} == {COLUMNS[ADDED].number_format}


@pytest.mark.parametrize("path", ["/stats/parks", "/tables/parks"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_column_added_to_a_table_is_on_the_page(longer: FlaskClient, path: str, lang: str) -> None:
    page = longer.get(f"{path}?lang={lang}").get_data(as_text=True)
    assert COLUMNS[ADDED].page_heading[lang == "en"] in page


@pytest.mark.parametrize("service", ["client", "longer"])
@pytest.mark.parametrize("path", ["/stats/parks", "/tables/parks", "/stats/scopes?by=parks"])
def test_all_rows_of_a_page_span_the_same_columns(request: pytest.FixtureRequest, service: str, path: str) -> None:
    widths = _row_widths(request.getfixturevalue(service).get(path).get_data(as_text=True))
    assert len(widths) > 4
    assert len(set(widths)) == 1


def test_a_column_added_to_the_statistics_is_on_the_terminal(longer: FlaskClient) -> None:
    del longer
    done = CliRunner().invoke(main, ["stats", "parks"])
    assert done.exit_code == 0
    assert COLUMNS[ADDED].heading[0] in done.stdout.splitlines()[0]


def _row_widths(page: str) -> list[int]:
    """How many columns each row of the first table takes."""
    table = page.split("<table")[1].split("</table>", maxsplit=1)[0]
    out = []
    for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL):
        spans = re.findall(r"<t[hd]\b([^>]*)>", row)
        out.append(sum(int((re.search(r'colspan="(\d+)"', span) or ["", "1"])[1]) for span in spans))
    return out
