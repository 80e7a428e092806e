"""Rows with their JSON, written once."""

from __future__ import annotations

import json

import pytest

from geo.extract.kept_row import KeptRow, extended, json_text, row_text


def test_the_text_of_a_row_is_its_json() -> None:
    row = KeptRow({"what": "甲", "share": 0.25, "none": None})
    assert row_text(row) == json_text(dict(row)) == '{"what":"甲","share":0.25,"none":null}'
    assert row_text({"plain": 1}) == '{"plain":1}'


def test_a_row_with_more_keys_leaves_the_kept_one_as_it_is() -> None:
    row, more = KeptRow({"id": "a"}), {"verdict": "inside", "places": [1]}
    both = extended(row, more, json_text(more))
    assert both == {"id": "a", **more}
    assert json.loads(row_text(both)) == both
    assert row == {"id": "a"}


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        row_text(KeptRow({"share": float("nan")}))
