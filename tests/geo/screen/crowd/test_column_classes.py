"""Each feature is in the class whose colour the map page gives it."""

from __future__ import annotations

import pandas as pd

from geo import Atlas
from geo.registers.themes.attribute_classes import attribute_classes
from geo.screen.crowd.column_classes import ColumnClasses
from tests.stored_layers import LAYER


def test_counts_of_the_classes_come_back(stored_atlas: Atlas) -> None:
    frame = stored_atlas.stored[LAYER].rows()
    for column in ("use", "far", "floors", "kind_own"):
        answer = attribute_classes(stored_atlas, LAYER, column)
        classes = ColumnClasses.of(answer)
        found = pd.Series(classes.of_rows(frame)).value_counts().to_dict()
        assert found == {at: one["count"] for at, one in enumerate(answer["classes"]) if one["count"]}
        assert classes.colours == [one["colour"] for one in answer["classes"]]


def test_other_values_and_missing_ones_have_their_own() -> None:
    known = [{"id": "1", "values": ["a"], "colour": "#111111"}, {"id": "2", "values": ["true"], "colour": "#222222"}]
    rest = [{"id": "other", "colour": "#333333"}, {"id": "none", "colour": "#444444"}]
    classes = ColumnClasses("use", "values", 0.6, known + rest)
    frame = pd.DataFrame({"use": pd.Series(["a", True, "z", None, ""], dtype=object)})
    assert classes.of_rows(frame).tolist() == [0, 1, 2, 3, 3]
    numbers = [{"id": "1", "most": 2.0, "colour": "#111111"}, {"id": "2", "most": 5.0, "colour": "#222222"}]
    by_number = ColumnClasses("far", "numbers", 0.6, [*numbers, rest[1]])
    assert by_number.of_rows(pd.DataFrame({"far": [1.0, 2.0, 2.1, 9.0, None]})).tolist() == [0, 0, 1, 1, 2]
