"""Classes of a column of the reader's own: every feature is counted once; what has no value is a class of its own."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo import Atlas
from geo.atlas.symbology import NO_VALUE, OTHER_VALUES, VALUE_COLOURS
from geo.errors import NotFoundError, UnknownLayerError
from geo.registers.themes.attribute_classes import attribute_classes
from tests.stored_layers import LAYER


def with_column(atlas: Atlas, values: list[object]) -> Atlas:
    """Give the nodes an own column, as a layer of the reader's own has it."""
    return replace(atlas, own={"nodes": pd.DataFrame({"x": pd.Series(values, dtype=object)})})


def test_words_have_a_class_each_the_commonest_first_and_the_others_share_one(atlas: Atlas) -> None:
    words = [word for number in range(10) for word in [f"w{number}"] * (10 - number)]
    found = attribute_classes(with_column(atlas, [*words, None]), "nodes", "x")
    assert found["kind"] == "values"
    *named, other, none = found["classes"]
    assert [one["values"] for one in named] == [[f"w{number}"] for number in range(len(VALUE_COLOURS))]
    assert [one["count"] for one in named] == list(range(10, 2, -1))
    assert (other["id"], other["count"], other["colour"], other["label_en"]) == (
        "other",
        3,
        OTHER_VALUES,
        "2 other values",
    )
    assert (none["id"], none["count"], none["colour"]) == ("none", 1, NO_VALUE)
    assert sum(one["count"] for one in found["classes"]) == len(words) + 1


def test_numbers_are_cut_by_the_rule_of_the_themes_and_booleans_are_words(atlas: Atlas) -> None:
    found = attribute_classes(with_column(atlas, [*range(100), float("nan")]), "nodes", "x")
    assert found["kind"] == "numbers"
    assert [(one["least"], one["most"]) for one in found["classes"][:-1]] == [(n, n + 19) for n in range(0, 100, 20)]
    assert [one["count"] for one in found["classes"]] == [20, 20, 20, 20, 20, 1]
    truths = attribute_classes(with_column(atlas, [True, False, True]), "nodes", "x")
    assert [(one["values"], one["count"]) for one in truths["classes"]] == [(["true"], 2), (["false"], 1)]


def test_a_stored_layer_is_gone_through_by_batches_and_an_unknown_column_is_named(stored_atlas: Atlas) -> None:
    found = attribute_classes(stored_atlas, LAYER, "use")
    assert sum(one["count"] for one in found["classes"]) == stored_atlas.stored[LAYER].count()
    with pytest.raises(NotFoundError, match="use"):
        attribute_classes(stored_atlas, LAYER, "usage")
    with pytest.raises(NotFoundError, match="it has none"):
        attribute_classes(stored_atlas, "parks", "name_zh")
    with pytest.raises(UnknownLayerError):
        attribute_classes(stored_atlas, "nowhere", "x")
