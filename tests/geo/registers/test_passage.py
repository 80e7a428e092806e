"""A statement beside the section it rests on, in a made-up document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geo import Atlas
from geo.errors import NotFoundError
from geo.registers.passage import TABLES, passage
from tests.geo.registers.made_up import DOC, PLACE, TEXT, atlas_with_document

CLAIM = ("claims", "made.2")


def words(answer: dict[str, Any], *, chosen: bool) -> list[str]:
    """List the marked words of an answer: those of the chosen statement, or those of others."""
    parts = [part for paragraph in answer["text"]["paragraphs"] for part in paragraph if part["numbers"]]
    return [part["text"] for part in parts if part["chosen"] == chosen]


@pytest.fixture
def made_up(atlas: Atlas, tmp_path: Path) -> Atlas:
    return atlas_with_document(atlas, tmp_path)


def test_the_words_of_a_statement_are_marked_in_their_section(made_up: Atlas, tmp_path: Path) -> None:
    answer = passage(made_up, DOC, None, CLAIM, folder=tmp_path)
    assert answer["section"]["section"] == "二"
    assert words(answer, chosen=True) == ["海洋装备试验场"]
    assert words(answer, chosen=False) == ["海洋装备"]
    shown = "".join(part["text"] for paragraph in answer["text"]["paragraphs"] for part in paragraph)
    assert shown == "二、空间布局北部片区发展海洋装备,南部片区建设海洋装备试验场。".replace(",", "，")
    assert (answer["text"]["status"], answer["text"]["found"]) == ("same_file", "in_place")
    assert answer["statement"]["title_zh"] == "海洋装备试验场"
    assert [place["id"] for place in answer["statement"]["places"]] == [PLACE]


def test_statements_follow_the_text_and_not_the_table(made_up: Atlas, tmp_path: Path) -> None:
    answer = passage(made_up, DOC, None, CLAIM, folder=tmp_path)
    assert [row["id"] for row in answer["statements"]] == ["made.3", "made.2"]
    assert answer["previous"] == {"table": "claims", "id": "made.3", "section": "二"}
    assert answer["next"] is None
    assert (answer["position"], answer["count"]) == (3, 3)


def test_without_a_folder_all_but_the_text_is_there(made_up: Atlas, tmp_path: Path) -> None:
    with_text, without = (passage(made_up, DOC, None, CLAIM, folder=folder) for folder in (tmp_path, None))
    assert without["text"] == {"status": "not_given", "found": None, "section_unchanged": None, "paragraphs": []}
    assert {**with_text, "text": None} == {**without, "text": None}
    assert without["anchors"] == [{"term": 1, "occurrence": 1, "from": 24, "to": 30}]


def test_another_version_is_told_and_still_read(atlas: Atlas, tmp_path: Path) -> None:
    changed = atlas_with_document(atlas, tmp_path, TEXT.replace("南部片区建设", "经研究，在南部片区建成"))
    answer = passage(changed, DOC, None, CLAIM, folder=tmp_path)
    assert words(answer, chosen=True) == ["海洋装备试验场"]
    text = answer["text"]
    assert (text["status"], text["found"], text["section_unchanged"]) == ("another_version", "moved", False)
    other = passage(changed, DOC, None, ("claims", "made.1"), folder=tmp_path)["text"]
    assert (other["found"], other["section_unchanged"]) == ("in_place", True)


def test_another_form_of_the_same_text_is_the_same_text(atlas: Atlas, tmp_path: Path) -> None:
    broken = atlas_with_document(atlas, tmp_path, TEXT.replace("海洋装备试验场", "海洋装\n备试验场"))
    answer = passage(broken, DOC, None, CLAIM, folder=tmp_path)
    assert answer["text"]["status"] == "same_text"
    assert "".join(words(answer, chosen=True)) == "海洋装备试验场"


def test_a_folder_without_the_document_says_so(made_up: Atlas, tmp_path: Path) -> None:
    (tmp_path / f"{DOC}.txt").unlink()
    assert passage(made_up, DOC, None, CLAIM, folder=tmp_path)["text"]["status"] == "no_copy"


def test_a_section_alone_leads_to_its_first_statement(made_up: Atlas) -> None:
    answer = passage(made_up, DOC, "二")
    assert answer["statement"] is None
    assert answer["next"] == {"table": "claims", "id": "made.3", "section": "二"}
    assert passage(made_up, DOC, "三")["statements"] == []


@pytest.mark.parametrize(
    ("doc_id", "section", "statement", "expected"),
    [
        ("nowhere", None, None, "document 'nowhere'"),
        (DOC, "九", None, "section '九'"),
        (DOC, "一", CLAIM, "section '一'"),
        (DOC, None, ("claims", "none"), "no statement 'none'"),
        ("lg-plan-2020", None, CLAIM, "no statement 'made.2'"),
    ],
)
def test_what_is_not_there_is_refused(
    made_up: Atlas, doc_id: str, section: str | None, statement: tuple[str, str] | None, expected: str
) -> None:
    with pytest.raises(NotFoundError, match=expected):
        passage(made_up, doc_id, section, statement)


def test_every_statement_of_the_atlas_has_its_passage(atlas: Atlas) -> None:
    anchors = atlas.tables["anchors"]
    for table in TABLES:
        row = anchors[anchors["table"] == table].iloc[-1]
        answer = passage(atlas, row["doc_id"], None, (table, row["id"]))
        assert answer["statement"]["id"] == row["id"]
        assert answer["statement"]["title_zh"] or answer["statement"]["text_zh"]
        assert answer["anchors"]
