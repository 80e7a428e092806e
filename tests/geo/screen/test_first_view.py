"""The first view: the visible layers in drawing order, each shape where and as the map draws it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo import Atlas
from geo.atlas.symbology import hatched, pattern, symbology
from geo.screen.first_view import first_view
from geo.screen.map_document import edge_mask, largest_first
from geo.screen.svg import shape_kind
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


def test_each_shape_stands_where_the_map_draws_it(atlas: Atlas) -> None:
    picture = first_view(atlas, FRAME)
    for layer in picture["layers"]:
        if layer["id"] == "sheet":
            continue
        frame = largest_first(atlas.layers[layer["id"]])
        assert [shape["id"] for shape in layer["shapes"]] == list(frame.index)
        for shape, geometry in zip(layer["shapes"], frame.geometry, strict=True):
            expected = picture["window"].pixels(shapely.get_coordinates(geometry))
            if shape_kind(geometry) == "point":
                at = [float(value) for value in shape["attributes"]["data-at"].split()]
                assert at == pytest.approx(expected[0], abs=0.01)
                continue
            points = np.concatenate(drawn_points(shape["attributes"]["d"]))
            # Every drawn corner is one of the feature's, and no corner of the feature is farther than the rounding.
            distance = np.linalg.norm(points[:, None] - expected[None], axis=2)
            assert distance.min(axis=1).max() <= 0.08
            assert distance.min(axis=0).max() <= 0.08


def test_it_has_the_symbology_of_the_map(atlas: Atlas) -> None:
    for layer in first_view(atlas, FRAME)["layers"]:
        if layer["id"] == "sheet":
            continue
        entry, frame = atlas.entry(layer["id"]), atlas.layers[layer["id"]]
        for shape in layer["shapes"]:
            row = frame.loc[shape["id"]]
            kind = shape_kind(row.geometry)
            given = symbology(entry)[kind]["schematic" if row["grade"] == "C" else "known"]
            own = {name: value for name, value in shape["attributes"].items() if name in given}
            if kind == "area" and hatched(entry):
                assert own.pop("fill") == f"url(#still-{pattern(entry)['id']})"
            assert own == {name: given[name] for name in own}
