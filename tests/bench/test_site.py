"""The account and extract of a site: median milliseconds of processor time of places, drawn shapes and plots.

Printed and not asserted: a time is a matter of the machine. Run it with ``pytest tests/bench/test_site.py -s``. The
bands of the places are made once for an atlas; ``first`` counts their making, the other figures do not. Beside each
stands the way of before, a band made anew for every place touched, as a multiple.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import shapely

from geo import Atlas
from geo.extract.account import account_of_shape
from geo.extract.boundary_band import plane_of
from geo.extract.plots.table import measure_plots
from geo.extract.site_answer import measure_site
from geo.extract.statement import extract_json, extract_of_place, extract_of_shape
from geo.measure.band import band_of, relation_to, unsure_share
from geo.readers.vector_file import normal_features
from geo.stats.place_bands import boundary_segments

DAY = dt.date(2026, 11, 29)


def cpu_ms(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return 1000 * (time.process_time() - began)


def boxes(count: int, least: float, most: float) -> list[shapely.Polygon]:
    """Boxes of the New Area with sides of some degrees, the same in every run."""
    draw = np.random.default_rng(15)
    at = draw.uniform((121.75, 30.83), (121.95, 30.98), (count, 2))
    wide = 10 ** draw.uniform(np.log10(least), np.log10(most), count)
    return [shapely.box(x, y, x + size, y + size) for (x, y), size in zip(at, wide, strict=True)]


def bands_anew(atlas: Atlas, shape: shapely.Polygon) -> None:
    """Make the band of every place that a shape touches."""
    plane = plane_of(shape)
    for touch in account_of_shape(atlas, shape).touches:
        segments = boundary_segments(atlas, touch.place_id)
        if segments is not None:
            band = band_of(atlas.features.geometry[touch.place_id], segments)
            relation_to(band, plane)
            unsure_share(band, plane)


def show(name: str, times: list[float]) -> None:
    print(f"{name}: p50 {statistics.median(times):.1f} ms, p95 {np.percentile(times, 95):.1f} ms of {len(times)}")


def test_extracts_and_accounts(atlas: Atlas) -> None:
    print(f"\nfirst extract of all: {cpu_ms(lambda: extract_of_place(atlas, 'lg-new-area', DAY)):.0f} ms")
    places = list(atlas.places.index)
    show("first of a place", [cpu_ms(lambda p=p: extract_json(extract_of_place(atlas, p, DAY))) for p in places])
    show("again", [cpu_ms(lambda p=p: extract_json(extract_of_place(atlas, p, DAY))) for p in places])
    shapes = boxes(40, 0.002, 0.06)
    ours = [cpu_ms(lambda s=s: extract_json(extract_of_shape(atlas, s, DAY))) for s in shapes]
    anew = [cpu_ms(lambda s=s: bands_anew(atlas, s)) for s in shapes]
    show("drawn shape, extract", ours)
    show("drawn shape, POST /measure", [cpu_ms(lambda s=s: measure_site(atlas, s)) for s in shapes])
    print(
        f"a band made anew for every place touched would add {statistics.median(anew) / statistics.median(ours):.1f} ×"
    )
    assert len(ours) == len(anew) == 40


def test_a_hundred_plots(atlas: Atlas) -> None:
    frame = normal_features(gpd.GeoDataFrame(geometry=boxes(100, 0.001, 0.01), crs="EPSG:4326"), "bench")
    found = {}
    taken = cpu_ms(lambda: found.update(measure_plots(atlas, frame)))
    print(f"\n100 plots, POST /measure: {taken:.0f} ms")
    assert found["plots"]["count"] == 100
