"""A place of a small picture has the paints of the map, all of them."""

from __future__ import annotations

import re

from geo import Atlas
from geo.screen.canvas import screen_canvas
from geo.screen.layer_styles import place_style
from geo.screen.place_paints import places_svg
from geo.screen.svg import PixelWindow

FRAME = (121.5, 30.7, 122.1, 31.1)


def test_a_place_is_drawn_with_every_paint_of_its_style(atlas: Atlas) -> None:
    canvas = screen_canvas(PixelWindow.around(FRAME, 10.5))
    for place in ("lg-area-386", "belt-two-ports", "fp-oriental-chip-port"):
        drawn = places_svg(atlas, [place], canvas, "one-")
        paints = [paint for paint in place_style(atlas, place).style.paints if paint.least_zoom <= canvas.zoom]
        assert {paint.colour for paint in paints} >= set(re.findall(r"#[0-9a-f]{6}", drawn))
        assert len(re.findall(r"<use |<path d", drawn)) >= len(paints)


def test_a_scope_is_a_line_without_a_fill(atlas: Atlas) -> None:
    canvas = screen_canvas(PixelWindow.around(FRAME, 10.5))
    scopes = atlas.places.index[atlas.places["layer"] == "scopes"]
    located = [place for place in scopes if atlas.features.geometry[place] is not None]
    for place in located:
        drawn = places_svg(atlas, [place], canvas, "one-")
        assert all('fill="none"' in part for part in re.findall(r"<use [^>]* fill=[^>]*>", drawn)), place


def test_a_place_that_is_not_on_the_canvas_is_empty(atlas: Atlas) -> None:
    far = screen_canvas(PixelWindow.around((100.0, 20.0, 100.5, 20.5), 10.0))
    assert "<use" not in places_svg(atlas, ["lg-new-area"], far, "one-")


def test_no_line_of_a_layer_is_hidden_by_what_lies_under_another(atlas: Atlas) -> None:
    canvas = screen_canvas(PixelWindow.around(FRAME, 10.5))
    places = ["lg-new-area", "lg-area-386"]
    drawn = places_svg(atlas, places, canvas, "one-")
    levels = [(paint.level, paint.colour) for place in places for paint in place_style(atlas, place).style.paints]
    strokes = re.findall(r'<use [^>]* stroke="(#[0-9a-f]{6})"', drawn)
    assert strokes == [colour for _, colour in sorted(levels, key=lambda one: one[0])][: len(strokes)]
