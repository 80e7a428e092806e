"""The commands serve and prepare: one message where it cannot start, nothing compiled later than the start."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geo.measure import code_cache
from geo.stats import compile_all
from tests.conftest import DataFolders
from webmap.cli import serve
from webmap.cli.main import main


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_serve_on_broken_data_is_one_message_and_exit_1(folders: DataFolders) -> None:
    (folders.seeds / "claims.csv").unlink()
    result = run("--layers", str(folders.layers), "--seeds", str(folders.seeds), "serve", "--port", "0")
    assert result.exit_code == 1
    assert "claims.csv: the file is missing" in result.output
    assert "Traceback" not in result.output


def test_serve_on_a_busy_port_is_one_message_and_exit_1() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("serve", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert "is in use by another program" in result.output
    assert "--port" in result.output


def test_serve_prints_the_address_it_answers_at() -> None:
    command = [sys.executable, "-c", "from webmap.cli.main import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            address = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
            with urllib.request.urlopen(address + "healthz", timeout=10) as answer:
                assert json.load(answer)["status"] == "ok"
        finally:
            process.terminate()


def test_a_setting_that_cannot_be_used_is_told_with_what_it_means(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGANG_BASEMAPS", "tianditu")
    run = CliRunner().invoke(main, ["serve"])
    assert run.exit_code == 2
    assert "LINGANG_BASEMAPS='tianditu'" in run.stderr
    assert "tianditu_key" in run.stderr
    assert "pydantic" not in run.stderr


def test_without_a_folder_it_compiles_at_the_start_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file" / "x"))
    monkeypatch.setattr(compile_all, "compile_all", lambda progress: progress("compiling", 1, 1))
    serve.have_machine_code()
    said = capsys.readouterr().err
    assert said.count("no folder for compiled code can be written") == 1
    assert "compiling" in said


def test_what_is_compiled_is_loaded_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    monkeypatch.setattr(serve, "LOAD_AFTER_S", 0.0)
    monkeypatch.setattr(code_cache, "is_filled", lambda: True)
    monkeypatch.setattr(compile_all, "compile_all", lambda _: done.set())
    serve.have_machine_code()
    assert done.wait(10)


def test_serve_makes_the_index_of_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(serve.search_index, "make_in_background", made.append)
    monkeypatch.setattr(serve, "_serve", lambda app, *_: made.append(app))
    monkeypatch.setattr(serve, "have_machine_code", lambda: None)
    monkeypatch.setattr(serve, "warm_up", lambda _: None)
    assert run("serve", "--port", "0").exit_code == 0
    assert len(made) == 2
    assert made[0] is made[1]


def test_prepare_compiles_and_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compile_all, "compile_all", lambda progress: progress("compiling", 4, 4))
    assert run("prepare").stderr.splitlines() == ["compiling"]
    assert run("prepare", "--quiet").stderr == ""
