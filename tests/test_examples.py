"""The examples of the READMEs run as they stand: blocks of Python, and lines of shell that call ``lingang``.

A block fenced ``sh no-run`` is not run (a server does not end, a cluster is not there); its commands must still be ones
the command line accepts.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.reference import ROOT, readmes
from webmap.cli.main import main

_BLOCK = re.compile(r"^ *```(\w+)([^\n]*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
#: Commands that are not run here: a server ends only when stopped, `tests/browser/test_bundle.py` runs the other.
_NOT_RUN = ("serve", "bundle")
#: Commands that take longer than a test of `make test-fast` should.
_LONG = ("sheet", "report")


def _blocks(language: str) -> Iterator[tuple[str, str, str]]:
    """List the README, the words after the language, and the text of each block of a language."""
    for path in readmes():
        for block in _BLOCK.finditer(path.read_text(encoding="utf-8")):
            if block[1] == language:
                yield str(path.relative_to(ROOT)), block[2].strip(), block[3]


def _commands(*, run: bool) -> list[object]:
    out: list[object] = []
    for name, words, text in _blocks("sh"):
        for line in text.splitlines():
            args = shlex.split(line, comments=True)
            if args[:1] != ["lingang"] or run == (words == "no-run" or args[1] in _NOT_RUN):
                continue
            marks = [pytest.mark.long] if args[1] in _LONG else []
            out.append(pytest.param(args[1:], id=f"{name}: {' '.join(args)}", marks=marks))
    return out


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder in which the paths of the examples exist and that results may be written to."""
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("args", _commands(run=True))
def test_an_example_of_the_command_line_runs(args: list[str], project: Path) -> None:
    if "FOLDER" in args:
        pytest.skip("the documents are not published with the atlas")
    done = CliRunner().invoke(main, args)
    assert done.exit_code == 0, done.output
    if "--output" in args:
        assert (project / args[args.index("--output") + 1]).stat().st_size > 0


@pytest.mark.parametrize("args", _commands(run=False))
@pytest.mark.usefixtures("project")
def test_an_example_that_is_not_run_is_one_the_command_line_accepts(args: list[str]) -> None:
    context = click.Context(main, info_name="lingang")
    command = main.get_command(context, args[0])
    assert command is not None
    command.make_context(args[0], args[1:], parent=context)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, _, text in _blocks("python")])
@pytest.mark.usefixtures("project")
def test_an_example_of_python_runs(name: str, text: str) -> None:
    exec(compile(text, name, "exec"), {})  # noqa: S102


def test_there_are_examples_of_both() -> None:
    assert len(_commands(run=True)) > 8
    assert len(list(_blocks("python"))) >= 2
