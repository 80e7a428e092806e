"""Which column has the names."""

from __future__ import annotations

import pytest

from geo.errors import ParameterError
from geo.store.own.name_column import english_column, name_column


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ({"id": "number", "NAME": "text", "名称": "text"}, "名称"),
        ({"id": "number", "use": "text"}, None),
        ({"id": "text", "use": "text"}, "id"),
        ({"地块名": "text", "bsm": "text"}, "地块名"),
        ({"name": "number", "label": "text"}, "label"),
        ({"地类名称": "text", "权利人": "text", "宗地号": "text"}, "宗地号"),
        ({"地类名称": "text", "坐落单位名称": "text", "use": "text"}, None),
        ({"地类名称": "text", "项目名称": "text"}, "项目名称"),
        ({}, None),
    ],
)
def test_names_are_texts_and_a_number_is_none(kinds: dict[str, str], expected: str | None) -> None:
    assert name_column(kinds) == expected


def test_a_chosen_column_must_exist() -> None:
    assert name_column({"id": "number"}, "id") == "id"
    with pytest.raises(ParameterError, match="expected one of id"):
        name_column({"id": "number"}, "x")
    with pytest.raises(ParameterError, match="has no columns"):
        name_column({}, "x")


def test_english_names_stand_in_a_column_of_that_name() -> None:
    assert english_column({"x": "text", "Name_EN": "text"}) == "Name_EN"
    assert english_column({"x": "text"}) is None
