"""Parts of the meaning of a filter that arrays and databases share."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from geo.atlas.added.cql2_parts import like_expression, moment, without_accents
from geo.errors import ParameterError


def test_a_pattern_of_like_is_a_regular_expression() -> None:
    assert re.fullmatch(like_expression("a%_\\%."), "abbc%.")
    assert not re.fullmatch(like_expression("a."), "ab")
    assert like_expression("%%%") == ".*"


def test_times_are_read_in_utc() -> None:
    assert moment("2024-05-01T08:00:00+08:00") == dt.datetime(2024, 5, 1)
    for text in ("2024", "2024-W01-1", 5, "T10:00"):
        with pytest.raises(ParameterError, match="write it so"):
            moment(text)


def test_accents_are_taken_off_letters() -> None:
    assert without_accents("Lüchao é") == "Luchao e"
