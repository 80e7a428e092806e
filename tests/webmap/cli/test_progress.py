"""Progress: a moving line on a terminal, one line a step otherwise, nothing if told so."""

from __future__ import annotations

import io
import sys

import pytest

from webmap.cli.progress import ProgressLine


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
