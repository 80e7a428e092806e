"""The group: its list of commands, and what it does not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import geo
from geo import Atlas
from webmap.cli.main import COMMANDS, main


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_a_command_that_does_not_exist_is_exit_2() -> None:
    result = run("fly")
    assert result.exit_code == 2
    assert "No such command 'fly'" in result.output


HEAVY = [
    *("pandas", "geopandas", "numpy", "shapely", "pyproj", "pyogrio", "pyarrow", "numba", "matplotlib", "pandera"),
    *("ezdxf", "flask", "folium", "jinja2", "pydantic", "waitress", "xlsxwriter", "pypinyin", "hypothesis"),
]
#: What statistics are made with.
NEEDED = {"pandas", "geopandas", "numpy", "shapely", "pyproj", "pyarrow", "pydantic"}


def loaded_by(*words: str) -> set[str]:
    """Which heavy libraries a command has loaded when it ends."""
    script = (
        f"import sys; sys.argv = ['lingang', *{list(words)!r}]\n"
        "from webmap.cli.main import main\n"
        f"try: main()\nfinally: print(*[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("words", [["--help"], ["--version"]])
def test_help_and_version_load_no_library(words: list[str]) -> None:
    assert loaded_by(*words) == set()


def test_the_version_says_where_the_library_is() -> None:
    said = CliRunner().invoke(main, ["-V"]).stdout.splitlines()
    assert said[0].startswith("lingang, version ")
    assert said[1] == f"geo: {Path(geo.__file__).parent}"


def test_statistics_load_what_they_are_made_with_and_no_more(atlas: Atlas) -> None:
    assert atlas.version  # loaded and kept by now: a first run would measure, which is no matter of imports
    assert loaded_by("stats", "scopes", "--format", "csv") <= NEEDED


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_the_first_sentence_of_its_help(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.hidden == COMMANDS[name].hidden
    assert (command.help or "").split("\n\n")[0].replace("\n", " ") == COMMANDS[name].summary


def test_the_list_of_commands_is_the_one_click_would_write() -> None:
    shown = [line.split()[0] for line in run("--help").output.split("Commands:\n")[1].splitlines()]
    assert shown == sorted(name for name, lazy in COMMANDS.items() if not lazy.hidden)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.output
