"""Truth of three values, by the tables of SQL."""

from __future__ import annotations

import itertools

import numpy as np

from geo.export.collections.truth import Truth, all_of, any_of, known

VALUES = (True, False, None)


def _of(value: bool | None) -> Truth:
    return known(np.array([value is True]), np.array([value is None]))


def _read(truth: Truth) -> bool | None:
    return None if truth.unknown[0] else bool(truth.true[0])


def test_and_or_and_not_are_those_of_sql() -> None:
    for one, other in itertools.product(VALUES, VALUES):
        both = [one, other]
        expected_and = False if False in both else None if None in both else True
        expected_or = True if True in both else None if None in both else False
        assert _read(all_of([_of(one), _of(other)])) is expected_and
        assert _read(any_of([_of(one), _of(other)])) is expected_or
    assert [_read(_of(value).negated()) for value in VALUES] == [False, True, None]
