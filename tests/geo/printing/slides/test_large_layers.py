"""Slides draw so many features of stored layers; what they leave out is named on the slide."""

from __future__ import annotations

from geo import Atlas
from geo.printing.slides.large_layers import Allowance
from geo.printing.slides.shown import shown_by
from geo.readers.project.project_file import View
from geo.readers.project.view_state import read_state
from tests.stored_layers import COUNT, LAYER


def test_a_layer_for_which_nothing_is_left_is_left_out_and_named(stored_atlas: Atlas) -> None:
    shown = shown_by(stored_atlas, View("", "", read_state(f"layers=coast,{LAYER}")), 1)
    allowance = Allowance(COUNT + 5)
    assert allowance.within(stored_atlas, shown, 1) == shown
    second = allowance.within(stored_atlas, shown, 2)
    assert second.layers == ("coast",)
    [note] = second.notes
    assert note.view == 2
    assert "现状地块" in note.text_zh
    assert "2,000,000" in note.text_en
