"""Reference systems: the zone by longitude, and what is only approximate."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyproj
import pytest

from geo.coordinates.crs import SHANGHAI_2000_APPROXIMATE, to_lonlat, zone_for
from geo.errors import CRSError


@pytest.mark.parametrize(
    ("lon", "numbered", "plain"),
    [
        (121.9, "EPSG:4529", "EPSG:4550"),
        (121.5, "EPSG:4529", "EPSG:4550"),
        (121.49, "EPSG:4528", "EPSG:4549"),
        (118.5, "EPSG:4528", "EPSG:4549"),
        (75.0, "EPSG:4513", "EPSG:4534"),
        (135.0, "EPSG:4533", "EPSG:4554"),
    ],
)
def test_the_zone_follows_the_longitude(lon: float, numbered: str, plain: str) -> None:
    assert zone_for(lon) == numbered
    assert zone_for(lon, numbered=False) == plain


def test_every_zone_has_its_meridian_in_the_middle() -> None:
    for zone in range(25, 46):
        for numbered in (True, False):
            crs = pyproj.CRS(zone_for(zone * 3.0, numbered=numbered))
            parameters = {parameter.code: parameter.value for parameter in crs.coordinate_operation.params}
            assert parameters["8802"] == zone * 3.0
            assert parameters["8806"] == (zone * 1_000_000 if numbered else 0) + 500_000


@pytest.mark.parametrize("lon", [73.4, 136.5, -121.5, float("nan")])
def test_a_longitude_without_a_zone_is_refused(lon: float) -> None:
    with pytest.raises(CRSError, match="3-degree zones"):
        zone_for(lon)


def test_shanghai_2000_says_that_it_is_approximate_and_has_its_origin_in_the_city() -> None:
    assert "approximate" in SHANGHAI_2000_APPROXIMATE.name
    there = pyproj.Transformer.from_crs("EPSG:4490", SHANGHAI_2000_APPROXIMATE, always_xy=True)
    assert there.transform(121.4672, 31.2354) == pytest.approx((0.0, 0.0), abs=1e-6)


def test_the_cases_the_scripts_are_held_to() -> None:
    cases = np.loadtxt(Path(__file__).parents[2] / "data" / "gauss_kruger_cases.csv", delimiter=",", skiprows=1)
    to_plane = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4529", always_xy=True)
    east, north = to_plane.transform(cases[:, 0], cases[:, 1])
    assert np.column_stack([east, north]) == pytest.approx(cases[:, 2:], abs=1e-3)


def test_degrees_of_the_web_are_longitude_and_latitude_already() -> None:
    assert to_lonlat("OGC:CRS84") is None


def test_a_system_of_another_planet_is_refused() -> None:
    mars = pyproj.CRS.from_wkt(
        'GEOGCS["Mars",DATUM["Mars",SPHEROID["Mars",3396190,169.9]],PRIMEM["M",0],UNIT["degree",0.0174532925199433]]'
    )
    with pytest.raises(CRSError, match="of the Earth"):
        to_lonlat(mars)
