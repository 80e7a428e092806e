"""Compile every loop before it is needed, by dividing a few shapes among each other as an account does.

Called when the atlas is installed (``lingang prepare``, ``make serve``), and by a server that starts without it.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from shapely import MultiPolygon, Polygon, box

from geo.coordinates.crs import WGS84
from geo.measure.authalic import measure_rings
from geo.measure.code_cache import mark_filled
from geo.measure.outlines import outlines_of
from geo.overlay.prepare import prepare_features, prepare_zones
from geo.overlay.zonal_area import zonal_area
from geo.progress import Progress, ignore

_STEP = "compiling the loops, once per installation"


def compile_all(progress: Progress = ignore) -> None:
    """Compile all compiled functions for the types they are called with, and note it beside their machine code.

    Parameters
    ----------
    progress : Progress
        Told of each of the four parts, which take some ten seconds each; a second in all where the code is there.
    """
    zones, features = _layers()
    progress(_STEP, 0, 4)
    coords, offsets, _, _ = outlines_of(zones.geometry.to_numpy(), WGS84, "zones")
    measure_rings(coords, offsets, np.empty((len(offsets) - 1, 4)), np.empty(len(offsets) - 1))
    progress(_STEP, 1, 4)
    there = prepare_zones(zones)
    progress(_STEP, 2, 4)
    what = prepare_features(features)
    progress(_STEP, 3, 4)
    zonal_area(there, what)
    mark_filled()
    progress(_STEP, 4, 4)


def _layers() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Make zones and features that take every way through the loops: small, tall, with holes, in parts, overlapping."""
    tall = box(121.8, 30.8, 121.9, 30.9)
    hole = Polygon(box(121.80, 30.80, 121.82, 30.82).exterior, [box(121.805, 30.805, 121.81, 30.81).exterior])
    # A ring that turns both ways: only that is looked at edge by edge.
    notched = Polygon([(121.83, 30.83), (121.85, 30.83), (121.84, 30.835), (121.85, 30.85), (121.83, 30.85)])
    parts = MultiPolygon([box(121.86, 30.86, 121.87, 30.87), box(121.88, 30.88, 121.89, 30.89)])
    zones = gpd.GeoDataFrame(geometry=[tall, box(121.81, 30.81, 121.84, 30.835)], crs=WGS84)
    shapes = [hole, notched, parts, tall, box(121.815, 30.815, 121.835, 30.835)]
    return zones, gpd.GeoDataFrame(geometry=shapes, crs=WGS84)
