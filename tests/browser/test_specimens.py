"""The specimens: a row for every layer, for all and for the city, each view at its address."""

from __future__ import annotations

from geo import Atlas
from tests.browser.specimens import address, choices, index


def test_every_layer_has_a_row_and_the_whole_has_three(atlas: Atlas) -> None:
    names = [name for name, _, _ in choices(atlas)]
    assert names == ["opening", "all", "city", *atlas.layer_ids]
    assert {layer for _, layers, _ in choices(atlas) for layer in layers} == set(atlas.layer_ids)


def test_a_view_names_each_layer_once() -> None:
    assert address(["coast", "parks", "coast"], (30.9, 121.87), 12) == "/#map=12/30.9/121.87&layers=coast,parks"


def test_the_page_lists_every_picture() -> None:
    page = index([("parks", ["parks-09.png", "parks-10.png"])])
    assert [page.count(f'src="{file}"') for file in ("parks-09.png", "parks-10.png")] == [1, 1]
