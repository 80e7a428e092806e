"""The plots of a file: names, attributes, accounts."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from geo import Atlas
from geo.errors import ParameterError
from geo.extract.account import account_of_shape
from geo.extract.plots.plots import plots_of, shared_ground
from geo.readers.vector_file import normal_features

WEST, MIDDLE, EAST = (shapely.box(121.86 + at, 30.86, 121.88 + at, 30.88) for at in (0.0, 0.01, 0.02))


def parcels(**columns: list[object]) -> gpd.GeoDataFrame:
    shapes = [WEST, MIDDLE, EAST]
    return normal_features(gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326"), "test")


def test_each_plot_has_the_name_of_the_file_and_its_own_account(atlas: Atlas) -> None:
    found = plots_of(atlas, parcels(DKMC=["甲", "乙", "丙"], YDXZ=["M1", None, "M2"]))
    assert (found.name_attribute, found.attributes) == ("DKMC", ("DKMC", "YDXZ"))
    assert [(plot.number, plot.name_zh, plot.name_en) for plot in found.plots] == [
        *((1, "甲", "甲"), (2, "乙", "乙"), (3, "丙", "丙"))
    ]
    assert [dict(plot.attributes) for plot in found.plots][1] == {"DKMC": "乙"}
    for plot in found.plots:
        assert plot.account.reach == account_of_shape(atlas, plot.shape).reach


def test_without_a_name_plots_are_numbered_and_another_attribute_may_be_chosen(atlas: Atlas) -> None:
    frame = parcels(use=["M1", "M2", "M1"])
    assert [plot.name_zh for plot in plots_of(atlas, frame).plots] == ["地块 1", "地块 2", "地块 3"]
    assert [plot.name_en for plot in plots_of(atlas, frame, "use").plots] == ["M1", "M2", "M1"]
    with pytest.raises(ParameterError, match="one of use"):
        plots_of(atlas, frame, "no such")


def test_more_plots_than_asked_for_are_refused(atlas: Atlas) -> None:
    with pytest.raises(ParameterError, match="3 plots"):
        plots_of(atlas, parcels(), most=2)


def test_plots_over_one_another_are_told_and_common_edges_are_not(atlas: Atlas) -> None:
    pairs = [(one.number, other.number) for one, other, _ in shared_ground(plots_of(atlas, parcels()).plots)]
    assert pairs == [(1, 2), (2, 3)]
    _, _, km2 = next(shared_ground(plots_of(atlas, parcels()).plots))
    assert km2 == pytest.approx(account_of_shape(atlas, WEST).size["area"]["area_km2"] / 2, rel=1e-4)
