"""The state of the page as Python reads it: the parts are those of the page, nonsense is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import webmap
from geo.readers.project.view_state import MapView, ViewState, address_of, read_state

SCRIPT = Path(webmap.__file__).parent / "static" / "js" / "core" / "url_state.js"


def test_an_address_is_read_part_by_part() -> None:
    state = read_state(
        "#map=11.5/30.9000/121.8500&layers=scopes,parks,parks&opacity=parks:40,scopes:3&order=parks,scopes"
        "&place=fp-oriental-chip-port&filter=industry:%E8%8A%AF%E7%89%87,grade:&theme=mentions&table=parks"
    )
    assert state.map == MapView(11.5, 30.9, 121.85)
    assert state.layers == ("scopes", "parks")
    assert state.opacity == {"parks": 40, "scopes": 10}
    assert state.order == ("parks", "scopes")
    assert state.place == "fp-oriental-chip-port"
    assert state.filter == {"industry": "芯片"}
    assert state.theme == "mentions"
    assert state.parts["table"] == "parks"


@pytest.mark.parametrize(
    "value", ["", "11", "11/30", "11/30/x", "nan/30/121", "11/1e999/121", "99/30/121", "11/95/121", "1/2/3/4"]
)
def test_a_view_that_makes_no_sense_is_left_out(value: str) -> None:
    assert read_state(f"map={value}").map is None


def test_nothing_is_nothing() -> None:
    assert read_state("") == ViewState()
    assert read_state("layers=").layers == ()
    assert read_state("opacity=parks:x,:3,a:b:c").opacity == {"parks": 100, "": 10}


def test_an_address_is_written_as_it_was_but_for_its_shapes() -> None:
    state = read_state("map=11/30/121&draw=aAAAA&layers=parks")
    assert address_of(state) == "map=11/30/121&layers=parks"
    assert address_of(state, "lBBBB") == "map=11/30/121&layers=parks&draw=lBBBB"


def test_the_page_has_all_parts_that_are_drawn() -> None:
    fields = set(re.findall(r"^  (\w+): (?:\{|TEXT)", SCRIPT.read_text(encoding="utf-8"), re.MULTILINE))
    assert {*ViewState.__dataclass_fields__} - {"parts"} <= fields
    assert {"draw", "base"} <= fields
