"""The command anchors: writes the places of the statements, and keeps what it cannot see."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import DataFolders
from webmap.cli.main import main


def run(folders: DataFolders, *args: object) -> Result:
    data = ["--layers", str(folders.layers), "--seeds", str(folders.seeds)]
    return CliRunner().invoke(main, [*data, "anchors", *(str(arg) for arg in args)])


def test_without_the_documents_the_table_stays_and_each_is_named(folders: DataFolders, tmp_path: Path) -> None:
    before = (folders.seeds / "anchors.csv").read_bytes()
    empty = tmp_path / "empty"
    empty.mkdir()
    result = run(folders, "--documents", empty)
    assert result.exit_code == 1
    assert result.stderr.count("D001") >= 5
    assert (folders.seeds / "anchors.csv").read_bytes() == before


@pytest.mark.skipif("LINGANG_DOCUMENTS" not in os.environ, reason="LINGANG_DOCUMENTS names no folder of documents")
def test_made_again_from_the_real_documents_the_table_is_the_same(folders: DataFolders, tmp_path: Path) -> None:
    output = tmp_path / "anchors.csv"
    result = run(folders, "--documents", os.environ["LINGANG_DOCUMENTS"], "--output", output)
    assert result.exit_code == 0, result.output
    assert output.read_bytes() == (folders.seeds / "anchors.csv").read_bytes()
