"""A question in an address and as JSON: read back as it was written, refused where it is none."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from geo.errors import ParameterError
from geo.registers.fit.conditions import KINDS, Condition
from geo.registers.fit.question import FIELDS, asked, fields_of, link_of, query_of, read, written

ASKED = (
    Condition("industry", "ind-ic", must=True, weight=3),
    Condition("industry", "ind-ai"),
    Condition("area", "50"),
)


def test_conditions_of_one_kind_have_fields_of_their_own() -> None:
    assert set(FIELDS.values()) == set(KINDS)
    assert list(fields_of(ASKED)) == ["industry", "industry2", "area"]
    assert query_of(ASKED)["industry_must"] == "1"
    assert "industry2_must" not in query_of(ASKED)
    assert link_of(ASKED).startswith("/fit?industry=ind-ic&industry_must=1&industry_weight=3&industry2=ind-ai")
    with pytest.raises(ParameterError, match="area too often"):
        fields_of([Condition("area", "1"), Condition("area", "2")])


def test_what_is_written_down_is_read_back() -> None:
    assert read(written(ASKED)) == ASKED
    assert written(ASKED)[1] == {"kind": "industry", "value": "ind-ai", "must": False, "weight": 1}


@pytest.mark.parametrize(
    "changed",
    [{"kind": "colour"}, {"weight": 9}, {"must": 1}, {"value": 5}, {"kind": "area", "value": "much"}, {"value": None}],
)
def test_what_a_stranger_changed_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ParameterError):
        read([{**written(ASKED)[0], **changed}])
    with pytest.raises(ParameterError):
        read("industry=ind-ic")


def test_what_is_written_into_an_address_is_read_from_it() -> None:
    conditions = asked("industry=ind-ic&industry_must=1&industry2=ind-ai&area=50&area_weight=3&about=")
    assert asked(urlencode(query_of(conditions))) == conditions
    assert [(one.kind, one.must, one.weight) for one in conditions] == [
        ("industry", True, 1),
        ("industry", False, 1),
        ("area", False, 3),
    ]
    for wrong in ("area=x", "area=5&area_weight=many", "area=5&area_weight=99"):
        with pytest.raises(ParameterError):
            asked(wrong)
