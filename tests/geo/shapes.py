"""Polygons made for tests: seeded, over Lingang unless told otherwise."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

LONLAT = "EPSG:4490"


def star(lon: float, lat: float, radius_deg: float, corners: int, seed: int) -> shapely.Polygon:
    """A ring with corners at sorted angles and random distances, never crossing itself."""
    rng = np.random.default_rng(seed)
    angles = 2 * np.pi * (np.arange(corners) + rng.uniform(0.1, 0.9, corners)) / corners
    distance = radius_deg * rng.uniform(0.4, 1.0, corners)
    return shapely.Polygon(np.column_stack((lon + distance * np.cos(angles), lat + distance * np.sin(angles))))


def scattered(count: int, radius_deg: float, seed: int, corners: tuple[int, int] = (5, 40)) -> gpd.GeoDataFrame:
    """Stars at random places, many of which overlap, with an attribute ``use``."""
    rng = np.random.default_rng(seed)
    shapes = [
        star(rng.uniform(121.6, 121.9), rng.uniform(30.85, 30.98), radius_deg, int(rng.integers(*corners)), seed + row)
        for row in range(count)
    ]
    use = rng.choice(["industry", "housing", "green"], count)
    return gpd.GeoDataFrame({"use": use}, geometry=shapes, index=[f"s{row}" for row in range(count)], crs=LONLAT)


def tiles(columns: int, rows: int, seed: int) -> gpd.GeoDataFrame:
    """Parcels that cover a rectangle without a gap: quadrilaterals sharing jittered corners."""
    rng = np.random.default_rng(seed)
    lon, lat = np.meshgrid(np.linspace(121.6, 121.9, columns + 1), np.linspace(30.85, 30.98, rows + 1))
    lon[:, 1:-1] += rng.uniform(-0.3, 0.3, lon[:, 1:-1].shape) * 0.3 / columns
    lat[1:-1] += rng.uniform(-0.3, 0.3, lat[1:-1].shape) * 0.13 / rows
    corner = np.dstack((lon, lat))
    shapes = [
        shapely.Polygon([corner[j, i], corner[j, i + 1], corner[j + 1, i + 1], corner[j + 1, i]])
        for j in range(rows)
        for i in range(columns)
    ]
    use = rng.choice(["industry", "housing", "green"], len(shapes))
    return gpd.GeoDataFrame({"use": use}, geometry=shapes, index=[f"t{row}" for row in range(len(shapes))], crs=LONLAT)


def frame(*shapes: object, crs: str | None = LONLAT) -> gpd.GeoDataFrame:
    """Shapes as a frame with the ids a, b, c, …"""
    return gpd.GeoDataFrame(geometry=list(shapes), index=[chr(97 + row) for row in range(len(shapes))], crs=crs)
