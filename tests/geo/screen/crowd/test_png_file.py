"""The PNG is one that other programs read."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from geo.screen.crowd.png_file import png_file


def test_the_picture_comes_back_as_it_was() -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (7, 5, 4), dtype=np.uint8)
    file = png_file(5, 7, [pixels[:3], pixels[3:]])
    assert np.asarray(Image.open(io.BytesIO(file))).tolist() == pixels.tolist()
