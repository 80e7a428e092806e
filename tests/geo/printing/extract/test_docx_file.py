"""The DOCX of an extract, read back with python-docx."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import docx
import pytest
import shapely
from docx.document import Document

from geo import Atlas
from geo.extract.statement import extract_of_place, extract_of_shape
from geo.printing.extract.attached import attached_extract
from geo.printing.extract.docx_file import extract_docx
from tests.geo.extract.sites import FAR_WEST

DAY = dt.date(2026, 11, 29)
ROOT = "https://atlas.example"


@pytest.fixture(scope="module")
def extract(atlas: Atlas) -> dict[str, Any]:
    return extract_of_place(atlas, "belt-bay", DAY)


@pytest.fixture(scope="module")
def file(atlas: Atlas, extract: dict[str, Any]) -> bytes:
    return extract_docx(atlas, extract, lang="zh", root=ROOT)


@pytest.fixture(scope="module")
def read(file: bytes) -> Document:
    return docx.Document(io.BytesIO(file))


def test_headings_have_words_own_styles(read: Document) -> None:
    first = [each.text for each in read.paragraphs if each.style.name == "Heading 1"]
    assert first == ["各主题条数", "地块", "适用", "查过、不适用", "无数据", "依据文件", "说明"]
    assert len([each for each in read.paragraphs if each.style.name == "Heading 2"]) == 32
    assert [each.text for each in read.paragraphs if each.style.name == "Title"] == [extract_name(read)]


def extract_name(read: Document) -> str:
    return read.core_properties.title.split("：")[1]


def test_every_row_is_there(read: Document, extract: dict[str, Any]) -> None:
    text = "\n".join(str(node.text) for node in read.element.body.iter("{*}t"))
    names = {row["what_zh"] for name in ("applies", "does_not_apply", "no_data") for row in extract[name]}
    assert [name for name in names if name not in text] == []


def test_the_extract_is_within_and_the_bytes_are_the_same(
    atlas: Atlas, extract: dict[str, Any], file: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "e.docx"
    path.write_bytes(file)
    assert attached_extract(path) == extract
    assert extract_docx(atlas, extract, lang="zh", root=ROOT) == file


def test_pictures_have_a_text_and_links_lead_to_the_sections(read: Document, extract: dict[str, Any]) -> None:
    assert all(shape._inline.docPr.get("descr") for shape in read.inline_shapes)
    assert len(read.inline_shapes) == 2
    found = {rel.target_ref for rel in read.part.rels.values() if rel.is_external}
    assert {ROOT + source["link"] for row in extract["no_data"] for source in row["sources"]} <= found


def test_a_shape_in_english_has_its_points_and_links_within(atlas: Atlas) -> None:
    extract = extract_of_shape(atlas, shapely.box(*FAR_WEST), DAY, name_zh="甲", name_en="<A&B>")
    read = docx.Document(io.BytesIO(extract_docx(atlas, extract, lang="en")))
    assert read.core_properties.language == "en-GB"
    assert read.tables[-1].rows[1].cells[0].text == "J1"
    named = {mark.get(f"{{{mark.nsmap['w']}}}name") for mark in read.element.body.iter("{*}bookmarkStart")}
    led = {link.get(f"{{{link.nsmap['w']}}}anchor") for link in read.element.body.iter("{*}hyperlink")}
    assert led <= named
