"""Connections: few, and an error that says what to do."""

from __future__ import annotations

import os
import signal

import pytest

from geo.errors import ParameterError, SourceError, UnavailableError
from geo.store.postgis import pool as pool_module
from geo.store.postgis.pool import PostgisPool
from geo.store.sql.table import Fragment
from tests.cluster import Cluster
from tests.geo.store.conftest import sql


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


def test_connections_that_the_server_closed_are_replaced_and_numbers_are_those_of_their_texts(
    cluster: Cluster, database: str
) -> None:
    pool = PostgisPool(database)
    ((first,),) = pool.fetch(Fragment("SELECT pg_backend_pid()"))
    assert pool.fetch(Fragment("SELECT pg_backend_pid(), 0.1::real, 0.1::float8")) == [(first, 0.1, 0.1)]
    sql(cluster, "postgres", f"SELECT pg_terminate_backend({first}, 5000)")
    ((second,),) = pool.fetch(Fragment("SELECT pg_backend_pid()"))
    assert second != first
    sql(cluster, "postgres", f"SELECT pg_terminate_backend({second}, 5000)")
    assert list(pool.stream(Fragment("SELECT 1"), 10)) == [[(1,)]]


def test_a_server_that_is_silent_is_given_up(cluster: Cluster, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_ANSWER_S", 0.5), ("_CONNECT_S", 1)):
        monkeypatch.setattr(pool_module, name, value)
    pool = PostgisPool(database)
    assert pool.fetch(Fragment("SELECT 1")) == [(1,)]
    processes = cluster.processes()
    for one in processes:
        os.kill(one, signal.SIGSTOP)
    try:
        with pytest.raises(UnavailableError):
            pool.fetch(Fragment("SELECT 1"))
    finally:
        for one in processes:
            os.kill(one, signal.SIGCONT)
    assert pool.fetch(Fragment("SELECT 1")) == [(1,)]
