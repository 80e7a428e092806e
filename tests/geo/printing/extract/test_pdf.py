"""The PDF of an extract, read back with another library: tags, language, links, bookmarks, attachment."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pypdf
import pytest
import shapely

from geo import Atlas
from geo.extract.statement import extract_json, extract_of_place, extract_of_shape
from geo.printing.extract.pdf import extract_pdf
from geo.printing.fonts import MissingGlyphError
from tests.geo.extract.sites import FAR_WEST
from tests.geo.pdf import text_of

DAY = dt.date(2026, 11, 29)
ROOT = "https://atlas.example"


@pytest.fixture(scope="module")
def extract(atlas: Atlas) -> dict[str, Any]:
    return extract_of_place(atlas, "belt-bay", DAY)


@pytest.fixture(scope="module")
def pdf(atlas: Atlas, extract: dict[str, Any]) -> bytes:
    return extract_pdf(atlas, extract, lang="zh", root=ROOT)


@pytest.fixture(scope="module")
def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def _catalogue(read: pypdf.PdfReader) -> Any:
    return read.trailer["/Root"]


def test_it_is_tagged_and_says_its_language(read: pypdf.PdfReader) -> None:
    root = _catalogue(read)
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).lower().startswith("zh")
    assert root["/StructTreeRoot"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_it_claims_both_standards(read: pypdf.PdfReader) -> None:
    metadata = _catalogue(read)["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_the_extract_is_attached(read: pypdf.PdfReader, extract: dict[str, Any]) -> None:
    assert read.attachments["extract.json"] == [extract_json(extract)]


def _figures(node: Any, kind: str) -> list[Any]:
    node = node.get_object()
    if isinstance(node, list):
        return [found for each in node for found in _figures(each, kind)]
    if not isinstance(node, dict):
        return []
    own = [node] if node.get("/S") == kind else []
    return own + (_figures(node["/K"], kind) if "/K" in node else [])


def test_the_map_has_a_text_and_tables_have_headings(read: pypdf.PdfReader) -> None:
    tree = _catalogue(read)["/StructTreeRoot"]
    assert any("红线" in str(figure.get("/Alt", "")) for figure in _figures(tree, "/Figure"))
    assert _figures(tree, "/TH")


def test_links_lead_to_the_sections(read: pypdf.PdfReader, extract: dict[str, Any]) -> None:
    found = {
        str(note.get_object()["/A"]["/URI"])
        for page in read.pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    }
    wanted = {ROOT + source["link"] for row in extract["no_data"] for source in row["sources"]}
    assert wanted
    assert wanted <= found


def test_bookmarks_are_the_lists_and_their_themes(read: pypdf.PdfReader) -> None:
    titles = [entry.title for entry in read.outline if not isinstance(entry, list)]
    assert titles == ["各主题条数", "地块", "适用", "查过、不适用", "无数据", "依据文件", "说明"]
    below = [entry for entry in read.outline if isinstance(entry, list)]
    assert [len(each) for each in below] == [2, 10, 10, 10]


def test_every_row_is_printed(pdf: bytes, extract: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "e.pdf"
    path.write_bytes(pdf)
    text = text_of(path, "raw")
    names = [row["what_zh"] for row in extract["does_not_apply"] if row["kind"] == "place" and len(row["what_zh"]) < 6]
    assert len(names) > 50
    assert [name for name in names if name.replace(" ", "") not in text] == []
    assert extract["id"] in text


def test_the_same_extract_gives_the_same_bytes(atlas: Atlas, extract: dict[str, Any], pdf: bytes) -> None:
    assert extract_pdf(atlas, extract, lang="zh", root=ROOT) == pdf


def test_a_name_is_never_markup(atlas: Atlas, tmp_path: Path) -> None:
    name = '#panic("x") *a* $b$ @c <d>'
    extract = extract_of_shape(atlas, shapely.box(*FAR_WEST), DAY, name_zh=name, name_en=name)
    path = tmp_path / "e.pdf"
    path.write_bytes(extract_pdf(atlas, extract, lang="en"))
    assert name.replace(" ", "") in text_of(path, "raw")


def test_a_character_the_font_lacks_is_refused(atlas: Atlas) -> None:
    extract = extract_of_shape(atlas, shapely.box(*FAR_WEST), DAY, name_zh="\U0001f600", name_en="x")
    with pytest.raises(MissingGlyphError):
        extract_pdf(atlas, extract, lang="zh")


def test_a_place_without_location_has_no_map_and_a_code(atlas: Atlas) -> None:
    pdf = extract_pdf(atlas, extract_of_place(atlas, "park-intl-data", DAY), lang="en")
    figures = _figures(_catalogue(pypdf.PdfReader(io.BytesIO(pdf)))["/StructTreeRoot"], "/Figure")
    assert [str(figure["/Alt"]).split()[0] for figure in figures] == ["Code"]


def test_a_shape_has_its_points_as_an_annex(atlas: Atlas, tmp_path: Path) -> None:
    extract = extract_of_shape(atlas, shapely.box(*FAR_WEST), DAY)
    path = tmp_path / "e.pdf"
    path.write_bytes(extract_pdf(atlas, extract, lang="zh", review_number="沪S(2026)001号"))
    text = text_of(path, "raw")
    assert "J4" in text
    assert "121.20000000" in text
    assert "审图号：沪S(2026)001号" in text
