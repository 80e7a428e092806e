"""The first view: the visible layers in drawing order, each shape where and as the map draws it."""

from __future__ import annotations

import numpy as np
import shapely

from geo import Atlas
from geo.atlas.looks.paint import Paint
from geo.screen.first_view import first_view, svg_attributes
from geo.screen.layer_styles import draw_order, layer_styles
from geo.screen.map_document import edge_mask
from geo.screen.svg import largest_first
from tests.geo.screen.paths import drawn_points

FRAME = (121.46, 30.60, 122.15, 31.14)


def test_it_holds_the_visible_layers_from_the_lowest_up(atlas: Atlas) -> None:
    visible = sorted((layer for layer in atlas.catalogue.layer if layer.visible), key=lambda layer: layer.order)
    drawn = [layer["id"] for layer in first_view(atlas, FRAME)["layers"]]
    assert [layer for layer in drawn if layer != "sheet"] == [layer.id for layer in visible]
    mask = edge_mask(atlas)
    assert mask
    below = [layer.id for layer in visible if layer.order <= mask["order"]]
    assert drawn[: drawn.index("sheet")] == below


def test_each_place_stands_where_the_map_draws_it(atlas: Atlas) -> None:
    picture = first_view(atlas, FRAME)
    for layer in picture["layers"]:
        if layer["role"] != "planning":
            continue
        frame = largest_first(atlas.layers[layer["id"]])
        assert [shape["id"] for shape in layer["shapes"]] == list(frame.index)
        for shape, geometry in zip(layer["shapes"], frame.geometry, strict=True):
            expected = picture["window"].pixels(shapely.get_coordinates(geometry))
            points = np.concatenate(drawn_points(shape["d"].replace("h0", "")))
            # Every drawn corner is one of the feature's, and no corner of the feature is farther than the rounding.
            distance = np.linalg.norm(points[:, None] - expected[None], axis=2)
            assert distance.min(axis=1).max() <= 0.08
            assert distance.min(axis=0).max() <= 0.08


def test_the_background_has_one_path_for_each_style(atlas: Atlas) -> None:
    coast = next(layer for layer in first_view(atlas, FRAME)["layers"] if layer["id"] == "coast")
    assert [shape["key"] for shape in coast["shapes"]] == [style.id for style in layer_styles(atlas, "coast")]


def test_it_has_the_paints_of_the_map_in_their_order(atlas: Atlas) -> None:
    for layer in first_view(atlas, FRAME)["layers"]:
        if layer["id"] == "sheet":
            continue
        keys = {shape["key"] for shape in layer["shapes"]}
        paints = [paint for style, paint in draw_order(layer_styles(atlas, layer["id"])) if style.drawn]
        assert len(layer["paints"]) == len(paints)
        for drawn, paint in zip(layer["paints"], paints, strict=True):
            assert paint.colour in drawn["attributes"].values()
            assert set(drawn["uses"]) <= keys
            assert ("clip" in drawn) is paint.inside


def test_lengths_that_change_with_the_zoom_travel_with_their_stops() -> None:
    paint = Paint(part="line", colour="#112233", width=((10, 2), (11, 4)), opacity=((10, 0.2), (12, 0.6)))
    given = svg_attributes(paint)
    assert (given["stroke-width"], given["opacity"]) == ("3", "0.3")
    assert (given["data-w"], given["data-o"]) == ("10 2 11 4", "10 0.2 12 0.6")
    inside = svg_attributes(Paint(part="line", colour="#112233", width=3.0, inside=True, dash="8 8", cap="round"))
    assert inside == {
        "stroke": "#112233",
        "fill": "none",
        "stroke-width": "6",
        "stroke-linecap": "round",
        "stroke-dasharray": "8 8",
    }
    late = svg_attributes(Paint(part="fill", colour="#112233", least_zoom=12))
    assert late == {"fill": "#112233", "data-z": "12", "display": "none"}
