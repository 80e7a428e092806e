"""Option --store: where the store is, and no password on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import Fault, SourceError, UnavailableError
from geo.store import import_layer, open_store
from tests.webmap.cli.store.calling import run
from webmap.cli.store.option import printable, store_or_default

SECRET = "s3cret-9"  # noqa: S105


@pytest.mark.parametrize(
    "args",
    [
        ("serve", "--workspace", f"postgresql://me:{SECRET}@host/db"),
        ("serve", "--store", f"postgres://me:{SECRET}@host/db"),
        ("layers", "--store", f"postgresql://host/db?user=me&password={SECRET}"),
        ("remove", "x", "--store", f"postgresql://me:{SECRET}@host/db"),
        ("import", __file__, "--as", "x", "--store", f"postgresql://me:{SECRET}@host/db"),
    ],
)
def test_a_password_on_the_command_line_is_refused_and_not_repeated(args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert SECRET not in result.output
    option = "WORKSPACE" if "--workspace" in args else "STORE"
    assert f"LINGANG_{option}, ~/.pgpass, or a service" in result.stderr


def test_a_password_in_the_environment_is_taken_and_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGANG_STORE", f"postgresql://me:{SECRET}@127.0.0.1:1/db")
    result = run("remove", "x")
    assert result.exit_code == 1, "it does not answer"
    assert SECRET not in result.output
    assert "127.0.0.1:1/db" in result.stderr


@pytest.mark.parametrize(("error", "status"), [(SourceError, 2), (UnavailableError, 1)])
def test_all_commands_end_alike_where_a_database_refuses_or_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, error: type[SourceError], status: int
) -> None:
    def refuse(_: object) -> None:
        raise error(Fault("password authentication failed", where="postgresql://host/plans"))

    monkeypatch.setattr(open_store, "open_store", refuse)
    monkeypatch.setattr(import_layer, "open_store", refuse)
    for args in (
        ("layers",),
        ("remove", "x"),
        ("export", "ws-x", "--format", "csv"),
        ("stats", "scopes", "--by", "ws-x"),
    ):
        result = run(*args, "--store", "postgresql://host/plans")
        assert (result.exit_code, "password authentication failed" in result.stderr) == (status, True), args


def test_without_a_value_it_is_the_store_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert store_or_default(None) == str(tmp_path / "lingang-atlas" / "store")
    assert store_or_default("(default)") == store_or_default(None)
    assert store_or_default("there") == "there"
    assert printable(f"postgresql://me:{SECRET}@host:5/db") == "postgresql://host:5/db"


def test_without_a_value_the_store_of_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGANG_STORE", f"postgresql://me:{SECRET}@host/db")
    assert store_or_default("(default)") == f"postgresql://me:{SECRET}@host/db"
    assert store_or_default("there") == "there"
