"""The drawing holds the layers in their order, marks above them, names on top, and nothing that is off its canvas."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
import shapely

from geo import Atlas
from geo.atlas.symbology import PALETTE
from geo.errors import UnknownLayerError
from geo.screen.canvas import PaperWindow, paper_canvas, screen_canvas
from geo.screen.map_drawing import Mark, Overlay, Stack, draw_map
from geo.screen.svg import PixelWindow

WINDOW = PaperWindow(41_395_000, 3_421_000, 100_000, 200.0, 150.0)
CANVAS = paper_canvas(WINDOW)
LAYERS = ("coast", "scopes", "functional_areas", "parks")


def test_a_drawing_is_svg_of_the_size_of_its_canvas(atlas: Atlas) -> None:
    root = ET.fromstring(draw_map(atlas, CANVAS, LAYERS, lang="zh").svg)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("200mm", "150mm", "0 0 20000 15000")


def test_layers_lie_in_the_order_of_the_catalogue_or_the_readers(atlas: Atlas) -> None:
    usual = draw_map(atlas, CANVAS, LAYERS, lang="zh").layers
    assert [layer.entry.id for layer in usual] == ["coast", "functional_areas", "parks", "scopes"]
    turned = draw_map(atlas, CANVAS, LAYERS, lang="zh", stack=Stack(("functional_areas", "scopes"))).layers
    assert [layer.entry.id for layer in turned] == ["coast", "scopes", "parks", "functional_areas"]


def test_a_paint_of_a_style_is_one_element_whatever_the_number_of_shapes(atlas: Atlas) -> None:
    drawing = draw_map(atlas, CANVAS, ["parks"], lang="zh", named="none")
    [layer] = drawing.layers
    paints = sum(len(style.style.paints) for style, _ in layer.parts)
    assert len(re.findall(r"<use href=\"#m[^>]*(?:stroke|fill-opacity)=", drawing.svg)) <= paints
    assert sum(len(layer.places(style)) for style, _ in layer.parts) > len(layer.parts)


def test_opacity_is_that_of_the_whole_layer(atlas: Atlas) -> None:
    svg = draw_map(atlas, CANVAS, ["parks"], lang="zh", stack=Stack(opacity={"parks": 0.4})).svg
    assert svg.count('<g opacity="0.4">') == 1


def test_marks_lie_above_layers_and_their_names_are_written(atlas: Atlas) -> None:
    shape = shapely.box(121.90, 30.88, 121.93, 30.91)
    drawing = draw_map(atlas, CANVAS, LAYERS, lang="zh", marks=[Mark("drawn", shape, (("自绘 9 平方公里", shape),))])
    assert drawing.svg.index(PALETTE["accent"]) > drawing.svg.index("#m3")
    assert "自绘 9 平方公里" in drawing.texts
    off = draw_map(atlas, CANVAS, LAYERS, lang="zh", marks=[Mark("drawn", shapely.box(120, 30, 120.1, 30.1))])
    assert PALETTE["accent"] not in off.svg


def test_no_name_stands_where_something_covers_the_drawing(atlas: Atlas) -> None:
    drawing = draw_map(atlas, CANVAS, LAYERS, lang="zh", overlay=Overlay(covered=[(0.0, 0.0, 200.0, 150.0)]))
    assert drawing.texts == ()
    assert drawing.unnamed


def test_beyond_the_background_is_plain_paper(atlas: Atlas) -> None:
    far = paper_canvas(PaperWindow(41_395_000, 3_421_000, 2_000_000, 200.0, 150.0))
    assert "#eff0ec" in draw_map(atlas, far, ["coast"], lang="zh").svg
    assert "#eff0ec" not in draw_map(atlas, CANVAS, ["coast"], lang="zh").svg


def test_the_screen_is_a_canvas_too(atlas: Atlas) -> None:
    canvas = screen_canvas(PixelWindow.around((121.8, 30.8, 122.0, 31.0), 11.0))
    root = ET.fromstring(draw_map(atlas, canvas, LAYERS, lang="en").svg)
    assert str(root.get("width")).endswith("px")


def test_an_unknown_layer_is_refused(atlas: Atlas) -> None:
    with pytest.raises(UnknownLayerError):
        draw_map(atlas, CANVAS, ["nowhere"], lang="zh")
