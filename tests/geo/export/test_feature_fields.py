"""The columns of an exported layer beside those of the field dictionary."""

from __future__ import annotations

from geo.export.feature_fields import attribute_text, free_names


def test_a_name_that_is_taken_gets_own_behind_it() -> None:
    names = ["use", "MJ", "name_zh", "USE", "geom"]
    assert free_names(names) == ["use", "MJ_own", "name_zh_own", "USE_own", "geom_own"]


def test_attributes_on_one_line_leave_out_what_is_missing() -> None:
    assert attribute_text({"use": "green", "far": 0.5, "owner": None}) == "use=green；far=0.5"
    assert attribute_text({"owner": None}) is None
