"""A Chinese character is two columns wide, on a terminal as in a worksheet."""

from __future__ import annotations

import pytest

from geo.spreadsheets.text_width import aligned, lines_of, text_width


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("km²", 3), ("临港", 4), ("，", 2), ("a—b", 3), ("e\u0301", 1), ("a\nb", 2)]
)
def test_width_counts_what_is_seen(text: str, width: int) -> None:
    assert text_width(text) == width


def test_lines_are_counted_by_width_within_limits() -> None:
    assert [lines_of(text, 11) for text in ("", "a" * 10, "a" * 11, "长" * 10)] == [1, 1, 2, 2]
    assert lines_of("长" * 1000, 11) == 20


def test_columns_stand_under_each_other_texts_left_and_numbers_right() -> None:
    lines = aligned([["名称", "面积"], ["a", "1.5"], ["滴水湖", "-10.25"], ["b", ""]]).splitlines()
    assert lines == ["名称    面积", "a          1.5", "滴水湖  -10.25", "b"]
