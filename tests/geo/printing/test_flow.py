"""Text and tables flow down the page and break over pages; headings of tables come again, rows are not torn."""

from __future__ import annotations

import pytest
from matplotlib.text import Text

from geo.printing.flow import BOTTOM, COLUMN, TOP, Flow, PdfColumn
from geo.printing.page import Page

COLUMNS = [PdfColumn("地点", 60.0), PdfColumn("面积", 40.0, number=True)]


def begun() -> Flow:
    flow = Flow("running head", "foot")
    flow.new_page()
    return flow


def texts(page: Page) -> list[str]:
    return [artist.get_text() for artist in page.figure.get_children() if isinstance(artist, Text)]


def test_a_page_begins_where_there_is_no_room() -> None:
    flow = begun()
    flow.room(BOTTOM - TOP)
    assert len(flow.pages) == 1
    flow.y += 1.0
    flow.room(BOTTOM - TOP)
    assert (len(flow.pages), flow.y) == (2, TOP)
    assert "running head" not in texts(flow.pages[0])
    assert "running head" in texts(flow.pages[1])


def test_a_heading_is_kept_with_what_follows() -> None:
    flow = begun()
    flow.y = BOTTOM - 25.0
    flow.heading(1, "区域")
    assert len(flow.pages) == 2
    assert "1　区域" in texts(flow.page)


def test_a_long_table_repeats_its_heading_and_prints_each_row_once() -> None:
    flow, rows = begun(), [[f"地点{number}", f"{number}.00"] for number in range(80)]
    flow.table(COLUMNS, rows, tail="另有 3 处")
    assert len(flow.pages) >= 2
    assert all("面积" in texts(page) for page in flow.pages)
    printed = [text for page in flow.pages for text in texts(page) if text.startswith("地点") and text != "地点"]
    assert printed == [name for name, _ in rows]
    assert "另有 3 处" in texts(flow.page)


def test_a_row_is_not_torn() -> None:
    flow = begun()
    flow.y = BOTTOM - 25.0
    flow.table(COLUMNS, [["\n".join("甲乙丙丁戊己"), "1"]])
    assert set("甲乙丙丁戊己") <= set(texts(flow.page))
    assert not set("甲乙丙丁戊己") & set(texts(flow.pages[0]))


def test_a_group_is_named_once_and_again_on_the_next_page() -> None:
    flow = begun()
    flow.table(COLUMNS, [["临港", "1"], ["临港", "2"], ["洋山", "3"]], grouped=True)
    names = [text for text in texts(flow.page) if text in {"临港", "洋山"}]
    assert names == ["临港", "洋山"]
    long = begun()
    long.table(COLUMNS, [["临港", str(number)] for number in range(80)], grouped=True)
    assert [texts(page).count("临港") for page in long.pages] == [1] * len(long.pages)
    assert len(long.pages) > 1


def test_numbers_stand_at_the_right_of_their_column() -> None:
    flow = begun()
    flow.table(COLUMNS, [["临港", "873.05"]])
    artists = [artist for artist in flow.page.figure.get_children() if isinstance(artist, Text)]
    align = {artist.get_text(): artist.get_horizontalalignment() for artist in artists}
    assert (align["873.05"], align["临港"]) == ("right", "left")


def test_feet_carry_the_number_of_the_page() -> None:
    flow = begun()
    flow.new_page()
    first, second = flow.finish("{page} of {pages}")
    assert "1 of 2" in texts(first)
    assert {"2 of 2", "foot"} <= set(texts(second))


def test_a_paragraph_moves_down_by_its_lines() -> None:
    flow = begun()
    flow.paragraph("临")
    one = flow.y - TOP
    flow.y = TOP
    flow.paragraph("临港" * 40)
    # 9 pt characters: a line holds as many as the column is wide; the space below the paragraph is 1.2 mm.
    lines = -(-80 // int(COLUMN / (9.0 * 25.4 / 72.0)))
    assert flow.y - TOP - 1.2 == pytest.approx(lines * (one - 1.2))
