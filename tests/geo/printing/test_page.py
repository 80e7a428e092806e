"""A page measures in millimetres from its upper left corner, and a map on it has an exact scale."""

from __future__ import annotations

import datetime as dt
import io

import pypdf
import pytest
from matplotlib.text import Text
from PIL import Image

from geo.printing import fonts
from geo.printing.fonts import MissingGlyphError
from geo.printing.page import Page, PaperWindow, plain, to_pdf, to_png
from tests.geo.pdf import MM_PER_PT

WINDOW = PaperWindow(41_385_000.0, 3_425_000.0, 50_000, 100.0, 60.0)


def texts(page: Page) -> list[Text]:
    return [artist for artist in page.figure.get_children() if isinstance(artist, Text)]


def test_a_window_covers_the_ground_its_paper_and_scale_say() -> None:
    west, south, east, north = WINDOW.bounds
    assert (east - west, north - south) == (5000.0, 3000.0)
    assert ((west + east) / 2, (south + north) / 2) == (WINDOW.east, WINDOW.north)
    assert WINDOW.mm(east - west) == WINDOW.width_mm


def test_a_map_is_as_large_on_paper_as_its_window() -> None:
    page = Page(210, 297)
    axes = page.map(20.0, 30.0, WINDOW)
    place = axes.get_position()
    left, top = place.x0 * 210, (1 - place.y1) * 297
    assert (left, top, place.width * 210, place.height * 297) == pytest.approx((20.0, 30.0, 100.0, 60.0))
    assert (*axes.get_xlim(), *axes.get_ylim()) == (41_382_500, 41_387_500, 3_423_500, 3_426_500)


def test_a_position_counts_from_the_upper_left_corner() -> None:
    page = Page(210, 297)
    page.text(21.0, 29.7, "临港", 9.0)
    [text] = texts(page)
    inches = page.figure.dpi_scale_trans.inverted().transform(text.get_transform().transform(text.get_position()))
    assert inches * 25.4 == pytest.approx((21.0, 297 - 29.7))


def test_a_paragraph_returns_the_baseline_after_its_last_line() -> None:
    page = Page(210, 297)
    end = page.paragraph(10.0, 20.0, 40.0, "临港新片区规划图集" * 3, 9.0)
    lines = [text.get_text() for text in texts(page)]
    assert lines == fonts.wrap("临港新片区规划图集" * 3, 9.0, 40.0)
    assert end == pytest.approx(20.0 + len(lines) * 9.0 / fonts.PT_PER_MM * 1.6)
    assert page.paragraph(10.0, 20.0, 40.0, "临港", 9.0, leading=5.0) == 25.0


def test_control_characters_become_spaces_and_dollars_are_no_formula() -> None:
    assert plain("a\tb\x07c") == "a b c"
    page = Page(50, 50)
    page.text(5, 5, "$x^2$", 9.0)
    assert texts(page)[0].get_text() == "$x^2$"
    assert not texts(page)[0].get_parse_math()
    with pytest.raises(MissingGlyphError):
        page.text(5, 5, "\U0001f600", 9.0)


def test_a_file_has_the_size_title_and_date_asked_for() -> None:
    pages = [Page(210, 297), Page(420, 297)]
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(pages, title="题", subject="s", day=dt.date(2026, 3, 4))))
    sizes = [(float(page.mediabox.width) * MM_PER_PT, float(page.mediabox.height) * MM_PER_PT) for page in reader.pages]
    assert [side for size in sizes for side in size] == pytest.approx([210, 297, 420, 297], abs=0.01)
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.subject) == ("题", "s")
    assert reader.metadata.creation_date == dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
    with Image.open(io.BytesIO(to_png(Page(50.8, 25.4), 100))) as picture:
        assert picture.size == (200, 100)
