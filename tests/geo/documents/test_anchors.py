"""Anchors made from made-up tables and a made-up text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo.documents.anchors import Anchor, make_anchors, passage_hash, rows_of, stands
from geo.documents.source_text import Document, read_document

TEXT = """一、目标
产值达到500亿元，企业500家以上，岗位200个以上。
二、布局
东园发展软件。西园发展软件和航运，建设软件社区。
三、措施
设立产业基金。新增用地指标单列，鼓励混合用地。
"""
OPENINGS = [("一", "一、目标"), ("二", "二、布局"), ("三", "三、措施")]
PLACES = [
    {"place_id": "west", "name_zh": "西园", "aliases": ""},
    {"place_id": "east", "name_zh": "东园", "aliases": ""},
]
CLAIM = {"claim_id": "c", "place_id": "west", "doc_id": "doc", "section": "一;二", "type": "industry"}
FIGURE = {"indicator_id": "f", "place_id": "west", "doc_id": "doc", "section": "一", "name_zh": "企业", "unit": "家"}
MEASURE = {"measure_id": "m", "doc_id": "doc", "section": "三", "title_zh": "用地", "summary_zh": "用地指标单独列出"}


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "doc.txt"
    path.write_text(TEXT, encoding="utf-8")
    return read_document(path, OPENINGS)


def tables(**rows: list[dict[str, str]]) -> dict[str, pd.DataFrame]:
    return {"places": pd.DataFrame(PLACES)} | {name: pd.DataFrame(table) for name, table in rows.items()}


def made(document: Document, kept: pd.DataFrame | None = None, **rows: list[dict[str, str]]) -> list[Anchor]:
    found = rows_of(make_anchors(tables(**rows), {"doc": document}, kept))
    return [anchor for anchor in found if anchor.table in rows]


def words(document: Document, anchor: Anchor) -> str:
    text = document.sections[anchor.section].text
    return text[int(anchor.start) : int(anchor.start) + int(anchor.length)]


def claim(term: str) -> dict[str, str]:
    return {**CLAIM, "term_zh": term, "summary_zh": "发展软件和航运"}


def test_each_term_has_an_anchor_in_the_section_that_has_it(document: Document) -> None:
    software, shipping = made(document, claims=[claim("软件;航运")])
    assert (software.term, software.section, software.occurrence) == ("1", "二", "2")
    assert (shipping.term, words(document, shipping)) == ("2", "航运")
    assert software.hash == passage_hash("软件")


def test_a_term_that_is_not_printed_has_no_anchor(document: Document) -> None:
    assert made(document, claims=[claim("钢铁")]) == []


def test_a_qualifier_is_the_one_beside_its_figure(document: Document) -> None:
    qualifier, figure = made(document, indicators=[{**FIGURE, "value": "500", "qualifier_zh": "以上"}])
    assert (figure.term, figure.occurrence) == ("2", "2")
    assert (qualifier.term, qualifier.occurrence) == ("1", "1")


def test_a_measure_is_anchored_at_its_sentence(document: Document) -> None:
    (anchor,) = made(document, measures=[MEASURE])
    assert (anchor.term, words(document, anchor)) == ("", "新增用地指标单列,鼓励混合用地。")


def test_the_verb_of_a_measure_is_the_one_in_its_sentence(document: Document) -> None:
    sentence, verb = made(
        document, measures=[{**MEASURE, "section": "二", "summary_zh": "西园发展航运", "firmness": "发展"}]
    )
    assert words(document, sentence) == "西园发展软件和航运,建设软件社区。"
    assert (verb.term, verb.occurrence) == ("1", "2")


def test_documents_and_sections_have_anchors_of_their_own(document: Document) -> None:
    anchors = list(rows_of(make_anchors(tables(), {"doc": document})))
    assert [(a.table, a.section) for a in anchors] == [("documents", ""), *(("sections", c) for c in "一二三")]
    for anchor in anchors[1:]:
        assert words_at(document.text, anchor) == document.sections[anchor.section].text


def words_at(text: str, anchor: Anchor) -> str:
    return text[int(anchor.start) : int(anchor.start) + int(anchor.length)]


def kept(anchors: list[Anchor], **changed: Any) -> pd.DataFrame:
    return pd.DataFrame([anchor._replace(**changed) for anchor in anchors])


def test_an_occurrence_chosen_by_hand_is_kept_while_it_is_there(document: Document) -> None:
    by_tool = made(document, claims=[claim("软件")])
    (anchor,) = made(document, kept(by_tool, occurrence="3", chosen="hand", start="0"), claims=[claim("软件")])
    assert (anchor.occurrence, anchor.chosen, words(document, anchor)) == ("3", "hand", "软件")
    assert document.sections["二"].text[int(anchor.start) :].startswith("软件社区")
    assert made(document, kept(by_tool, occurrence="4", chosen="hand"), claims=[claim("软件")]) == by_tool


def test_a_sentence_chosen_by_hand_is_kept_while_it_is_there(document: Document) -> None:
    by_tool = made(document, measures=[MEASURE])
    start = document.sections["三"].text.index("设立")
    other = kept(by_tool, start=str(start), length="7", hash="", chosen="hand")
    (anchor,) = made(document, other, measures=[MEASURE])
    assert (words(document, anchor), anchor.chosen) == ("设立产业基金。", "hand")
    assert made(document, kept([anchor]), measures=[MEASURE]) == [anchor]
    assert made(document, kept([anchor], hash="0" * 16), measures=[MEASURE]) == by_tool


def test_anchors_in_a_document_that_is_missing_are_taken_over(document: Document) -> None:
    old = make_anchors(tables(claims=[claim("软件")]), {"doc": document})
    again = make_anchors(tables(claims=[claim("软件")]), {}, old)
    pd.testing.assert_frame_equal(again, old)


def test_an_anchor_stands_only_where_its_words_are(document: Document) -> None:
    (anchor,) = made(document, claims=[claim("航运")])
    text = document.sections["二"].text
    assert stands(anchor, text)
    assert not stands(anchor, "x" + text)
