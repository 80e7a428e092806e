"""Filters beyond the limits are refused before they are parsed; all others are read."""

from __future__ import annotations

import json

import pytest

from geo.errors import ParameterError
from geo.export.collections.cql2_reader import MOST_BYTES, read_filter


@pytest.mark.parametrize(
    "text",
    [
        *("(" * 1800 + "a=1" + ")" * 1800, "(" * 65 + "a=1" + ")" * 65, "NOT " * 100 + "a=1", "-" * 1500 + "a = 1"),
        *(
            "a=1" + "+1" * 800,
            "2^" * 500 + "2=2",
            "x" * (MOST_BYTES + 1),
            "港" * (MOST_BYTES // 3 + 1),
            "f(" * 60 + "a" + ")" * 60 + "=1",
        ),
    ],
)
def test_a_filter_beyond_the_limits_never_reaches_the_parser(text: str) -> None:
    with pytest.raises(ParameterError):
        read_filter(text, "cql2-text")


def test_brackets_in_quotation_marks_are_no_nesting() -> None:
    quoted = read_filter(f"name = '{'(' * 300}'", "cql2-text")
    assert quoted == {"op": "=", "args": [{"property": "name"}, "(" * 300]}


def test_both_encodings_read_the_same() -> None:
    text = read_filter("kind IN ('park','node') AND NOT area_km2 > 3", "cql2-text")
    encoded = read_filter(json.dumps(text), "cql2-json")
    assert encoded == text


@pytest.mark.parametrize(("text", "language"), [("null", "cql2-json"), ("NULL", "cql2-text")])
def test_nothing_is_no_filter(text: str, language: str) -> None:
    with pytest.raises(ParameterError, match="a condition, such as"):
        read_filter(text, language)
