"""Functions SQLite is lent."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest
import shapely

from geo.store.sql import functions


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("atlas_like('abc', 'a%')", 1),
        ("atlas_like('abc', 'A%')", 0),
        ("atlas_like(NULL, 'a')", None),
        ("atlas_casei('ÄB')", "äb"),
        ("atlas_accenti('Lüchao')", "Luchao"),
        ("atlas_mod(-7, 3)", -1.0),
        ("atlas_mod(7, 0)", None),
        ("atlas_pow(-8, 0.5)", None),
        ("atlas_floor(-1.5)", -2.0),
        ("atlas_dimension(x'00')", 2),
        ("atlas_length_km(x'00')", None),
        ("atlas_in_box(x'00', 0, 0, 2, 2)", 1),
        ("atlas_in_box(x'00', 5, 5, 6, 6)", 0),
    ],
)
def test_a_function_computes_what_a_condition_means(asked: str, expected: Any) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        functions.register(database, lambda _: shapely.box(0, 0, 1, 1))
        assert database.execute(f"SELECT {asked}").fetchone()[0] == expected
