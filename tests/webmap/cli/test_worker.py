"""The serving process and the command prepare: nothing compiled late, and an absent database is told."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geo.measure import code_cache
from geo.stats import compile_all
from webmap.cli import worker
from webmap.cli.main import main
from webmap.service.reload import DATA_FAULT
from webmap.settings import Settings


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_without_its_database_the_service_starts_without_the_workspace_and_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    address = "postgresql://planner:geheim@127.0.0.1:1/plans"
    app = worker._load_app(Settings.model_validate({"workspace": address}))
    said = capsys.readouterr().err
    assert said.startswith(
        "lingang: serving without the workspace until its database answers: postgresql://127.0.0.1:1"
    )
    assert "geheim" not in said + app.extensions[DATA_FAULT]
    assert "expected a PostgreSQL server with PostGIS that answers" in app.extensions[DATA_FAULT]
    assert app.test_client().get("/healthz").status_code == 200


def test_without_a_folder_it_compiles_at_the_start_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file" / "x"))
    monkeypatch.setattr(compile_all, "compile_all", lambda progress: progress("compiling", 1, 1))
    worker.have_machine_code()
    said = capsys.readouterr().err
    assert said.count("no folder for compiled code can be written") == 1
    assert "compiling" in said


def test_what_is_compiled_is_loaded_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    monkeypatch.setattr(worker, "LOAD_AFTER_S", 0.0)
    monkeypatch.setattr(code_cache, "is_filled", lambda: True)
    monkeypatch.setattr(compile_all, "compile_all", lambda _: done.set())
    worker.have_machine_code()
    assert done.wait(10)


def test_prepare_compiles_and_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compile_all, "compile_all", lambda progress: progress("compiling", 4, 4))
    assert run("prepare").stderr.splitlines() == ["compiling"]
    assert run("prepare", "--quiet").stderr == ""


@pytest.mark.parametrize(
    ("missing", "line"),
    [([], ""), (["no Landlock", "no limit"], "lingang: files that are sent are read with no Landlock, no limit\n")],
)
def test_what_does_not_protect_the_readers_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: list[str], line: str
) -> None:
    monkeypatch.setattr(worker, "missing_protections", lambda: missing)
    worker.tell_missing_protections()
    assert capsys.readouterr().err == line
