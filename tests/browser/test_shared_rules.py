"""Rules that are written in Python and in JavaScript: both are held to the same cases, `tests/data/*_cases.csv`."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from pyproj import Transformer

from tests.browser.page import MapPage

pytestmark = pytest.mark.browser

CASES = Path(__file__).parents[1] / "data"


def cases(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}_cases.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(page: MapPage, module: str, body: str, rows: object) -> Any:
    """Run `body`, an expression of the module `m` and the `rows`, in the page."""
    page.open("/?lang=en")
    script = f"const [rows, done] = arguments; import({module!r}).then((m) => done({body}));"
    return page.driver.execute_async_script(script, rows)


def test_panel_and_pages_write_figures_alike(page: MapPage) -> None:
    rows = cases("number")
    given = [
        [float(row["value"]) if row["value"] else None, row["unit"], row["signed"] == "yes", row["about"] == "yes"]
        for row in rows
    ]
    body = "rows.map(([value, unit, signed, about]) => m.number(value, unit, { signed, about }))"
    assert run(page, "atlas/core/format.js", body, given) == [row["text"] for row in rows]


def test_layers_are_drawn_where_gcj_02_has_them(page: MapPage) -> None:
    rows = cases("gcj02")
    true = [[float(row["lon"]), float(row["lat"])] for row in rows]
    body = """rows.map(([lng, lat]) => {
      const there = m.shift(L.latLng(lat, lng));
      const back = m.unshift(there);
      return [there.lng, there.lat, back.lng, back.lat];
    })"""
    for row, at, (lon, lat, *back) in zip(rows, true, run(page, "atlas/map/gcj02.js", body, true), strict=True):
        assert (lon, lat) == pytest.approx((float(row["gcj02_lon"]), float(row["gcj02_lat"])), abs=1e-9)
        assert back == pytest.approx(at, abs=1e-9)


def test_metres_of_the_zone_are_those_of_proj(page: MapPage) -> None:
    rows = cases("gauss_kruger")
    points = [[float(row["lon"]), float(row["lat"])] for row in rows]
    body = "rows.map(([lng, lat]) => m.project({ lng, lat }))"
    for row, (north, east) in zip(rows, run(page, "atlas/map/gauss_kruger.js", body, points), strict=True):
        assert (east, north) == pytest.approx((float(row["easting_m"]), float(row["northing_m"])), abs=0.002)


def test_sides_are_those_of_the_server(page: MapPage) -> None:
    rows = cases("side")
    ends = [[float(row[key]) for key in ("lon_a", "lat_a", "lon_b", "lat_b")] for row in rows]
    body = """rows.map(([lng, lat, lng2, lat2]) => [
      m.sideLength({ lng, lat }, { lng: lng2, lat: lat2 }), m.azimuth({ lng, lat }, { lng: lng2, lat: lat2 }),
      ...m.angles([{ lng, lat }, { lng: lng2, lat }, { lng: lng2, lat: lat2 }], true),
    ])"""
    for row, (length, azimuth, *angles) in zip(rows, run(page, "atlas/shapes/sides.js", body, ends), strict=True):
        assert length == pytest.approx(float(row["length_m"]), abs=0.001 if length < 12_000 else 0.01)
        assert azimuth == pytest.approx(float(row["azimuth_deg"]), abs=0.001)
        if row["lon_a"] != row["lon_b"] and row["lat_a"] != row["lat_b"]:
            assert sum(angles) == pytest.approx(180, abs=0.01)


def test_the_neighbouring_zone_is_that_of_proj(page: MapPage) -> None:
    points = [[121.5, 30.9], [121.9, 30.85], [120.4, 31.2]]
    body = "rows.map(([lng, lat]) => m.project({ lng, lat }, 40))"
    to_zone = Transformer.from_crs("EPSG:4490", "EPSG:4528", always_xy=True)
    for (lon, lat), (north, east) in zip(points, run(page, "atlas/map/gauss_kruger.js", body, points), strict=True):
        assert (east, north) == pytest.approx(to_zone.transform(lon, lat), abs=0.002)
