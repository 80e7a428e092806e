"""A layer of any size is drawn as vectors or as a picture; what is on the drawing is counted either way."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo import Atlas
from geo.registers.themes.attribute_classes import attribute_classes
from geo.screen.canvas import Canvas, PaperWindow, on_grid, paper_canvas
from geo.screen.crowd import feature_drawing
from geo.screen.crowd.column_classes import ColumnClasses
from geo.screen.crowd.feature_drawing import draw_features
from geo.screen.crowd.feature_source import source_of
from tests.stored_layers import COUNT, LAYER


def canvas(scale: int, lon: float = 121.75, lat: float = 30.915) -> Canvas:
    ((east, north),) = on_grid([(lon, lat)]).tolist()
    return paper_canvas(PaperWindow(east, north, scale, 300, 200))


def test_few_features_are_vectors_in_the_style_of_the_layer(stored_atlas: Atlas) -> None:
    drawn = draw_features(source_of(stored_atlas, LAYER), canvas(150_000), "own")
    assert drawn is not None
    assert (drawn.counts, drawn.count, drawn.small, drawn.dpi) == ((COUNT - 1,), COUNT - 1, 0, None)
    assert drawn.entry.style.stroke in drawn.svg
    assert '<path id="own-area-0"' in drawn.svg
    part = draw_features(source_of(stored_atlas, LAYER), canvas(20_000), "own")
    assert part is not None
    assert 0 < part.count < 10
    assert draw_features(source_of(stored_atlas, LAYER), canvas(20_000, lon=123.0), "own") is None


@pytest.mark.parametrize(("limit", "value"), [("MOST_VECTORS", 3), ("MOST_VERTICES", 20), ("_LEAST_SIDE_MM", 100)])
def test_many_are_a_picture_with_the_same_counts(
    stored_atlas: Atlas, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    source, classes = source_of(stored_atlas, LAYER), ColumnClasses.of(attribute_classes(stored_atlas, LAYER, "use"))
    vectors = draw_features(source, canvas(150_000), "own", classes)
    monkeypatch.setattr(feature_drawing, limit, value)
    monkeypatch.setattr(feature_drawing, "_CROWD", 10)
    picture = draw_features(source, canvas(150_000), "own", classes)
    assert vectors is not None
    assert picture is not None
    assert vectors.dpi is None
    assert picture.dpi == 254
    assert picture.svg.startswith("<image")
    assert picture.counts == vectors.counts
    assert sum(vectors.counts) == COUNT - 1
    assert all(colour in vectors.svg for colour in classes.colours)


class Specks:
    """Areas of a metre and one of ten kilometres as a source."""

    bounds = None

    def __init__(self, atlas: Atlas) -> None:
        self.entry = atlas.stored[LAYER].entry
        side = 1e-5
        corners = np.random.default_rng(2).uniform((121.7, 30.9), (121.8, 30.95), (50, 2))
        shapes = [shapely.box(*corner, *(corner + side)) for corner in corners]
        self.frame = gpd.GeoDataFrame(geometry=[*shapes, shapely.box(121.6, 30.8, 121.7, 30.9), None])

    def count(self, _box: object) -> int:
        return len(self.frame)

    def batches(self, _box: object, _column: str | None, _size: int) -> Iterator[gpd.GeoDataFrame]:
        yield self.frame


def test_what_is_smaller_than_a_dot_is_a_dot_and_counted(stored_atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw_features(Specks(stored_atlas), canvas(150_000), "own")
    assert drawn is not None
    assert (drawn.count, drawn.small) == (51, 50)
    assert 40 < drawn.svg.count("h10v10h-10z") <= 50
    monkeypatch.setattr(feature_drawing, "MOST_VECTORS", 0)
    picture = draw_features(Specks(stored_atlas), canvas(150_000), "own")
    assert picture is not None
    assert (picture.count, picture.small) == (51, 50)
