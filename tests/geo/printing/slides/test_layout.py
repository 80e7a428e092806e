"""The ground of a view fits the map of a slide, and fills it one way."""

from __future__ import annotations

import pytest

from geo.printing.slides.layout import SLIDE, exact_scale
from geo.screen.canvas import PaperWindow, degrees_of, on_grid


@pytest.mark.parametrize("extent", [(121.7, 30.8, 122.0, 31.0), (121.7, 30.8, 121.75, 31.0)])
def test_the_ground_fits_and_no_smaller(extent: tuple[float, float, float, float]) -> None:
    scale = exact_scale(extent)
    east, north = on_grid([[(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2]])[0]
    window = PaperWindow(float(east), float(north), scale, SLIDE.map_width, SLIDE.map_height)
    west, south, right, top = degrees_of(window)
    # The sides bend a little: the grid is not quite north up here.
    slack = 0.01 * (extent[2] - extent[0])
    assert west <= extent[0] + slack
    assert right >= extent[2] - slack
    assert south <= extent[1] + slack
    assert top >= extent[3] - slack
    assert (right - west) * 0.95 <= extent[2] - extent[0] or (top - south) * 0.95 <= extent[3] - extent[1]


def test_a_slide_is_as_wide_as_slides_are() -> None:
    assert SLIDE.width / SLIDE.height == pytest.approx(16 / 9, rel=1e-3)
    assert exact_scale((121.8, 30.9, 121.80001, 30.90001)) == 100
