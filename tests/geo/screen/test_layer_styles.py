"""The styles of a layer: places drawn alike together, the same shape once, stops where the documents have them."""

from __future__ import annotations

import pytest
import shapely

from geo import Atlas
from geo.screen.layer_styles import LayerStyle, draw_order, layer_styles


def by_place(atlas: Atlas, layer: str, place: str) -> LayerStyle:
    (style,) = [style for style in layer_styles(atlas, layer) if place in style.features]
    return style


def test_every_located_place_has_one_style(atlas: Atlas) -> None:
    for layer in atlas.layer_ids:
        places = [place for style in layer_styles(atlas, layer) for place in style.features]
        located = atlas.layers[layer].index[atlas.layers[layer].geometry.notna()]
        assert sorted(places) == sorted(located)
    ids = [style.id for layer in atlas.layer_ids for style in layer_styles(atlas, layer)]
    assert len(ids) == len(set(ids))


def test_the_same_shape_is_drawn_once(atlas: Atlas) -> None:
    style = by_place(atlas, "parks", "fp-aircraft")
    assert {"fp-aircraft", "park-large-aircraft"} <= set(style.features)
    assert len({"fp-aircraft", "park-large-aircraft"} & set(style.drawn)) == 1
    assert len(style.drawn) == len(style.shapes)


def test_a_park_in_a_functional_area_has_hardly_a_fill_and_the_largest_none(atlas: Atlas) -> None:
    inside, outside = by_place(atlas, "parks", "park-life-sci"), by_place(atlas, "parks", "cor-haigang")
    assert inside.style.look.opacity == pytest.approx(0.07)
    assert outside.style.look.opacity == pytest.approx(0.24)
    assert "fill" not in {paint.part for paint in by_place(atlas, "parks", "bp-nanhui").style.paints}


def test_stops_lie_on_their_band_one_for_each_place_a_document_connects(atlas: Atlas) -> None:
    style = by_place(atlas, "belts", "corridor-innovation")
    line = atlas.features.geometry["corridor-innovation"]
    ties = atlas.tables["relations"].query("place_id == 'corridor-innovation' and relation == 'connects'")
    assert len(style.stops) == len(ties)
    assert max(line.distance(shapely.Point(stop)) for stop in style.stops) < 1e-5


def test_only_the_corridor_has_an_arrow_and_it_points_to_the_last_stop(atlas: Atlas) -> None:
    corridor, belts = by_place(atlas, "belts", "corridor-innovation"), by_place(atlas, "belts", "belt-bay")
    ((x, y, back_x, back_y),) = corridor.heads
    assert x < back_x
    assert y > back_y, "from southeast to northwest, as the document says"
    assert belts.heads == ()
    assert belts.stops


def test_all_paints_of_a_level_are_drawn_before_the_next(atlas: Atlas) -> None:
    for layer in atlas.layer_ids:
        levels = [paint.level for _, paint in draw_order(layer_styles(atlas, layer))]
        assert levels == sorted(levels)
