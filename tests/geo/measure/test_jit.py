"""Compiled functions: the same number with and without numba, compiled once by whoever calls first."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely

from geo.errors import GeometryError
from geo.measure.area import area_km2
from geo.measure.arrays import batches
from geo.measure.authalic import authalic, measure_rings
from geo.measure.jit import Compiled, in_chunks
from geo.measure.outlines import outlines_of


def rings(seed: int, size_deg: float) -> tuple[np.ndarray, np.ndarray]:
    """Vertices and offsets of a hundred stars of some size about Lingang."""
    random = np.random.default_rng(seed)
    angles = np.sort(random.uniform(0, 2 * np.pi, (100, 12)), axis=1)
    middle = random.uniform((121.0, 30.5), (122.0, 31.5), (100, 1, 2))
    reach = random.uniform(0.2, 1.0, (100, 12, 1)) * size_deg
    shapes = shapely.polygons(middle + reach * np.stack((np.cos(angles), np.sin(angles)), axis=2))
    coords, offsets, _, _ = outlines_of(shapes, "EPSG:4490", "stars")
    return coords, offsets


@pytest.mark.parametrize("size_deg", [0.0005, 0.01, 0.5])
def test_plain_python_and_machine_code_give_the_same_bits(size_deg: float) -> None:
    coords, offsets = rings(7, size_deg)
    results = []
    for measure in (measure_rings.interpreted, measure_rings.machine_code):
        box, area = np.empty((100, 4)), np.empty(100)
        measure(coords, offsets, box, area)
        results.append((box, area))
    np.testing.assert_array_equal(results[0][0], results[1][0])
    np.testing.assert_array_equal(results[0][1], results[1][1])
    assert (results[0][1] != 0).all()


def test_a_development_is_the_same_number_both_ways() -> None:
    for lat in np.linspace(0.0, 80.0, 1000):
        assert authalic.interpreted(float(lat)) == authalic.machine_code(float(lat))


def measured_in_a_new_process(vertices: int) -> list[str]:
    """Measure a circle of so many vertices; return its area, and whether numba was loaded."""
    script = (
        "import sys, shapely; from geo.measure.area import area_km2\n"
        f"circle = shapely.Point(121.9, 30.9).buffer(0.01, quad_segs={vertices // 4})\n"
        "print(area_km2([circle], 'EPSG:4490')[0], 'numba' in sys.modules)"
    )
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()


def test_numba_is_loaded_for_many_vertices_only() -> None:
    assert measured_in_a_new_process(48_000)[1] == "False"
    assert measured_in_a_new_process(52_000)[1] == "True"


@pytest.mark.parametrize("plain", [True, False])
def test_what_is_no_number_is_refused_both_ways(plain: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Compiled, "is_loaded", not plain)
    with pytest.raises(GeometryError, match="not a finite number"):
        area_km2([shapely.from_wkt("POLYGON ((121 30, inf 30, 122 31, 121 30))")], "EPSG:4490")


def test_two_threads_compile_a_function_once() -> None:
    function = Compiled(lambda x: x + 1, kept=False)
    with ThreadPoolExecutor(4) as pool:
        codes = set(pool.map(lambda _: id(function.machine_code), range(8)))
    assert len(codes) == 1
    assert function(1) == 2


def test_chunks_keep_the_order_and_cover_everything() -> None:
    found = in_chunks(lambda first, last: list(range(first, last)), 10, 3)
    assert found == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]]
    assert in_chunks(lambda first, last: last - first, 0, 3) == [0]
    assert [part.stop - part.start for part in batches(10, 4)] == [4, 4, 2]
