"""The picture of an entry is drawn with its own colour, width and dash, and stays in its place."""

from __future__ import annotations

from typing import Any

import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from geo.printing.page import Page
from geo.printing.sheet.legend import Swatch, mixed


def drawn(swatch: Swatch) -> list[Any]:
    page = Page(100.0, 100.0)
    swatch.draw(page, 10.0, 20.0, 1.0)
    return [artist for artist in page.figure.get_children() if isinstance(artist, Line2D | Polygon | Rectangle)][1:]


def test_an_area_is_filled_then_hatched_then_outlined() -> None:
    swatch = Swatch("area", "#112233", 1.5, "#aabbcc", (0, (3.0, 2.0)), "////", "#445566")
    fill, hatch, edge = drawn(swatch)
    assert to_hex(fill.get_facecolor()) == "#aabbcc"
    assert (hatch.get_hatch(), to_hex(hatch.get_edgecolor())) == ("////", "#445566")
    assert (edge.get_linewidth(), to_hex(edge.get_edgecolor())) == (1.5, "#112233")
    assert len(drawn(Swatch("area", "#112233", 1.5))) == 2


def test_a_line_is_a_line_and_a_point_a_disc() -> None:
    [line] = drawn(Swatch("line", "#112233", 2.0))
    assert isinstance(line, Line2D)
    assert (line.get_linewidth(), line.get_color()) == (2.0, "#112233")
    [disc] = drawn(Swatch("point", "#112233", 0.6, "#aabbcc"))
    xs, ys = disc.get_xy().T
    assert (xs.min() > 10.0, xs.max() < 18.0, ys.min() > 20.0, ys.max() < 23.6) == (True,) * 4


@pytest.mark.parametrize(("opacity", "colour"), [(1.0, "#102030"), (0.0, "#ffffff"), (0.5, "#888098")])
def test_a_colour_is_mixed_with_white_paper(opacity: float, colour: str) -> None:
    assert mixed("#102030", opacity)[:3] == colour[:3]
