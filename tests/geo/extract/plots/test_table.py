"""The table of plots: verdicts, conflicts, nearest park and totals."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from geo import Atlas
from geo.extract.plots.plots import Plots, plots_of
from geo.extract.plots.table import measure_plots, plots_json, totals
from geo.extract.site_answer import measure_site
from geo.readers.vector_file import normal_features
from tests.geo.extract.sites import FAR_WEST

KEYS = {
    *("number", "name_zh", "name_en", "attributes", "type", "bounds", "area", "perimeter_km", "length_km", "zones"),
    *("nearest_park", "conflicts"),
}


def frame_of(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return normal_features(gpd.GeoDataFrame(geometry=list(shapes), crs="EPSG:4326"), "test")


def plots(atlas: Atlas, *shapes: shapely.Geometry) -> Plots:
    return plots_of(atlas, frame_of(*shapes))


def codes(item: dict[str, object]) -> list[tuple[str, str | None]]:
    return [(one["code"], one["place_id"]) for one in item["conflicts"]]


def test_several_shapes_are_measured_together_and_one_by_one(atlas: Atlas) -> None:
    west, east = shapely.box(121.86, 30.86, 121.88, 30.88), shapely.box(121.88, 30.86, 121.9, 30.88)
    answer = measure_plots(atlas, frame_of(west, east))
    whole = measure_site(atlas, shapely.union_all([west, east]))
    assert {key: answer[key] for key in whole} == whole
    items = answer["plots"]["items"]
    assert answer["plots"]["count"] == len(items) == 2
    assert all(set(item) == KEYS for item in items)
    assert sum(item["area"]["area_km2"] for item in items) == pytest.approx(answer["area"]["area_km2"])
    assert measure_plots(atlas, frame_of(west))["plots"] is None


def test_the_three_verdicts_come_with_share_and_doubt(atlas: Atlas) -> None:
    inside = atlas.features.geometry["lg-mainland"].representative_point().buffer(0.002)
    item = plots_json(atlas, plots(atlas, inside, shapely.box(*FAR_WEST)))["items"][0]
    zones = {zone["id"]: zone for zone in item["zones"]}
    assert (zones["lg-new-area"]["verdict"], zones["lg-new-area"]["share_pm"]) == ("inside", 0.0)
    assert {zone["verdict"] for zone in item["zones"]} <= {"inside", "partly", "cannot_be_told"}
    rank = {layer: at for at, layer in enumerate(atlas.layer_ids)}
    order = [rank[zone["layer"]] for zone in item["zones"]]
    assert order == sorted(order)


def test_conflicts_are_no_functional_area_and_boundaries_crossed(atlas: Atlas) -> None:
    far, across = shapely.box(*FAR_WEST), atlas.features.geometry["lg-new-area"].buffer(0.05).envelope
    first, second = plots_json(atlas, plots(atlas, far, across))["items"]
    assert codes(first) == [("no_functional_area", None)]
    assert first["conflicts"][0]["text_zh"] == "不在任何功能区内"
    assert ("across_boundary", "lg-new-area") in codes(second)


def test_a_park_around_a_plot_is_at_no_distance(atlas: Atlas) -> None:
    point = atlas.features.geometry["fp-oriental-chip-port"].representative_point()
    near, far = plots_json(atlas, plots(atlas, point.buffer(0.0005), shapely.box(*FAR_WEST)))["items"]
    assert near["nearest_park"]["distance_m"] == 0.0
    assert far["nearest_park"]["pm_m"] > 0


def test_plots_over_one_another_are_a_conflict_and_counted_once(atlas: Atlas) -> None:
    one, other = shapely.box(121.86, 30.86, 121.88, 30.88), shapely.box(121.87, 30.86, 121.89, 30.88)
    table = plots_json(atlas, plots(atlas, one, other))
    for item, there in zip(table["items"], (2, 1), strict=True):
        assert [row["plot"] for row in item["conflicts"] if row["code"] == "overlaps_plot"] == [there]
    total = table["total"]
    assert total["overlap"]["area_km2"] == pytest.approx(total["area"]["area_km2"] - total["merged_area"]["area_km2"])


def test_the_total_is_that_of_exact_areas_and_says_what_rounding_misses(atlas: Atlas) -> None:
    thirds = [shapely.box(121.86 + at * 0.01, 30.86, 121.87 + at * 0.01, 30.8701) for at in range(3)]
    found = plots(atlas, *thirds)
    total = totals(found)
    exact = [plot.account.size["area"]["area_km2"] for plot in found.plots]
    assert total["area"]["area_km2"] == sum(exact)
    assert total["overlap"] is None
    rounded = sum(round(area, 4) for area in exact)
    assert total["rounding"]["area_km2"] == pytest.approx(round(sum(exact), 4) - rounded)


def test_lines_and_points_have_no_total(atlas: Atlas) -> None:
    found = plots(atlas, shapely.Point(121.9, 30.9), shapely.LineString([(121.86, 30.9), (121.95, 30.9)]))
    assert set(totals(found).values()) == {None}
    point, line = plots_json(atlas, found)["items"]
    assert (point["area"], point["conflicts"]) == (None, [])
    assert line["length_km"] > 8
