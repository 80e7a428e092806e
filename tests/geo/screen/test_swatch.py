"""A symbol of the legend has the paints of its style."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from geo import Atlas
from geo.screen.layer_styles import layer_styles
from geo.screen.swatch import mark_swatch_svg, sample_shape, swatch_canvas, swatch_svg


@pytest.mark.parametrize("layer", ["scopes", "functional_areas", "belts", "nodes", "rail"])
def test_each_paint_of_a_style_is_in_its_symbol(atlas: Atlas, layer: str) -> None:
    canvas = swatch_canvas(0.2)
    for style in layer_styles(atlas, layer):
        svg = swatch_svg(style, canvas, "#ffffff", 0.5)
        ET.fromstring(svg)
        seen = [paint for paint in style.style.paints if paint.least_zoom <= canvas.zoom]
        assert all(paint.colour in svg for paint in seen)
        assert 'opacity="0.5"' in svg


def test_samples_lie_in_their_symbol() -> None:
    width, height = swatch_canvas(0.2).size
    for shape in ("area", "line", "point"):
        left, top, right, bottom = sample_shape(shape).bounds
        assert 0 < left <= right < width
        assert 0 < top <= bottom < height


def test_a_mark_has_a_symbol_too() -> None:
    assert "dasharray" in mark_swatch_svg("drawn", "line", swatch_canvas(0.2))
