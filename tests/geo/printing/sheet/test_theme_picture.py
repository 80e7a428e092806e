"""A sheet with a theme: classes of the layers shown, their counts in the legend, sources and the rest in the notes."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.errors import NotFoundError
from geo.printing.sheet.content import sheet_content
from geo.printing.sheet.map_picture import map_picture
from geo.printing.sheet.request import Request
from geo.printing.sheet.theme_picture import THEMED_OPACITY, sheet_theme, theme_entries, theme_notes
from geo.registers.themes.all_themes import theme
from geo.screen.swatch import swatch_canvas

LAYERS = ("coast", "parks", "functional_areas")
ASKED = Request(layers=LAYERS, theme="industry-ic", bbox=(121.7, 30.8, 122.0, 31.0), root="https://atlas.example")


def test_only_places_of_the_layers_shown_have_their_answer(atlas: Atlas) -> None:
    shown = sheet_theme(atlas, "industry-ic", LAYERS)
    answers = {row["place"]["id"]: row for row in theme(atlas, "industry-ic").body["places"]}
    assert shown.rows["fp-oriental-chip-port"] == answers["fp-oriental-chip-port"]
    assert {atlas.places.at[place, "layer"] for place in shown.rows} == {"parks", "functional_areas"}
    with pytest.raises(NotFoundError):
        sheet_theme(atlas, "colour", LAYERS)


def test_legend_and_notes_count_what_is_on_the_map_and_what_is_not(atlas: Atlas) -> None:
    picture = map_picture(atlas, ASKED)
    assert picture.theme is not None
    seen = picture.themed(atlas)
    entries = theme_entries(picture.theme, seen, swatch_canvas(0.2), "zh")
    counts = [int(one.words.split("　")[1].split()[0]) for one in entries]
    assert sum(counts) == len(seen)
    assert entries[-1].words.startswith("文件没写")
    notes = list(theme_notes(picture.theme, seen, "zh"))
    assert notes[0].startswith("专题")
    assert any("2020产业规划" in note for note in notes)
    assert any("不在图上" in note for note in notes)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheet_is_called_after_its_theme_and_its_layers_step_back(atlas: Atlas, lang: str) -> None:
    asked = Request(**{**vars(ASKED), "lang": lang})
    picture = map_picture(atlas, asked)
    content = sheet_content(atlas, asked, picture)
    title = theme(atlas, "industry-ic").title[lang == "en"]
    assert content["title"].endswith(title)
    assert content["legend"][0]["title"] == title
    assert any(note["address"].endswith("/themes/industry-ic") for note in content["notes"])
    shares = {layer.entry.id: layer.share for layer in picture.layers}
    assert (shares["parks"], shares["coast"]) == (THEMED_OPACITY, 1.0)
