"""The entry of an own layer."""

from __future__ import annotations

import pytest

from geo.atlas.symbology import OWN_COLOURS
from geo.store.own.entry import GROUP, LOWEST_ORDER, geometry_of, own_entry, own_style


@pytest.mark.parametrize(("dimensions", "kind"), [([2], "polygon"), ([0], "point"), ([1, 2], "mixed"), ([], "mixed")])
def test_the_kind_of_geometry_follows_from_the_dimensions(dimensions: list[int], kind: str) -> None:
    assert geometry_of(dimensions) == kind


def test_colours_repeat_with_a_dash() -> None:
    first, again = own_style(0), own_style(len(OWN_COLOURS))
    assert first.stroke == again.stroke == OWN_COLOURS[0]
    assert (first.dash, again.dash) == ("", "9 3")


def test_an_entry_is_above_the_layers_of_the_atlas() -> None:
    entry = own_entry("ws-x", ("甲", "A"), ("说明", "said"), "line", 2)
    assert (entry.group, entry.role, entry.order) == (GROUP.id, "workspace", LOWEST_ORDER + 2)
