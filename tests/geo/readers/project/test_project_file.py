"""A project file comes back as it went; what a stranger sends is counted, told or refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import webmap
from geo.errors import TOO_LARGE, AtlasError, ParameterError
from geo.readers.project import project_file
from geo.readers.project.project_file import MOST_BYTES, plain_text, read_project
from tests.geo.readers.project.files import BOX, drawing, text, view

SCRIPT = Path(webmap.__file__).parent / "static" / "js" / "project" / "project_file.js"


def test_a_file_comes_back_as_it_went() -> None:
    read = read_project(text())
    assert read.title == "选址"
    assert [one.title for one in read.views] == ["一", "二"]
    assert read.views[0].extent == (121.7, 30.8, 122.0, 31.0)
    assert read.views[0].drawing is read.drawings[0]
    assert [(one.name, one.note) for one in read.drawings[0].shapes] == [("甲", "近路")]
    assert read.notes == ()
    again = read_project(json.dumps(read.document()).encode())
    assert again.document() == read.document()
    assert again.document()["drawings"][0]["shapes"]["features"][0]["geometry"]["coordinates"] == BOX


def test_the_least_a_file_may_have_is_its_kind_and_its_views() -> None:
    read = read_project('{"type": "lingang-project", "schema": 1, "views": [{"title": "", "state": ""}]}')
    assert (read.title, read.created, read.drawings) == ("", "", ())


def test_what_nobody_knows_is_told_and_left_out() -> None:
    views = [view(draft=True), view(state="map=11/30.9/121.8&draw=aAAAA")]
    read = read_project(text(views=views, colour="red"))
    assert [(note.view, "colour" in note.text_en or "draft" in note.text_zh) for note in read.notes] == [
        (0, True),
        (1, True),
        (2, False),
    ]
    assert "draw" in read.notes[2].text_zh
    assert "colour" not in read.document()
    assert "draw" not in read.document()["views"][1]["state"]


def test_a_text_is_a_text() -> None:
    script = "<script>alert(1)</script>"
    read = read_project(text(title=f"{script}\x00\u202ex", views=[view("${alert(1)}\tb")]))
    assert read.title == f"{script}  x"
    assert read.views[0].title == "${alert(1)} b"
    json.dumps(read.document(), ensure_ascii=False).encode()
    assert plain_text(" a\nb\u200b ") == "a\nb"


DEEP = '{"type":"lingang-project","schema":1,"views":' + "[" * 90_000


@pytest.mark.parametrize(
    "given",
    [
        "",
        "[]",
        "nothing",
        b"\xff\xfe\x00",
        '{"type": "FeatureCollection"}',
        '{"type": "lingang-project"}',
        '{"type": "lingang-project", "schema": 2, "views": []}',
        '{"type": "lingang-project", "schema": 1}',
        DEEP,
        "[" * 300_000,
        '{"type": "lingang-project", "schema": 1, "views": [], "x": ' + "9" * 5000 + "}",
        text(views={}),
        text(views=[1]),
        text(views=[{"title": "a"}]),
        text(views=[{**view(), "title": 1}]),
        text(title="\ud800"),
        text(views=[view(note=["a"])]),
        text(views=[view(state={"map": "1/2/3"})]),
        text(views=[view(drawing="d9")]),
        text(views=[view(extent=[1, 2, 3])]),
        text(views=[view(extent=[122, 30, 121, 31])]),
        text(views=[view(extent=["121", 30, 122, 31])]),
        text(views=[view(extent=[True, 30, 122, 31])]),
        text(views=[view(extent=[-(10**400), 30, 122, 31])]),
        text(views=[view()]).replace('"note"', '"extent": [1e999, 1, 2, 3], "note"'),
        text(drawings={}),
        text(drawings=[drawing(), drawing()]),
        text(drawings=[{"id": "d1", "shapes": []}]),
        text(drawings=[{"id": "d1", "shapes": {"type": "Point", "coordinates": [121, 30]}}]),
        text(drawings=[drawing(coordinates=[[[1e9, 30], [122, 30], [122, 31], [1e9, 30]]])]),
        text(drawings=[drawing(coordinates="x")]),
        text(drawings=[drawing(coordinates=[[[121, 30], [122, 31], [122, 30], [121, 31], [121, 30]]])]),
        text(drawings=[drawing(attributes={"a": "\ud800"})]),
    ],
    ids=range(33),
)
def test_what_is_no_project_is_refused_with_a_reason(given: Any) -> None:
    with pytest.raises(AtlasError) as caught:
        read_project(given)
    assert all(fault.found and fault.where for fault in caught.value.faults)


@pytest.mark.parametrize(
    "given",
    [
        text(views=[view() for _ in range(project_file.MOST_VIEWS + 1)]),
        text(drawings=[drawing(f"d{n}") for n in range(project_file.MOST_DRAWINGS + 1)]),
        text(views=[view("x" * (project_file.LONGEST_TITLE + 1))]),
        text(views=[view(note="x" * (project_file.LONGEST_NOTE + 1))]),
        text(views=[view(state="x" * (project_file.LONGEST_STATE + 1))]),
        text(title="x" * 81),
        " " * (MOST_BYTES + 1),
        text(drawings=[{"id": "d1", "shapes": {"features": [{}] * (project_file.MOST_SHAPES + 1)}}]),
    ],
    ids=["views", "drawings", "title", "note", "state", "name", "bytes", "shapes"],
)
def test_more_than_a_project_may_have_is_refused(given: str) -> None:
    with pytest.raises(ParameterError) as caught:
        read_project(given)
    assert caught.value.faults[0].rule == TOO_LARGE


def test_the_page_has_the_same_limits() -> None:
    found = re.search(r"LIMITS = \{([^}]*)\}", SCRIPT.read_text(encoding="utf-8"))
    assert found is not None
    page = {name: int(value) for name, value in re.findall(r"(\w+): (\d+)", found[1])}
    assert page == {
        "bytes": MOST_BYTES,
        "views": project_file.MOST_VIEWS,
        "drawings": project_file.MOST_DRAWINGS,
        "shapes": project_file.MOST_SHAPES,
        "title": project_file.LONGEST_TITLE,
        "note": project_file.LONGEST_NOTE,
        "state": project_file.LONGEST_STATE,
    }
