"""Round scales and grid steps fit; the bar and the grid are as long as their numbers say."""

from __future__ import annotations

import pytest
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from geo.printing.page import Page, PaperWindow
from geo.printing.sheet.furniture import ROUND_SCALES, draw_grid, draw_scale_bar, round_scale, step_m

WINDOW = PaperWindow(41_385_000.0, 3_425_000.0, 50_000, 200.0, 120.0)


def texts(page: Page) -> dict[str, Text]:
    return {artist.get_text(): artist for artist in page.figure.get_children() if isinstance(artist, Text)}


@pytest.mark.parametrize(
    ("ground_m", "paper_mm", "scale"), [(5000.0, 100.0, 50_000), (5001.0, 100.0, 75_000), (1.0, 100.0, 500)]
)
def test_a_scale_is_the_largest_that_fits(ground_m: float, paper_mm: float, scale: int) -> None:
    assert round_scale(ground_m, 1.0, paper_mm, 100.0) == scale
    assert round_scale(1.0, ground_m, 100.0, paper_mm) == scale


def test_beyond_the_list_scales_are_full_millions() -> None:
    assert round_scale(230_000.0, 1.0, 100.0, 100.0) == 3_000_000
    assert list(ROUND_SCALES) == sorted(set(ROUND_SCALES))


def test_a_grid_step_is_the_smallest_that_is_wide_enough() -> None:
    assert step_m(WINDOW, 30.0) == 2000
    assert step_m(WINDOW, 20.0) == 1000
    assert step_m(PaperWindow(0.0, 0.0, 5_000_000, 10.0, 10.0), 30.0) == 50_000


def test_grid_lines_are_named_by_their_kilometres() -> None:
    page = Page(297, 210)
    axes = page.map(20.0, 30.0, WINDOW)
    draw_grid(page, axes, 20.0, 30.0, WINDOW, 5.5)
    # 41 380 to 41 390 km east, 3 422 to 3 428 km north, a line every 2 km.
    easts, norths = {f"{km}" for km in range(41_380, 41_391, 2)}, {f"{km}" for km in range(3422, 3429, 2)}
    assert set(texts(page)) == easts | norths
    assert len(axes.get_lines()) == len(easts | norths)
    assert texts(page)["41384"].get_position()[0] == pytest.approx(20.0 + 4000 / 50)


def test_the_bar_measures_what_it_says() -> None:
    page = Page(210, 297)
    draw_scale_bar(page, 10.0, 50.0, WINDOW, most_mm=90.0, lang="zh")
    fields = [artist for artist in page.figure.get_children() if isinstance(artist, Rectangle)][-4:]
    length_mm = sum(field.get_width() for field in fields)
    assert length_mm <= 90.0
    assert "4 公里" in texts(page)
    assert length_mm == pytest.approx(WINDOW.mm(4000))
    assert any("50,000" in text for text in texts(page))
