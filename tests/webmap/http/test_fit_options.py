"""The question in the address: what is left empty is no condition, what makes no sense is refused."""

from __future__ import annotations

import pytest

from geo.errors import ParameterError
from geo.registers.fit.conditions import KINDS, Condition
from geo.registers.fit.question import FIELDS, query_of
from webmap.http.fit_options import FIT, read_question


def read(**given: str) -> object:
    return FIT.make({name: option.value(name, given.get(name)) for name, option in FIT.options.items()})


def test_every_kind_has_a_value_a_hard_mark_and_a_weight() -> None:
    assert set(FIT.options) == {f"{kind}{part}" for kind in FIELDS for part in ("", "_must", "_weight")}
    assert set(FIELDS.values()) == set(KINDS)


def test_what_is_left_empty_is_no_condition() -> None:
    assert read() == ()
    assert read(industry="", area="", area_weight="3", about="  ") == ()
    asked = read(industry="ind-ic", industry_must="1", industry_weight="3", area="12.50")
    assert asked == (Condition("industry", "ind-ic", must=True, weight=3), Condition("area", "12.5"))


@pytest.mark.parametrize(
    "given", [{"area": "many"}, {"port": "-1"}, {"port": "inf"}, {"area": "0"}, {"area_weight": "4"}]
)
def test_what_makes_no_sense_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(ParameterError):
        read(**given)


def test_several_industries_keep_their_order_and_stand_in_the_address() -> None:
    asked = (
        Condition("industry", "ind-ic", must=True, weight=3),
        Condition("industry", "ind-ai"),
        Condition("area", "50"),
    )
    assert query_of(asked)["industry2"] == "ind-ai"
    assert read(**query_of(asked)) == asked
    assert read(industry3="ind-ai") == (Condition("industry", "ind-ai"),), "a gap in the form is no matter"


def test_a_question_is_read_from_what_stands_behind_the_question_mark() -> None:
    assert read_question("?industry=ind-ic&industry_must=1&area=5") == (
        Condition("industry", "ind-ic", must=True),
        Condition("area", "5"),
    )
    for wrong in ("parks=1", "area=1&area=2", "area=many"):
        with pytest.raises(ParameterError):
            read_question(wrong)
