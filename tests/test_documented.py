"""Everything a user may name is documented in a README, and what a README names exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest
from flask import Flask

from geo import Atlas
from geo.atlas import schema
from geo.check.rules import RULES
from geo.columns import COLUMNS
from geo.export import FORMATS
from tests import reference
from tests.reference import ROOT, readmes
from webmap import create_app
from webmap.cli.main import main as lingang
from webmap.http import query
from webmap.settings import Settings

TEXT = {path: path.read_text(encoding="utf-8") for path in readmes()}
EVERYTHING = "\n".join(TEXT.values())
_LINK = re.compile(r"\]\(([^)#\s]+)?(#[\w-]+)?\)")
#: A path of the repository between back ticks.
_PATH = re.compile(r"`((?:geo|webmap|tests|layers|seeds|\.ci)/[\w./-]*)`")


@pytest.fixture(scope="module")
def app(atlas: Atlas) -> Flask:
    return create_app({"workspace": None}, atlas=atlas)


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEXT, ids=_named)
def test_the_tables_are_those_the_code_makes(path: Path) -> None:
    assert TEXT[path] == reference.with_tables(TEXT[path]), "run: python -m tests.reference"


def test_every_table_has_its_place() -> None:
    assert sorted(re.findall(r"<!-- begin (\w+) -->", EVERYTHING)) == sorted(reference.TABLES)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name: str) -> None:
    assert f"`LINGANG_{name.upper()}`" in EVERYTHING


def test_every_address_is_documented(app: Flask) -> None:
    missing = [rule.rule for rule in app.url_map.iter_rules() if f" {reference.readable(rule.rule)}`" not in EVERYTHING]
    assert missing == []


def test_every_option_of_an_address_is_documented(app: Flask) -> None:
    names = {name for options in query.declared(app).values() for name in options}
    assert len(names) > 20
    assert [name for name in sorted(names) if f"`{name}`" not in TEXT[ROOT / "webmap" / "README.md"]] == []


@pytest.mark.parametrize("key", COLUMNS)
def test_every_column_is_documented(key: str) -> None:
    assert f"| `{key}` |" in EVERYTHING


def test_every_command_and_option_is_documented() -> None:
    context = click.Context(lingang, info_name="lingang")
    for name in lingang.list_commands(context):
        command = lingang.get_command(context, name)
        assert command is not None
        if command.hidden:
            continue
        assert f"`lingang {name}" in EVERYTHING
        for option in reference.options_of_command(command):
            assert all(f"`{flag}`" in EVERYTHING for flag in option.opts), (name, option.opts)


def test_every_target_of_make_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[0].split()
    assert len(targets) > 5
    assert [name for name in targets if not re.search(rf"^{name}:.*## \S", makefile, re.MULTILINE)] == []


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_documented(rule: str) -> None:
    assert f"| `{rule}` |" in EVERYTHING


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_documented(name: str) -> None:
    assert f"`{name}`" in TEXT[ROOT / "README.md"]
    assert f"| `{name}` |" in EVERYTHING


@pytest.mark.parametrize("name", [*schema.TABLES, "sections"])
def test_every_column_of_a_seed_table_is_documented_under_its_table(name: str) -> None:
    text = TEXT[ROOT / "seeds" / "README.md"].split(f"**`{name}.csv`**", maxsplit=1)[1].split("**`", maxsplit=1)[0]
    known = {**schema.TABLES, **schema.CHECK_TABLES}[name]
    assert [column for column in known.columns if f"`{column}`" not in text] == []


@pytest.mark.parametrize(
    "keys",
    [list(schema.FEATURES["context"].columns)[1:], schema.Layer.model_fields, schema.Style.model_fields],
    ids=["feature", "layer", "style"],
)
def test_every_key_of_a_layer_is_documented(keys: list[str]) -> None:
    text = TEXT[ROOT / "layers" / "README.md"].replace("[layer.style]", "`style`")
    assert [key for key in keys if f"`{key}`" not in text] == []


def test_every_hatch_is_documented() -> None:
    text = TEXT[ROOT / "layers" / "README.md"]
    assert [word for word in reference.hatches() if f"`{word}`" not in text] == []


@pytest.mark.parametrize("path", TEXT, ids=_named)
def test_what_a_readme_names_exists(path: Path) -> None:
    named = _PATH.findall(TEXT[path])
    linked = [link for link, _ in _LINK.findall(TEXT[path]) if link and "://" not in link]
    missing = [name for name in named if not (ROOT / name).exists()]
    missing += [link for link in linked if not (path.parent / link).exists()]
    assert missing == []


def test_the_main_readme_can_be_read_in_one_go() -> None:
    text = TEXT[ROOT / "README.md"]
    assert text.count("\n") <= 200
    picture = ROOT / re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)[0]
    assert picture.stat().st_size < 250_000


def test_the_version_is_the_newest_of_the_changes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = TEXT[ROOT / "README.md"].split("## Changes", maxsplit=1)[1]
    assert re.findall(r"\*\*([\d.]+), \d{4}-\d{2}-\d{2}\.\*\*", changes)[0] == project["version"]
