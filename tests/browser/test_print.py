"""Pages on paper: Chromium prints them, and the PDF is read back."""

from __future__ import annotations

import base64
import io
import unicodedata

import pypdf
import pytest

from tests.browser.page import MapPage

pytestmark = pytest.mark.browser

#: Radicals a PDF may hold in place of characters, which NFKC leaves as they are.
RADICALS = str.maketrans("⻜⻘⻓⻔⻅⻚⻛⻢⻥⻩⻄", "飞青长门见页风马鱼黄西")
A4_INCHES = {"paperWidth": 8.27, "paperHeight": 11.69}


def printed(page: MapPage, path: str) -> list[str]:
    """Print a page on A4 as the browser does by default, and return the text of each sheet, without spaces."""
    page.driver.get(page.root + path)
    answer = page.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True, **A4_INCHES})
    document = pypdf.PdfReader(io.BytesIO(base64.b64decode(answer["data"])))
    return [squeezed(sheet.extract_text()) for sheet in document.pages]


def squeezed(text: str) -> str:
    """Return a text without spaces; a PDF may hold 文 as the radical of the same form."""
    return "".join(unicodedata.normalize("NFKC", text).translate(RADICALS).split())


def test_wide_tables_keep_their_last_column_their_head_and_one_total(page: MapPage) -> None:
    sheets = printed(page, "/tables/parks")
    documents = [cell for cell in page.texts(".places-table tbody td:nth-last-child(2)") if cell]
    text = "".join(sheets)
    for cell in documents:
        assert squeezed(cell) in text, cell
    assert "地图" in sheets[0]
    for sheet in sheets:
        assert "图上面积" in sheet, "the head is on every sheet"
    assert sum(sheet.count("合并后总面积") for sheet in sheets) == 1
    assert "合并后总面积" in sheets[-1]
    areas = printed(page, "/stats/functional_areas")
    perimeters = page.texts(".stats tbody td:last-child")
    assert perimeters
    assert all(squeezed(figure) in areas[0] for figure in perimeters)


def test_no_sheet_is_for_a_title_alone_and_folds_are_open(page: MapPage) -> None:
    first, second = printed(page, "/compare")[:2]
    assert "两带一廊多组团" in first
    assert "在地图上查看" in first
    assert "地点" in second
    split = "".join(printed(page, "/stats/scopes?by=parks"))
    rows = page.driver.execute_script(
        "return [...document.querySelectorAll('.stats-by tbody th')].map((n) => n.textContent.trim())"
    )
    assert len(rows) > 40
    assert not {name for name in rows if squeezed(name) not in split}
