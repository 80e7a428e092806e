"""The drawings of a sheet: a small map where the sheet shows a part, a map of the island, filtered layers faded."""

from __future__ import annotations

from geo import Atlas
from geo.printing.sheet.map_picture import map_picture
from geo.printing.sheet.request import Found, Request

LAKE = (121.90, 30.86, 121.96, 30.93)


def test_a_sheet_of_a_part_has_a_small_map_and_one_of_the_whole_none(atlas: Atlas) -> None:
    assert map_picture(atlas, Request(layers=("coast", "parks"), bbox=LAKE)).inset.startswith("<svg")
    assert map_picture(atlas, Request(layers=("coast", "scopes"))).inset == ""


def test_the_island_is_on_a_map_of_its_own_unless_an_extent_is_asked_for(atlas: Atlas) -> None:
    picture = map_picture(atlas, Request(layers=("coast", "scopes")))
    [(place, drawing)] = picture.far
    assert place.window.scale == picture.window.scale
    assert any(layer.entry.id == "scopes" for layer in drawing.layers)
    assert not any("临港新片区" in text for text in drawing.texts), (
        "lines across the whole map are named on the main map"
    )
    assert map_picture(atlas, Request(layers=("coast", "scopes"), bbox=(121.4, 30.5, 122.2, 31.2))).far == ()


def test_a_filter_fades_planning_layers_and_leaves_their_names_out(atlas: Atlas) -> None:
    found = Found(("fp-oriental-chip-port",), "园区")
    picture = map_picture(
        atlas, Request(layers=("coast", "towns", "parks"), found=found, bbox=(121.8, 30.8, 122.0, 31.0))
    )
    shares = {layer.entry.id: layer.share for layer in picture.layers}
    assert shares["parks"] < 0.5
    assert shares["coast"] == 1.0
    assert "东方芯港" in picture.texts
    assert "海洋创新园" not in picture.texts
