"""The fitted projection is that of the canvas, and is not used where it would not be."""

from __future__ import annotations

import numpy as np

from geo.screen.canvas import PaperWindow, paper_canvas
from geo.screen.crowd.near_projection import near_projection

MIDDLE = (41_395_000.0, 3_420_000.0)


def test_it_is_off_by_less_than_a_hundredth_of_a_millimetre() -> None:
    canvas = paper_canvas(PaperWindow(*MIDDLE, 50_000, 330, 230))
    west, south, east, north = canvas.extent
    within = np.random.default_rng(1).uniform((west, south), (east, north), (500, 2))
    near = near_projection(canvas)
    assert near != canvas.to_steps
    assert np.abs(near(within) - canvas.to_steps(within)).max() < 0.5
    beyond = np.array([[west - 3, south], [east, north + 1]])
    assert near(beyond).tolist() == canvas.to_steps(beyond).tolist()


def test_a_canvas_of_half_the_country_keeps_its_own() -> None:
    canvas = paper_canvas(PaperWindow(*MIDDLE, 5_000_000, 800, 700))
    assert near_projection(canvas) == canvas.to_steps
