"""What has changed since an extract was written."""

from __future__ import annotations

import copy
import datetime as dt
import json
from typing import Any

import pytest

from geo import Atlas
from geo.errors import ParameterError
from geo.extract.compare import compare_with_now
from geo.extract.statement import extract_json, extract_of_place

DAY = dt.date(2026, 11, 29)


@pytest.fixture(scope="module")
def kept(atlas: Atlas) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(extract_json(extract_of_place(atlas, "belt-bay", DAY)))
    return read


def test_nothing_has_changed(atlas: Atlas, kept: dict[str, Any]) -> None:
    found = compare_with_now(atlas, kept, DAY)
    assert found.is_same
    assert found.old == found.new


def test_each_change_is_named(atlas: Atlas, kept: dict[str, Any]) -> None:
    old = copy.deepcopy(kept)
    gone = old["does_not_apply"].pop(0)
    moved = old["does_not_apply"].pop(0)
    old["applies"].append(moved)
    changed = old["applies"][0]
    changed["what_zh"], changed["share_of_site"] = "另一名称", 0.5
    old["no_data"].append({"theme": "parks", "kind": "place", "id": "once", "what_zh": "曾有", "what_en": "once"})
    found = {change.id: change for change in compare_with_now(atlas, old, DAY).changes}
    assert found[gone["id"]].change == "added"
    assert found[moved["id"]].change == "moved"
    assert found["once"].change == "gone"
    assert (found[changed["id"]].change, found[changed["id"]].keys) == ("changed", ("what_zh", "share_of_site"))
    assert len(found) == 4


def test_a_later_day_may_say_something_else(atlas: Atlas, kept: dict[str, Any]) -> None:
    assert not compare_with_now(atlas, kept, dt.date(2022, 6, 1)).is_same


def test_an_extract_with_another_input_is_not_as_written(atlas: Atlas, kept: dict[str, Any]) -> None:
    found = compare_with_now(atlas, {**kept, "input": {"place_id": "belt-two-ports"}}, DAY)
    assert not found.is_own
    assert not found.is_same


@pytest.mark.parametrize(
    "broken",
    [[], {}, {"input": {}}, "text", None],
    ids=["list", "empty", "input only", "text", "nothing"],
)
def test_what_is_no_extract_is_refused(atlas: Atlas, broken: Any) -> None:
    with pytest.raises(ParameterError):
        compare_with_now(atlas, broken, DAY)


@pytest.mark.parametrize(
    ("key", "value"), [("input", {}), ("input", 7), ("applies", {}), ("no_data", [7]), ("applies", [{"theme": 1}])]
)
def test_a_broken_part_is_refused(atlas: Atlas, kept: dict[str, Any], key: str, value: Any) -> None:
    with pytest.raises(ParameterError):
        compare_with_now(atlas, {**kept, key: value}, DAY)
