"""A sheet of parcels that share bent edges, as tests of tiles need it."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray


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
