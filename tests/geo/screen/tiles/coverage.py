"""A sheet of parcels that share bent edges, as tests of tiles need it."""

from __future__ import annotations

from typing import Any

import mapbox_vector_tile
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.screen.tiles.tile_grid import TileAddress
from tests.geo.screen.test_vector_tile import tile_of

#: Of the stored sheet.
SIDE = 40
COUNT = SIDE * SIDE


def sheet(side: int, seed: int = 1) -> NDArray[np.object_]:
    """Return parcels, `side` in a row, of 16 vertices each: a valid coverage over Lingang without a hole."""
    rng = np.random.default_rng(seed)
    corners = np.stack(np.meshgrid(np.arange(side + 1), np.arange(side + 1), indexing="ij"), -1)
    node = corners + rng.uniform(-0.3, 0.3, corners.shape)

    def bent(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
        way = np.array([0.25, 0.5, 0.75])[:, None, None, None]
        return np.moveaxis(start + (end - start) * way + rng.uniform(-0.05, 0.05, (3, *start.shape)), 0, -2)

    across, up = bent(node[:-1], node[1:]), bent(node[:, :-1], node[:, 1:])
    rings = np.concatenate(
        [
            *(node[:-1, :-1, None], across[:, :-1], node[1:, :-1, None], up[1:]),
            *(node[1:, 1:, None], across[:, 1:, ::-1], node[:-1, 1:, None], up[:-1, :, ::-1]),
        ],
        axis=2,
    ).reshape(-1, 16, 2)
    size = np.array([0.47, 0.18]) / side
    return np.asarray(shapely.polygons([121.5, 30.82] + rings * size), dtype=object)


def near(zoom: int) -> TileAddress:
    """Return a tile in the west of the sheet."""
    return TileAddress(zoom, *tile_of(121.73, 30.91, zoom))


def features(body: bytes, name: str = "ws-sheet") -> list[dict[str, Any]]:
    """Return the features of a layer of a tile."""
    found: list[dict[str, Any]] = mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})[name][
        "features"
    ]
    return found
