"""Zonal areas of features in pieces are those of all of them, wherever they are cut."""

from __future__ import annotations

import numpy as np
import pytest

from geo.errors import ParameterError
from geo.overlay.prepare import prepare_features, prepare_zones
from geo.overlay.self_overlaps import boxes_of
from geo.overlay.zonal_area import part_of, zonal_area
from geo.stats.pieces import Piece, area_of_pieces
from tests.geo.shapes import scattered
from tests.geo.stats.test_partitions import assert_same

ZONES, STARS = scattered(3, 0.05, 7, (20, 60)), scattered(24, 0.03, 5)


def pieces(by: str | None, cuts: int) -> dict[Piece, np.ndarray]:
    """Pieces with the rows of the stars in each."""
    ready, found = prepare_zones(ZONES), {}
    for rows in np.array_split(np.arange(len(STARS)), cuts):
        features = prepare_features(STARS.iloc[rows])
        found[Piece(part_of(ready, features, by), boxes_of(features.rings, len(rows)))] = rows
    return found


@pytest.mark.parametrize("cuts", [1, 3])
def test_shared_ground_is_taken_off_once_however_it_is_cut(cuts: int) -> None:
    cut = pieces("use", cuts)
    table = area_of_pieces(prepare_zones(ZONES), list(cut), lambda piece, at: STARS.iloc[cut[piece][at]])
    # How many features lie on others' ground depends on the order of the features; the ground does not.
    assert_same(table.assign(count=0), zonal_area(ZONES, STARS, "use").assign(count=0))


def test_a_member_in_two_pieces_is_refused_where_each_is_one_feature() -> None:
    one = next(iter(pieces(None, 2)))
    with pytest.raises(ParameterError, match="names each feature once"):
        area_of_pieces(prepare_zones(ZONES), [one, one], lambda _, at: STARS.iloc[at], distinct=True)
