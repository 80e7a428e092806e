"""Areas of few rings: the bits of the loop over them."""

from __future__ import annotations

import numpy as np
import pytest

from geo.measure.authalic import measure_rings
from geo.measure.authalic_arrays import measure_few_rings
from tests.geo.measure.test_jit import rings


@pytest.mark.parametrize("size_deg", [0.0005, 0.01, 0.02, 0.5])
def test_arrays_and_a_loop_give_the_same_bits(size_deg: float) -> None:
    coords, offsets = rings(3, size_deg)
    results = []
    for measure in (measure_rings.interpreted, measure_few_rings):
        box, area = np.empty((100, 4)), np.empty(100)
        measure(coords, offsets, box, area)
        results.append((box, area))
    np.testing.assert_array_equal(results[0][0], results[1][0])
    np.testing.assert_array_equal(results[0][1], results[1][1])
    assert (results[0][1] != 0).all()
