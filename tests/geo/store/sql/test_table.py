"""Fragments of SQL keep their parameters in order."""

from __future__ import annotations

from geo.store.sql.table import Fragment, joined


def test_parameters_follow_their_places() -> None:
    asked = Fragment("a = ?", (1,)) + " AND " + Fragment("b = ?", (2,))
    assert asked == Fragment("a = ? AND b = ?", (1, 2))
    assert joined(" OR ", [asked, Fragment("c")]) == Fragment("(a = ? AND b = ?) OR (c)", (1, 2))
