"""Connections: few, and an error that says what to do."""

from __future__ import annotations

import pytest

from geo.errors import ParameterError, SourceError, UnavailableError
from geo.store.postgis import pool as pool_module
from geo.store.postgis.pool import PostgisPool
from geo.store.sql.table import Fragment


def test_all_connections_in_use_is_unavailable(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_KEPT", 1), ("_MORE", 0), ("_FREE_S", 0.1)):
        monkeypatch.setattr(pool_module, name, value)
    pool = PostgisPool(database)
    with pool.connected(), pytest.raises(UnavailableError):
        pool.fetch(Fragment("SELECT 1"))
    assert pool.fetch(Fragment("SELECT 1")) == [(1,)]


def test_a_question_that_takes_too_long_or_cannot_be_computed_ends(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "_SESSION", ("SET statement_timeout = '200ms'",))
    pool = PostgisPool(database)
    with pytest.raises(SourceError, match="statement timeout"):
        pool.fetch(Fragment("SELECT pg_sleep(20)"))
    with pytest.raises(ParameterError, match="a negative number raised"):
        pool.fetch(Fragment("SELECT POWER(%s::float8, 0.5)", (-1.0,)))


def test_rows_are_streamed(database: str) -> None:
    parts = list(PostgisPool(database).stream(Fragment("SELECT generate_series(1, %s)", (25,)), 10))
    assert [len(part) for part in parts] == [10, 10, 5]
