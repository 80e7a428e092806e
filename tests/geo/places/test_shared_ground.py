"""The parts of the ground add up to the union of any places."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.places.filter import merged_area
from geo.places.shared_ground import shared_ground


@pytest.mark.parametrize("every", [1, 2, 5])
def test_the_parts_of_the_ground_add_up_to_the_union_of_any_places(atlas: Atlas, every: int) -> None:
    chosen = set(atlas.places.index[::every])
    covered = sum(area for places, area in shared_ground(atlas) if chosen & set(places))
    assert covered == pytest.approx(merged_area(atlas, sorted(chosen))["total"]["area_km2"], abs=1e-6)
