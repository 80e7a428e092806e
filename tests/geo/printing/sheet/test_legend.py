"""The legend lists what is drawn: each style once, in its own words, with its own paints, from top to bottom."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.printing.sheet.legend import layer_entries, worst_accuracy_m
from geo.screen.canvas import PaperWindow, paper_canvas
from geo.screen.map_drawing import DrawnLayer, Stack, draw_map
from geo.screen.swatch import swatch_canvas

#: Dishui Lake and its surroundings, and open land in the west.
LAKE = PaperWindow(41_397_000, 3_420_000, 50_000, 200.0, 150.0)
WEST = PaperWindow(41_365_000, 3_427_000, 50_000, 100.0, 80.0)


def drawn(atlas: Atlas, window: PaperWindow, *layers: str) -> tuple[DrawnLayer, ...]:
    return draw_map(atlas, paper_canvas(window), layers, lang="zh").layers


def words_of(atlas: Atlas, layers: tuple[DrawnLayer, ...], lang: str = "zh") -> dict[str, list[str]]:
    entries = layer_entries(atlas, layers, swatch_canvas(0.2), 12.5, lang)
    return {name: [entry.words for entry in group] for name, group in entries.items()}


def test_places_with_a_look_of_their_own_are_named_with_their_stated_area(atlas: Atlas) -> None:
    words = words_of(atlas, drawn(atlas, LAKE, "coast", "scopes", "functional_areas", "parks", "roads"))
    assert "临港新片区 873 km²" in words["planning"]
    assert "现代服务业开放区" in words["planning"]
    assert "园区" in words["planning"]
    assert words["planning"].index("临港新片区 873 km²") < words["planning"].index("现代服务业开放区")
    assert "海岸" not in words["background"]
    assert len(set(words["planning"])) == len(words["planning"])


def test_what_is_out_of_the_window_has_no_entry(atlas: Atlas) -> None:
    words = words_of(atlas, drawn(atlas, WEST, "coast", "functional_areas", "clusters"))
    assert "现代服务业开放区" not in words["planning"]


def test_a_faded_layer_has_a_faded_symbol(atlas: Atlas) -> None:
    layers = draw_map(atlas, paper_canvas(LAKE), ["parks"], lang="zh", stack=Stack(opacity={"parks": 0.4})).layers
    [entry] = layer_entries(atlas, layers, swatch_canvas(0.2), 12.5, "en")["planning"]
    assert entry.words == "Parks"
    assert 'opacity="0.4"' in entry.symbol


def test_the_accuracy_is_that_of_the_worst_schematic_shape(atlas: Atlas) -> None:
    layers = drawn(atlas, LAKE, "functional_areas")
    places = [place for layer in layers for style, _ in layer.parts for place in layer.places(style)]
    assert worst_accuracy_m(atlas, layers) == pytest.approx(float(atlas.features.loc[places, "accuracy_m"].max()))
    assert worst_accuracy_m(atlas, drawn(atlas, LAKE, "coast")) == 0.0
