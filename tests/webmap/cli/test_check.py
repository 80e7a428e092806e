"""The command check: exit 0 on good data, 1 with findings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geo.check import run as check_run
from geo.check.run import Report
from geo.check.texts.score import Score
from tests.conftest import DataFolders
from webmap.cli.main import main


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_check_is_exit_0_on_the_data_that_came_with_it() -> None:
    result = run("check")
    assert result.exit_code == 0, result.output


def test_check_on_a_broken_layer_is_exit_1_and_names_it(folders: DataFolders) -> None:
    (folders.layers / "parks.geojson").write_text("{", encoding="utf-8")
    result = run("--layers", str(folders.layers), "--seeds", str(folders.seeds), "check", "--json")
    assert result.exit_code == 1
    findings = json.loads(result.stdout)
    assert any("parks.geojson" in finding["where"] and finding["severity"] == "error" for finding in findings)


def test_with_documents_the_check_ends_with_the_score(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    report = Report([], {"tables": 1, "layers": 1, "features": 1}, Score(4, 3, 4, 4))
    monkeypatch.setattr(check_run, "check", lambda *_: report)
    lines = run("check", "--documents", str(tmp_path)).stdout.splitlines()
    assert lines[1:] == ["score: 3 of 4 statements fully supported (75.0 %), 4 of 4 citations needed (100.0 %)"]
