"""The still of the first view: the visible layers in drawing order, each shape where and as the map draws it."""

from __future__ import annotations

import re

import numpy as np
import pytest
import shapely

from geo import Atlas
from geo.atlas.symbology import hatched, pattern, symbology
from geo.screen.first_view import ZOOM, first_view
from geo.screen.map_document import edge_mask, largest_first
from geo.screen.svg import PixelWindow, shape_kind, world_pixels

FRAME = (121.46, 30.60, 122.15, 31.14)


def drawn_points(path: str) -> list[np.ndarray]:
    """The lines of path data, absolute."""
    lines = []
    for part in re.findall(r"M([^Mz]*)", path):
        start, _, legs = part.partition("l")
        steps = [[float(value) for value in start.split()]]
        steps += np.array([float(value) for value in legs.split()]).reshape(-1, 2).tolist()
        lines.append(np.cumsum(steps, axis=0))
    return lines


def test_the_world_is_projected_as_web_maps_do() -> None:
    assert world_pixels([[0.0, 0.0], [180.0, 0.0]], 1).tolist() == [[256.0, 256.0], [512.0, 256.0]]
    # The square of Web Mercator ends at 85.0511° north.
    ((x, y),) = world_pixels([[-180.0, 85.0511287798066]], 3)
    assert (x, y) == pytest.approx((0.0, 0.0), abs=1e-6)


def test_a_ring_is_written_without_its_closing_point_and_holes_follow() -> None:
    window = PixelWindow(0, 0, 0, 256, 256)
    shell = [(-90, 0), (90, 0), (90, -45), (-90, -45)]
    path = window.path(shapely.Polygon(shell, [[(-10, -10), (10, -10), (0, -20)]]), 1)
    assert path.count("z") == 2
    outer, inner = drawn_points(path)
    assert outer[0].tolist() == [64.0, 128.0]
    assert len(outer) == 4
    assert len(inner) == 3


def test_roundings_do_not_add_up_along_a_line() -> None:
    lon = np.linspace(121.0, 122.0, 3001)
    line = shapely.LineString(np.column_stack([lon, np.full_like(lon, 31.0)]))
    window = PixelWindow.around((121.0, 30.5, 122.0, 31.5), ZOOM)
    (points,) = drawn_points(window.path(line, 1))
    assert points[-1] == pytest.approx(window.pixels([[122.0, 31.0]])[0], abs=0.051)


def test_the_still_holds_the_visible_layers_from_the_lowest_up(atlas: Atlas) -> None:
    visible = sorted((layer for layer in atlas.catalogue.layer if layer.visible), key=lambda layer: layer.order)
    drawn = [layer["id"] for layer in first_view(atlas, FRAME)["layers"]]
    assert [layer for layer in drawn if layer != "sheet"] == [layer.id for layer in visible]
    paper = edge_mask(atlas)
    assert paper
    below = [layer.id for layer in visible if layer.order <= paper["order"]]
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


def test_a_still_looks_as_the_map_does(atlas: Atlas) -> None:
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
