"""Area statistics as a workbook: real numbers, totals that agree when computed anew, sources and method."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from geo import Atlas
from geo.spreadsheets import account_files
from geo.spreadsheets.code_words import with_words
from geo.stats.accounts import make_account
from geo.stats.layer_areas import TABLE

#: Keys of the columns of a file, with the words of codes.
FILE_KEYS = list(with_words(TABLE.file_headings()))


def workbook(atlas: Atlas, *layers: str) -> bytes:
    return account_files.workbook(atlas, [make_account(atlas, layer) for layer in layers])


def test_a_workbook_of_statistics_has_account_sources_method_chart_and_a_frozen_header(atlas: Atlas) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(atlas, "functional_areas")))
    assert book.sheetnames == ["五大功能区", "来源", "计算方法"]
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "C2"
    assert len(sheet._charts) == 1
    heads = [cell.value for cell in sheet[1]]
    assert "面积（平方公里） area (km²)" in heads
    assert "面积（公顷） area (ha)" in heads
    sources = list(book["来源"].iter_rows(min_row=2, values_only=True))
    ids = set(atlas.layer("functional_areas").index)
    claims = atlas.tables["claims"]
    assert len(sources) == claims["place_id"].isin(ids).sum()
    assert all(row[7] and row[10] for row in sources)  # document and section
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
                if key not in FILE_KEYS:
                    continue
                found = lines[name][FILE_KEYS.index(key)]
                assert found is None if value is None else found == pytest.approx(value, rel=1e-12, abs=1e-9)
        for row in account.rows:
            assert lines[row["place_id"]][FILE_KEYS.index("area_km2")] == pytest.approx(row["area_km2"], rel=1e-14)


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
    assert lines["sum"][FILE_KEYS.index("area_mu")] == pytest.approx(account.sum["area_mu"], rel=1e-15)
