"""Columns of the registers are named in both languages and are none of those other tables have."""

from __future__ import annotations

from geo.columns import COLUMNS
from geo.columns.register_columns import REGISTER_COLUMNS


def test_no_key_stands_twice_and_each_has_two_names() -> None:
    keys = [column.key for column in REGISTER_COLUMNS]
    assert len(keys) == len(set(keys))
    assert all(COLUMNS[column.key] is column for column in REGISTER_COLUMNS)
    assert all(zh and en for column in REGISTER_COLUMNS for zh, en in [column.heading, column.page_heading])
