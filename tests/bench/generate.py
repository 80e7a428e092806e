"""Seeded layers for the benchmark: parcels of 5 to 40 vertices and zones of 200 to 5 000 over Lingang.

Parcels stand in the cells of a grid, a street between neighbours, as parcels do. Zones are wavy outlines at random
places; they overlap, as the zones of plans do. Variants make it harder: ``holes`` (a fifth of the parcels have a
court), ``shared`` (zones are unions of parcels, so that every border coincides with parcel borders), ``tiled``
(parcels that share their edges), ``overlapping`` (a tenth of the parcels reach into their neighbour) and ``invalid``
(a fiftieth of the parcels cross themselves, two corners being swapped, and every program mends them when it loads).
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

SEED = 20261121
WEST, SOUTH, WIDE, TALL = 121.5, 30.82, 0.47, 0.18
USES = ["industry", "logistics", "housing", "green", "water", "road"]
LONLAT = "EPSG:4490"
#: Equal-area plane the peers calculate in; their files hold it already, so that no peer pays for the projection.
PLANE = "EPSG:6933"
VARIANTS = ["plain", "holes", "shared", "tiled", "overlapping", "invalid"]


def parcels(count: int, variant: str = "plain") -> gpd.GeoDataFrame:
    """Make parcels with an ``id`` and a ``use``."""
    rng = np.random.default_rng(SEED)
    columns = int(np.sqrt(count * WIDE / TALL)) + 1
    place = np.arange(count)
    cell = np.array([WIDE / columns, TALL / (count // columns + 1)])
    centre = np.column_stack((place % columns, place // columns)) + 0.5
    shapes = (_tiles if variant in {"tiled", "shared"} else _stars)(rng, centre, cell, variant)
    frame = {"id": place, "use": rng.choice(USES, count)}
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=LONLAT)


def _stars(rng: np.random.Generator, centre: np.ndarray, cell: np.ndarray, variant: str) -> np.ndarray:
    corners = rng.integers(5, 41, len(centre))
    owner = np.repeat(np.arange(len(centre)), corners)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(corners) - corners, corners)
    angle = 2 * np.pi * (step + rng.uniform(0.1, 0.9, len(owner))) / corners[owner]
    reach = np.full(len(centre), 0.48)
    if variant == "overlapping":
        reach[rng.random(len(centre)) < 0.1] = 0.75
    out = rng.uniform(0.5, 1.0, len(owner)) * reach[owner]
    origin = np.array([WEST, SOUTH])
    if variant == "invalid":
        first = np.flatnonzero(np.diff(owner, prepend=-1))[rng.random(len(centre)) < 0.02]
        angle[first], angle[first + 1] = angle[first + 1], angle[first]
    ring = origin + (centre[owner] + np.column_stack((out * np.cos(angle), out * np.sin(angle)))) * cell
    shapes = shapely.polygons(shapely.linearrings(ring, indices=owner))
    if variant == "holes":
        court = rng.random(len(centre)) < 0.2
        middle = origin + centre[court] * cell
        holes = shapely.box(*(middle - 0.04 * cell).T, *(middle + 0.04 * cell).T)
        shapes[court] = shapely.difference(shapes[court], holes)
    return shapes


def _tiles(rng: np.random.Generator, centre: np.ndarray, cell: np.ndarray, _: str) -> np.ndarray:
    columns, rows = (centre.max(axis=0) + 0.5).astype(int)
    corner = np.stack(np.meshgrid(np.arange(columns + 1), np.arange(rows + 1)), axis=-1).astype(float)
    corner += rng.uniform(-0.25, 0.25, corner.shape)
    column, row = (centre - 0.5).astype(int).T
    ring = np.stack([corner[row + j, column + i] for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))], axis=1)
    return shapely.polygons(np.array([WEST, SOUTH]) + ring * cell)


def zones(count: int, land: gpd.GeoDataFrame, variant: str = "plain") -> gpd.GeoDataFrame:
    """Make zones with an ``id``; `land` are the parcels that ``shared`` zones are made of."""
    rng = np.random.default_rng(SEED + count)
    if variant == "shared":
        middle = shapely.get_coordinates(shapely.centroid(land.geometry.to_numpy()))
        side = int(np.sqrt(count * WIDE / TALL)) or 1
        place = np.column_stack(((middle[:, 0] - WEST) / WIDE * side, (middle[:, 1] - SOUTH) / TALL * count / side))
        block = np.minimum(place.astype(int) @ [1, side], count - 1)
        shapes = [shapely.coverage_union_all(land.geometry.to_numpy()[block == zone]) for zone in np.unique(block)]
    else:
        radius = np.sqrt(WIDE * TALL / count) * 0.62
        # A handful of zones are districts, each drawn in full detail; many are of all degrees of it.
        corners = np.full(count, 5000) if count <= 10 else rng.integers(200, 5001, count)
        shapes = [_wavy(rng, radius, int(number)) for number in corners]
    return gpd.GeoDataFrame({"id": np.arange(len(shapes))}, geometry=shapes, crs=LONLAT)


def _wavy(rng: np.random.Generator, radius: float, corners: int) -> shapely.Polygon:
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    waves = 0.15 * np.sin(3 * angle + rng.uniform(0, 6)) + 0.1 * np.sin(7 * angle + rng.uniform(0, 6))
    out = radius * (1 + waves + 0.01 * rng.uniform(-1, 1, corners))
    lon, lat = rng.uniform(WEST, WEST + WIDE), rng.uniform(SOUTH, SOUTH + TALL)
    return shapely.Polygon(np.column_stack((lon + out * np.cos(angle), lat + out * np.sin(angle))))


def write(folder: Path, parcel_count: int, zone_count: int, variant: str) -> None:
    """Write parcels and zones as GeoParquet, in degrees and in the plane of the peers."""
    land = parcels(parcel_count, variant)
    areas = zones(zone_count, land, variant)
    for name, frame in (("parcels", land), ("zones", areas)):
        frame.to_parquet(folder / f"{name}.parquet")
        frame.to_crs(PLANE).to_parquet(folder / f"{name}-plane.parquet")
