"""The slides read back from the PDF: a page a view, its words, its language, its links."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from geo import Atlas
from geo.errors import ParameterError
from geo.printing.fonts import MissingGlyphError
from geo.printing.slides.slides import SlideOptions, slides_of_file, slides_pdf
from geo.readers.project.project_file import read_project
from tests.geo.pdf import MM_PER_PT, fonts_of
from tests.geo.readers.project.files import text, view

GROUND = [121.7, 30.8, 122.0, 31.0]
VIEWS = [
    view("芯港与候选地", drawing="d1", extent=GROUND),
    view("集成电路", note="", state="layers=coast,parks,gone&filter=industry:集成电路"),
    view("", state="layers="),
]
REVIEW = "沪S〔2026〕000号"
Printed = Callable[[str], bytes]


@pytest.fixture(scope="module")
def printed(atlas: Atlas) -> Printed:
    """Print the three views once in each language."""
    kept: dict[str, bytes] = {}

    def pdf(lang: str) -> bytes:
        if lang not in kept:
            options = SlideOptions(lang, "http://127.0.0.1/", REVIEW, dt.date(2026, 11, 29))
            kept[lang] = slides_pdf(atlas, read_project(text(views=VIEWS)), options)
        return kept[lang]

    return pdf


def words(data: bytes) -> list[str]:
    """Read the text of each page, without white space."""
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_there_is_a_page_for_the_list_and_one_for_each_view(printed: Printed, atlas: Atlas, lang: str) -> None:
    pages = words(printed(lang))
    assert len(pages) == 4
    assert all(title in pages[0] for title in ("选址", "芯港与候选地", "集成电路"))
    assert all(said in pages[1] for said in ("芯港与候选地", "说明", "近路"))
    assert {"zh": "选中：东方芯港", "en": "Selected:OrientalChipPort"}[lang] in pages[1]
    assert {"zh": "筛选：产业：集成电路", "en": "Filter:Industry:集成电路"}[lang] in pages[2]
    assert {"zh": "未显示：gone", "en": "notshown:gone"}[lang] in pages[2]
    assert {"zh": "未命名视图", "en": "untitledview"}[lang] in pages[3]
    for number, page in enumerate(pages, 1):
        assert f"{number}/4" in page
        assert atlas.version in page
        assert {"zh": "非法定边界", "en": "notastatutoryboundary"}[lang] in page
        assert REVIEW in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_file_says_its_language_title_and_size(printed: Printed, tmp_path: Path, lang: str) -> None:
    data = printed(lang)
    reader = pypdf.PdfReader(io.BytesIO(data))
    root: Any = reader.trailer["/Root"]
    assert str(root["/Lang"]).startswith(lang)
    assert "/StructTreeRoot" in root, "it can be read aloud"
    assert reader.metadata is not None
    assert reader.metadata.title == "选址"
    for page in reader.pages:
        assert float(page.mediabox.width) * MM_PER_PT == pytest.approx(338.67, abs=0.05)
        assert float(page.mediabox.height) * MM_PER_PT == pytest.approx(190.5, abs=0.05)
    notes: list[Any] = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert any(str(note.get("/A", {}).get("/URI", "")).endswith("/documents") for note in notes)
    (tmp_path / "s.pdf").write_bytes(data)
    assert all(embedded for _, embedded in fonts_of(tmp_path / "s.pdf"))


def test_the_text_of_a_file_is_printed_alike(atlas: Atlas) -> None:
    one = text(views=[view(extent=GROUND)]).encode()
    assert words(slides_of_file(atlas, one, lang="zh")) == words(slides_pdf(atlas, read_project(one)))


def test_without_a_view_there_are_no_slides(atlas: Atlas) -> None:
    with pytest.raises(ParameterError):
        slides_pdf(atlas, read_project(text(views=[])))


def test_a_character_the_font_lacks_is_named_with_its_text(atlas: Atlas) -> None:
    with pytest.raises(MissingGlyphError) as caught:
        slides_pdf(atlas, read_project(text(views=[view("芯港 😀", extent=GROUND)])))
    assert "芯港" in caught.value.faults[0].where
