"""The scatter of an area against outlines whose vertices are moved at random."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import Polygon, box

from geo import Atlas
from geo.atlas.figures import measure
from geo.coordinates.local_plane import positions_to_metres
from geo.measure.scatter import SCATTER_LIMIT, area_scatter_km2
from geo.measure.uncertainty import area_bound_km2, boundary, total_boundary
from tests.geo.shapes import frame

SQUARE = box(121.8, 30.9, 121.9, 31.0)
FRAME = Polygon(SQUARE.exterior, [box(121.83, 30.93, 121.86, 30.96).exterior.coords[::-1]])


@pytest.mark.parametrize("shape", [SQUARE, FRAME, shapely.MultiPolygon([SQUARE, box(122, 30.9, 122.05, 31)])])
def test_the_scatter_is_that_of_outlines_moved_vertex_by_vertex(shape: shapely.Geometry) -> None:
    random, sigma = np.random.default_rng(14), 100.0
    local = shapely.transform(shape, positions_to_metres)
    areas = []
    for _ in range(2000):
        moved = shapely.transform(local, lambda xy: xy + _one_step_a_vertex(xy, random, sigma))
        areas.append(moved.area / 1e6)
    assert area_scatter_km2(boundary(shape, sigma)) == pytest.approx(np.std(areas), rel=0.08)


def _one_step_a_vertex(xy: np.ndarray, random: np.random.Generator, sigma: float) -> np.ndarray:
    """Make a random step for each vertex; the last of a ring moves with the first."""
    _, first = np.unique(xy, axis=0, return_inverse=True)
    return random.normal(0.0, sigma, (first.max() + 1, 2))[first.ravel()]


def test_it_grows_with_the_accuracy_and_is_far_below_the_bound() -> None:
    segments = boundary(SQUARE, 100.0)
    assert area_scatter_km2(boundary(SQUARE, 200.0)) == pytest.approx(2 * area_scatter_km2(segments))
    assert area_scatter_km2(segments) < (segments["length_m"] * 0.1).sum() / 1000 / 2


# --- the ± of areas of the atlas, against 10,000 outlines each -----------------------------------------------------

DRAWS = 10_000


def drawn_areas(shape: Polygon, segments: pd.DataFrame, seed: int) -> np.ndarray:
    """Return the areas of outlines whose vertices err on their own, each by the accuracy of the edges it joins; km²."""
    xy = positions_to_metres(segments[["lon_1", "lat_1"]].to_numpy(dtype=float))
    accuracy = segments["accuracy_m"].to_numpy(dtype=float)
    sigma = (accuracy + np.roll(accuracy, 1)) / 2
    assert shapely.Polygon(xy).area / 1e6 == pytest.approx(
        shapely.transform(shape, positions_to_metres).area / 1e6, rel=1e-9
    )
    random, out = np.random.default_rng(seed), []
    for _ in range(DRAWS // 500):
        x, y = (xy + random.normal(0.0, 1.0, (500, len(xy), 2)) * sigma[:, None]).transpose(2, 0, 1)
        out.append(np.abs((x * np.roll(y, -1, 1) - np.roll(x, -1, 1) * y).sum(1)) / 2e6)
    return np.concatenate(out)


@pytest.mark.parametrize("place", ["nc-nanhui", "lg-area-386", "lg-new-area"])
def test_95_of_100_outlines_with_independent_errors_lie_within_the_scatter(atlas: Atlas, place: str) -> None:
    """10,000 draws of an outline of the atlas; the share inside two standard errors is 95 ± 1 %."""
    feature = atlas.features.loc[place]
    # The largest ring: every vertex of another would add its own part in the same way.
    outline = Polygon(max(shapely.get_parts(feature["geometry"]), key=lambda part: part.area).exterior)
    segments = boundary(outline, float(feature["accuracy_m"]), atlas.lines)
    areas = drawn_areas(outline, segments, seed=95)
    size = shapely.transform(outline, positions_to_metres).area / 1e6
    inside = np.abs(areas - size) <= SCATTER_LIMIT * area_scatter_km2(segments)
    assert 0.94 <= inside.mean() <= 0.96


@pytest.mark.parametrize(("shift_m", "verdict"), [(5.0, "within"), (60.0, "another_line"), (150.0, "outside")])
def test_a_boundary_off_as_a_whole_is_told_from_scatter(shift_m: float, verdict: str) -> None:
    """The stated area is that of the outline moved outwards: above the scatter, within the bound: another line."""
    ring = shapely.segmentize(SQUARE, 0.002)
    metres = shapely.transform(ring, positions_to_metres)
    grown = metres.buffer(shift_m, join_style="mitre").area / metres.area
    drawn = frame(ring).assign(method="traced", accuracy_m=100.0, stated_area_km2=np.nan)
    stated = float(measure(drawn)["area_km2"].iloc[0]) * grown
    row = measure(drawn.assign(stated_area_km2=stated)).iloc[0]
    assert row["verdict"] == verdict
    is_scatter = abs(row["difference_km2"]) <= SCATTER_LIMIT * row["scatter_km2"]
    assert bool(is_scatter) is (verdict == "within")


def test_the_scatter_of_a_total_counts_the_edge_of_two_parts_once() -> None:
    """10,000 draws of two halves that share an edge: its vertices move in both, and only the outline matters."""
    angle = np.linspace(0.0, 2 * np.pi, 24, endpoint=False)
    radius = 0.03 * np.random.default_rng(3).uniform(0.97, 1.0, 24)
    corners = np.column_stack((121.9 + radius * np.cos(angle), 30.9 + radius * np.sin(angle)))
    halves = [np.arange(13), np.append(np.arange(12, 24), 0)]
    parts = [Polygon(corners[rows]) for rows in halves]
    sigma = 100.0
    segments = total_boundary(parts, [sigma, sigma])
    assert len(segments) == 24, "the edge between them is no boundary of the total"
    xy = positions_to_metres(corners)
    steps = np.random.default_rng(15).normal(0.0, sigma, (DRAWS, 24, 2))
    total = sum(_areas_km2((xy + steps)[:, rows]) for rows in halves)
    size = sum(_areas_km2(xy[None, rows]) for rows in halves)
    inside = np.abs(total - size) <= SCATTER_LIMIT * area_scatter_km2(segments)
    assert 0.94 <= inside.mean() <= 0.96
    alone = np.hypot(*(area_scatter_km2(boundary(part, sigma)) for part in parts))
    assert alone > 1.2 * area_scatter_km2(segments), "counted twice it would be larger"


def _areas_km2(rings: np.ndarray) -> np.ndarray:
    """Return the areas of rings, shape (n, vertices, 2), in km²."""
    x, y = rings[..., 0], rings[..., 1]
    return np.abs((x * np.roll(y, -1, 1) - np.roll(x, -1, 1) * y).sum(1)) / 2e6


@pytest.mark.parametrize("place", ["nc-nanhui", "lg-area-386"])
def test_95_of_100_outlines_that_are_off_as_a_whole_lie_within_the_bound(atlas: Atlas, place: str) -> None:
    """10,000 draws of a shift to either side with a standard error of half the accuracy, which makes the bound."""
    feature = atlas.features.loc[place]
    outline = Polygon(max(shapely.get_parts(feature["geometry"]), key=lambda part: part.area).exterior)
    accuracy = 100.0
    metres = shapely.transform(outline, positions_to_metres)
    shift = np.random.default_rng(96).normal(0.0, accuracy / 2, DRAWS)
    areas = shapely.area(shapely.buffer(np.full(DRAWS, metres), shift, join_style="mitre")) / 1e6
    off = np.abs(areas - metres.area / 1e6)
    bound, scatter = (of(boundary(outline, accuracy)) for of in (area_bound_km2, area_scatter_km2))
    assert 0.94 <= (off <= bound).mean() <= 0.96
    assert (off > SCATTER_LIMIT * scatter).mean() > 0.5, "most of them no scatter explains"
