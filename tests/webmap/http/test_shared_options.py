"""Options several addresses share: they read the same everywhere."""

from __future__ import annotations

import pytest
from flask import Flask

from geo.errors import ParameterError
from geo.export import FeatureSelection
from geo.places.filter import PlaceFilter
from webmap.http.query import declared
from webmap.http.shared_options import BY, DIGITS, FEATURES, FILTER, LAYER_FILTER, PASSAGE


def test_a_filter_without_values_asks_nothing() -> None:
    empty = {name: option.value(name, None) for name, option in LAYER_FILTER.options.items()}
    assert LAYER_FILTER.make(empty) == PlaceFilter()
    assert FILTER.make({"kind": "park", "industry": "", "document": "", "grade": ""}) == PlaceFilter(kind="park")
    assert set(LAYER_FILTER.options) - set(FILTER.options) == {"layer"}


def test_features_are_selected_by_sets_and_a_box() -> None:
    given = {"ids": "a,b", "kind": "park", "grade": None, "bbox": "1,2,3,4"}
    values = {name: FEATURES.options[name].value(name, text) for name, text in given.items()}
    expected = FeatureSelection(frozenset({"a", "b"}), frozenset({"park"}), frozenset(), (1.0, 2.0, 3.0, 4.0))
    assert FEATURES.make(values) == expected


def test_a_statement_is_named_by_table_and_id_together() -> None:
    assert PASSAGE.make({"section": "一", "table": "", "id": None}) == ("一", None)
    assert PASSAGE.make({"section": None, "table": "claims", "id": "a"}) == (None, ("claims", "a"))
    for given in ({"table": "claims", "id": None}, {"table": "", "id": "a"}):
        with pytest.raises(ParameterError, match="both or none"):
            PASSAGE.make({"section": None, **given})


@pytest.mark.parametrize("digits", range(10))
def test_digits_go_from_0_to_9(digits: int) -> None:
    assert DIGITS.value("digits", str(digits)) == digits


def test_without_by_nothing_is_divided_and_an_empty_one_is_not_the_same() -> None:
    assert BY.value("by", None) is None
    assert BY.value("by", "") == ""


def test_an_option_of_one_name_means_the_same_in_statistics_and_tables(app: Flask) -> None:
    table = declared(app)
    for name in ("digits", "bom"):
        assert (
            len({id(known[name]) for address, known in table.items() if name in known and "export" not in address}) == 1
        )
