"""Figures of features: measured shapes, and bounds only where the boundary was drawn along something."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import LineString, Point, box

from geo import Atlas
from geo.atlas.figures import MEASURED_METHODS, lines_of_layers, measure
from geo.errors import CRSError
from geo.measure.area import area_km2, length_m
from geo.measure.scatter import SCATTER_LIMIT

SQUARE = box(121.8, 30.9, 121.9, 31.0)
LINE = LineString([(121.8, 30.9), (121.9, 30.9)])


def layer(*rows: tuple[object, str, float, float]) -> gpd.GeoDataFrame:
    shapes, methods, stated, accuracy = zip(*rows, strict=True)
    columns = {"method": methods, "stated_area_km2": stated, "accuracy_m": accuracy}
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs="EPSG:4326")


def test_areas_and_lengths_are_those_of_the_one_formula() -> None:
    nan = np.nan
    found = measure(layer((SQUARE, "traced", nan, nan), (LINE, "axis", nan, nan), (Point(0, 0), "point", nan, nan)))
    assert found["area_km2"][0] == area_km2([SQUARE], "EPSG:4326")[0]
    assert found["area_km2"][1:].isna().all()
    lengths = length_m([SQUARE, LINE], "EPSG:4326") / 1000
    assert found["perimeter_km"][:2].tolist() == lengths.tolist()
    assert np.isnan(found["perimeter_km"][2])


def test_the_difference_is_drawn_less_stated_and_the_bound_length_times_accuracy() -> None:
    area = float(area_km2([SQUARE], "EPSG:4326")[0])
    found = measure(layer((SQUARE, "traced", area - 1.0, 100.0), (SQUARE, "traced", area + 5.0, 100.0)))
    assert found["difference_km2"].tolist() == pytest.approx([1.0, -5.0])
    assert found["difference_share"].tolist() == pytest.approx([1.0 / (area - 1.0), -5.0 / (area + 5.0)])
    assert found["uncertainty_km2"].tolist() == pytest.approx((found["perimeter_km"] * 0.1).tolist())
    assert found["verdict"].tolist() == ["within", "outside"]


def test_a_difference_above_the_scatter_and_within_the_bound_is_another_line() -> None:
    area = float(area_km2([SQUARE], "EPSG:4326")[0])
    row = measure(layer((SQUARE, "traced", area - 3.5, 100.0))).iloc[0]
    assert SCATTER_LIMIT * row["scatter_km2"] < 3.5 < row["uncertainty_km2"]
    assert row["verdict"] == "another_line"


@pytest.mark.parametrize("method", ["schematic", "point", "none"])
def test_a_shape_drawn_to_a_size_has_no_difference_and_no_bound(method: str) -> None:
    row = measure(layer((SQUARE, method, 100.0, 100.0))).iloc[0]
    assert row[["difference_km2", "difference_share", "uncertainty_km2", "verdict"]].isna().all()
    assert row["area_km2"] > 0


def test_the_given_layer_does_not_change() -> None:
    given = layer((SQUARE, "traced", 100.0, 100.0))
    before = list(given.columns)
    measure(given)
    assert list(given.columns) == before


def test_mercator_is_refused() -> None:
    with pytest.raises(CRSError):
        measure(layer((SQUARE, "traced", 100.0, 100.0)).to_crs("EPSG:3857"))


def test_known_lines_bound_an_area_no_worse_than_the_feature_says(atlas: Atlas) -> None:
    assert lines_of_layers(atlas.layers, atlas.catalogue) is not None
    for entry in atlas.catalogue.layer:
        frame = atlas.layers[entry.id]
        plain = frame["perimeter_km"] * frame["accuracy_m"] / 1000
        known = frame["uncertainty_km2"].notna()
        assert (frame["uncertainty_km2"][known] <= plain[known] * (1 + 1e-9)).all()
        assert frame["method"][known].isin(MEASURED_METHODS).all()
