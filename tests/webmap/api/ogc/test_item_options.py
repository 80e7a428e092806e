"""Options of a page of features, as they are read."""

from __future__ import annotations

import pytest

from webmap.api.ogc.item_options import ITEMS, MOST, OPTIONS


def test_nothing_asked_is_all_in_longitude_and_latitude() -> None:
    asked = ITEMS.make({name: option.value(name, None) for name, option in OPTIONS.items()})
    assert (asked.limit, asked.offset, asked.properties, asked.skip_geometry) == (1000, 0, None, False)
    assert asked.query == type(asked.query)()


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [("bbox", "1,2,3,4", (1, 2, 3, 4)), ("bbox", "1,2,-9,3,4,9", (1, 2, 3, 4)), ("limit", "999999", MOST)],
)
def test_values_are_read(name: str, given: str, value: object) -> None:
    assert OPTIONS[name].value(name, given) == value
