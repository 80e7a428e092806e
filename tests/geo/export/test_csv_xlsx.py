"""Tables in Excel's and LibreOffice's hands: whole Chinese, real numbers, totals that agree, nothing that runs."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from geo import Atlas
from geo.export import write_layer
from geo.export.csv_xlsx import write_csv, write_xlsx
from geo.export.layer_content import layer_content
from geo.spreadsheets import account_files
from geo.stats.accounts import make_account
from geo.stats.layer_areas import TABLE


def workbook(atlas: Atlas, *layers: str) -> bytes:
    return account_files.workbook(atlas, [make_account(atlas, layer) for layer in layers])


def test_a_workbook_of_statistics_has_account_sources_method_chart_and_a_frozen_header(atlas: Atlas) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(atlas, "functional_areas")))
    assert book.sheetnames == ["五大功能区", "来源", "计算方法"]
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "C2"
    assert len(sheet._charts) == 1
    heads = [cell.value for cell in sheet[1]]
    assert "面积（平方公里）\narea (km²)" in heads
    assert "面积（公顷）\narea (ha)" in heads
    sources = list(book["来源"].iter_rows(min_row=2, values_only=True))
    ids = set(atlas.layer("functional_areas").index)
    claims = atlas.tables["claims"]
    assert len(sources) == claims["place_id"].isin(ids).sum()
    assert all(row[6] and row[9] for row in sources)  # document and section
    said = " ".join(str(cell.value) for row in book["计算方法"].iter_rows() for cell in row)
    for words in (atlas.version, "椭球面积", "ODbL", "OpenStreetMap contributors", "非法定边界", "EPSG:4490"):
        assert words in said


def test_libreoffice_recalculates_the_totals_to_the_values_we_wrote(atlas: Atlas, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        hint = "no LibreOffice found; on Debian: apt-get install libreoffice-calc-nogui"
        pytest.fail(hint) if os.environ.get("CI") else pytest.skip(hint)
    layers = ("functional_areas", "scopes", "parks")
    book = openpyxl.load_workbook(io.BytesIO(workbook(atlas, *layers)))
    book.save(tmp_path / "stripped.xlsx")  # openpyxl writes formulas without their values: they must be computed anew
    command = [program, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    done = subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "stripped.xlsx")],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    computed = openpyxl.load_workbook(tmp_path / "out" / "stripped.xlsx", data_only=True)
    assert computed.sheetnames == [*(atlas.entry(layer).title_zh for layer in layers), "来源", "计算方法"]
    for layer, sheet in zip(layers, computed.worksheets, strict=False):
        account = make_account(atlas, layer)
        lines = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]}
        for name in ("sum", "overlap", "total"):
            for key, value in getattr(account, name).items():
                found = lines[name][TABLE.keys.index(key)]
                assert found is None if value is None else found == pytest.approx(value, rel=1e-12, abs=1e-9)
        for row in account.rows:
            assert lines[row["place_id"]][TABLE.keys.index("area_km2")] == pytest.approx(row["area_km2"], rel=1e-14)


def test_a_workbook_of_several_accounts_cites_and_explains_each_once(atlas: Atlas) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(atlas, "functional_areas", "parks")))
    sources = list(book["来源"].iter_rows(min_row=2, values_only=True))
    assert len(set(sources)) == len(sources)
    ids = {row["place_id"] for layer in ("functional_areas", "parks") for row in make_account(atlas, layer).rows}
    assert {row[0] for row in sources} == set(atlas.tables["claims"]["place_id"]) & ids
    said = [row[0] for row in book["计算方法"].iter_rows(min_row=2, values_only=True)]
    assert len(set(said)) == len(said)
    assert {f"图层：{atlas.entry(layer).title_zh}" for layer in ("functional_areas", "parks")} <= set(said)
    assert all(len(sheet._charts) == 1 for sheet in book.worksheets[:2])


def test_the_values_beside_the_formulas_are_those_of_the_account(atlas: Atlas) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(atlas, "scopes")), data_only=True).worksheets[0]
    account = make_account(atlas, "scopes")
    lines = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]}
    assert lines["sum"][TABLE.keys.index("area_mu")] == pytest.approx(account.sum["area_mu"], rel=1e-15)


def test_a_layer_as_csv_has_units_sources_and_the_mark_excel_needs(atlas: Atlas, tmp_path: Path) -> None:
    write_layer(atlas, "parks", "csv", tmp_path / "a.csv")
    write_layer(atlas, "parks", "csv", tmp_path / "b.csv", bom=False, naming="codes", crs="EPSG:4529")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["place_id"] for row in rows] == list(atlas.layer("parks").index)
    for row, area in zip(rows, atlas.layer("parks")["area_km2"], strict=True):
        assert row["area_ha"] == "" if area != area else float(row["area_ha"]) == pytest.approx(area * 100)  # noqa: PLR0124
        assert row["sources_zh"]
        assert atlas.version in row["note_version"]
        assert "ODbL" in row["note_licence"]
    data = (tmp_path / "b.csv").read_bytes()
    assert data.startswith(b"BSM,")
    x = float(next(csv.DictReader(io.StringIO(data.decode())))["x"])
    assert 41e6 < x < 42e6


def test_a_layer_as_workbook_has_numbers_statements_dictionary_and_notes(atlas: Atlas, tmp_path: Path) -> None:
    write_layer(atlas, "parks", "xlsx", tmp_path / "parks.xlsx", naming="codes")
    book = openpyxl.load_workbook(tmp_path / "parks.xlsx")
    assert book.sheetnames[0] == atlas.entry("parks").title_zh
    assert {"陈述及出处", "文件", "字段字典", "说明"} <= set(book.sheetnames)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    heads = [str(cell).rsplit("\n", 1)[-1] for cell in rows[0]]
    area = [row[heads.index("MJ")] for row in rows[1:]]
    assert all(isinstance(value, float | int) or value is None for value in area)
    assert sum(value or 0 for value in area) == pytest.approx(atlas.layer("parks")["area_km2"].sum() * 1e6)
    dictionary = {row[0]: row for row in book["字段字典"].iter_rows(min_row=2, values_only=True)}
    assert dictionary["MJ"][4] == "m²"
    assert set(heads) - {"x", "y"} <= set(dictionary)


def test_hostile_text_is_guarded_in_csv_and_a_plain_string_in_xlsx(atlas: Atlas, tmp_path: Path) -> None:
    content = layer_content(atlas, "clusters")
    content.rows["note_zh"] = '=HYPERLINK("http://x.example")'
    content.rows["difference_km2"] = -1.5
    hostile = replace(content)
    write_csv(hostile, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert row["note_zh"].startswith("'=")
    assert float(row["difference_km2"]) == -1.5
    write_xlsx(hostile, tmp_path / "a.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert all(cell.data_type != "f" for sheet in sheets for row in sheet.iter_rows() for cell in row)
