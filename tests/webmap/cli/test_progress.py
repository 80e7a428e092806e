"""Progress: a moving line on a terminal, one line a step otherwise, nothing if told so."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from geo import Atlas
from webmap.cli.progress import ProgressLine, resolve_layer_with_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def show(*, quiet: bool) -> None:
    with ProgressLine(quiet=quiet) as progress:
        for done in range(4):
            progress("reading", done, 3)
        with progress.step("writing"):
            pass


def test_where_there_is_no_terminal_each_step_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    show(quiet=False)
    assert capsys.readouterr() == ("", "reading\nwriting\n")


def test_on_a_terminal_a_line_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    show(quiet=False)
    text = terminal.getvalue()
    assert text.count("\r") > 4
    assert text.count("\n") == 2
    assert "100%" in text


def test_quiet_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    show(quiet=True)
    assert capsys.readouterr() == ("", "")


def test_what_was_assumed_to_read_a_file_is_told(
    atlas: Atlas, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A 3420000 41400000\nB 3420000 41400100\nC 3420100 41400100\n", encoding="utf-8")
    with ProgressLine(quiet=True) as progress:
        whole, layer = resolve_layer_with_progress(atlas, str(path), progress)
    told = capsys.readouterr().err
    assert told.startswith("a.txt: 文件没有属性描述")
    assert "names no datum" in told
    assert whole.entry(layer).description_en in told
    with ProgressLine(quiet=True) as progress:
        resolve_layer_with_progress(atlas, "scopes", progress)
    assert capsys.readouterr().err == ""
