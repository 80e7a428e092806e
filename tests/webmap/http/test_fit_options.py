"""The question in the address: what is left empty is no condition, what makes no sense is refused."""

from __future__ import annotations

import pytest

from geo.errors import ParameterError
from geo.registers.fit.conditions import KINDS, Condition
from webmap.http.fit_options import FIT


def read(**given: str) -> object:
    return FIT.make({name: option.value(name, given.get(name)) for name, option in FIT.options.items()})


def test_every_kind_has_a_value_a_hard_mark_and_a_weight() -> None:
    assert set(FIT.options) == {f"{kind}{part}" for kind in KINDS for part in ("", "_must", "_weight")}


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
