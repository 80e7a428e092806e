"""A picture shows areas, lines and points in the colours of their classes, where they are."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
import pytest
import shapely
from PIL import Image

from geo.screen.canvas import PaperWindow, degrees_of, paper_canvas
from geo.screen.crowd import pixel_picture
from geo.screen.crowd.pixel_picture import ClassColours, PixelPicture, Widths

WINDOW = PaperWindow(41_395_000.0, 3_420_000.0, 50_000, 20, 10)
PAINTS = [ClassColours("#ff0000", 0.5, "#00ff00", "#0000ff")] * 2


def pixels(picture: PixelPicture) -> np.ndarray:
    found = re.search(r'base64,([^"]*)', picture.svg(PAINTS))
    assert found
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(found[1]))))


def test_an_area_has_its_fill_and_a_line_and_a_point_their_colour() -> None:
    west, south, east, north = degrees_of(WINDOW)
    middle, top = (west + east) / 2, north - (north - south) / 4
    area = shapely.box(west - 1, south - 1, middle, north + 1)
    line = shapely.LineString([(middle, top), (east + 1, top)])
    point = shapely.Point(west + (east - west) * 3 / 4, (south + north) / 2)
    picture = PixelPicture(paper_canvas(WINDOW), Widths(0.1, 0.3, 0.5))
    picture.add(np.array([area, line, point], dtype=object), np.array([0, 1, 1]))
    found = pixels(picture)
    assert found.shape == (100, 200, 4)
    assert picture.dpi == 254
    assert found[50, 20].tolist() == [255, 0, 0, 127]
    assert found[90, 190, 3] == 0
    blue = (found == (0, 0, 255, 255)).all(axis=2)
    assert blue[:40, 180].sum() in (2, 3, 4)
    assert blue[45:56, 140:160].sum() > 10


def test_what_is_smaller_than_a_cell_is_still_there() -> None:
    west, south, east, north = degrees_of(WINDOW)
    tiny = shapely.box(*([(west + east) / 2, (south + north) / 2] * 2))
    speck = shapely.buffer(shapely.centroid(tiny), 1e-9)
    picture = PixelPicture(paper_canvas(WINDOW), Widths(0.001, 0.3, 0.5))
    picture.add(np.array([speck], dtype=object), np.array([0]))
    assert (pixels(picture)[..., 3] > 0).sum() == 1


def test_large_paper_has_larger_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pixel_picture, "MOST_PIXELS", 5_000)
    picture = PixelPicture(paper_canvas(WINDOW), Widths(0.1, 0.3, 0.5))
    assert picture.dpi == 127
    assert picture.width * picture.height == 5_000
