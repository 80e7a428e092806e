"""The style of the tiles: every paint of every layer, with the zooms MapLibre counts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from geo import Atlas
from geo.screen.layer_styles import draw_order, layer_styles
from geo.screen.tile_style import tile_style

ROOT = "https://atlas.example"


@pytest.fixture(scope="module")
def style(atlas: Atlas) -> dict[str, Any]:
    return tile_style(atlas, ROOT)


def test_every_layer_is_a_source_and_every_paint_a_layer_in_drawing_order(atlas: Atlas, style: dict[str, Any]) -> None:
    tiles = {name: source for name, source in style["sources"].items() if source["type"] == "vector"}
    assert set(tiles) == set(atlas.layer_ids)
    assert tiles["parks"]["tiles"] == [f"{ROOT}/tiles/parks/{{z}}/{{x}}/{{y}}.mvt"]
    drawn = [layer for layer in style["layers"] if layer.get("source-layer") == "parks"]
    paints = [paint for one, paint in draw_order(layer_styles(atlas, "parks")) if one.drawn]
    assert len(drawn) == len(paints)
    colours = [next(value for key, value in layer["paint"].items() if key.endswith("-color")) for layer in drawn]
    assert colours == [paint.colour for paint in paints]
    ids = [layer["id"] for layer in style["layers"]]
    assert len(ids) == len(set(ids))
    assert json.loads(json.dumps(style)) == style


def test_zooms_are_those_of_tiles_of_512_pixels(style: dict[str, Any]) -> None:
    rail = next(layer for layer in style["layers"] if layer.get("source-layer") == "rail")
    assert rail["minzoom"] == 9, "it begins at zoom 10 of the map"
    band = next(layer for layer in style["layers"] if layer.get("source-layer") == "belts")
    assert band["paint"]["line-width"][:3] == ["interpolate", ["linear"], ["zoom"]]
    assert band["paint"]["line-width"][3] == 7


def test_a_line_inside_its_edge_is_set_off_by_half_its_width(style: dict[str, Any]) -> None:
    inside = next(layer for layer in style["layers"] if "line-offset" in layer["paint"])
    assert inside["source"] == "scopes"
    assert inside["paint"]["line-offset"] == inside["paint"]["line-width"] / 2


def test_rails_are_dashed_in_widths_of_their_line(style: dict[str, Any]) -> None:
    dashed = [layer for layer in style["layers"] if "line-dasharray" in layer["paint"]]
    assert {layer["source"] for layer in dashed} == {"rail", "shanghai_nodes", "districts"}


def test_stops_are_points_of_the_document(style: dict[str, Any]) -> None:
    stops = {name: source for name, source in style["sources"].items() if source["type"] == "geojson"}
    assert stops
    assert all(source["data"]["coordinates"] for source in stops.values())
    kinds = {layer["type"] for layer in style["layers"] if layer.get("source") in stops}
    assert kinds == {"circle"}
