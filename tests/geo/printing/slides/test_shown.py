"""What a view shows of what the atlas has, and what is told of the rest."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.printing.slides.shown import around, notes_on, shown_by
from geo.readers.project.project_file import Project, View, read_project
from geo.readers.project.view_state import MapView, read_state
from tests.geo.readers.project.files import text
from tests.stored_layers import LAYER

THEME = "documents"


def view(state: str, **more: object) -> View:
    return View("", "", read_state(state), **more)  # type: ignore[arg-type]


def test_what_the_atlas_has_is_shown(atlas: Atlas) -> None:
    shown = shown_by(
        atlas,
        view("layers=coast,parks&order=parks,coast&opacity=parks:40&place=fp-oriental-chip-port&filter=grade:A"),
        1,
    )
    assert shown.layers == ("coast", "parks")
    assert shown.order == ("parks",)
    assert shown.opacity == {"parks": 40}
    assert shown.place == "fp-oriental-chip-port"
    assert shown.found
    assert shown_by(atlas, view(f"theme={THEME}"), 1).theme == THEME
    assert shown.notes == ()


def test_what_it_has_not_is_told_and_left_out(atlas: Atlas) -> None:
    state = "layers=parks,mine&order=mine,parks&opacity=mine:5&place=nowhere&filter=kind:nothing&theme=none"
    state += "&base=osm&swipe=a"
    shown = shown_by(atlas, view(state), 3)
    assert (shown.layers, shown.order, shown.opacity) == (("parks",), ("parks",), {})
    assert (shown.place, shown.place_filter, shown.found) == (None, None, ())
    assert shown.theme is None
    assert {note.view for note in shown.notes} == {3}
    told = ("mine", "nowhere", "nothing", "theme: none", "the basemap")
    assert all(word in note.text_en for word, note in zip(told, shown.notes, strict=True))
    assert "左右对照" in shown.notes[-1].text_zh


def test_without_layers_in_the_address_those_of_the_start_are_shown(atlas: Atlas) -> None:
    assert "parks" in shown_by(atlas, view(""), 1).layers
    assert shown_by(atlas, view("layers="), 1).layers == ()


@pytest.mark.parametrize(
    ("given", "extent"),
    [
        ((121.7, 30.8, 122.0, 31.0), (121.7, 30.8, 122.0, 31.0)),
        ((-180.0, -90.0, 180.0, 90.0), (112.0, 22.0, 134.0, 40.0)),
        ((0.0, 0.0, 1.0, 1.0), None),  # what the layers cover
    ],
)
def test_the_ground_is_what_can_be_drawn(atlas: Atlas, given: tuple[float, ...], extent: tuple[float, ...]) -> None:
    assert shown_by(atlas, view("", extent=given), 1).extent == extent


def test_a_view_without_its_ground_shows_that_of_a_window(atlas: Atlas) -> None:
    west, south, east, north = around(MapView(11.0, 30.9, 121.85), (1000, 500))
    assert (west + east) / 2 == pytest.approx(121.85)
    assert east - west == pytest.approx(1000 * 360 / 256 / 2**11)
    assert north - south == pytest.approx((east - west) / 2 * 0.858, rel=1e-3)
    assert shown_by(atlas, view("map=11/30.9/121.85"), 1).extent is not None
    assert shown_by(atlas, view("layers=parks"), 1).extent is None


def test_without_ground_and_planning_layers_all_of_the_atlas_is_shown(atlas: Atlas) -> None:
    extent = shown_by(atlas, view("layers=coast"), 1).extent
    assert extent is not None
    assert extent[0] < 121.8 < extent[2]


def test_other_data_are_told_first(atlas: Atlas) -> None:
    project = read_project(text(unknown=1))
    notes = notes_on(atlas, project)
    assert atlas.version in notes[0].text_zh
    assert [note.view for note in notes] == [0, 0]
    assert notes_on(atlas, Project("", "", atlas.version, project.views)) == []


def test_stored_layers_are_shown_by_their_columns(stored_atlas: Atlas) -> None:
    shown = shown_by(stored_atlas, view(f"layers=coast,{LAYER}&by={LAYER}:use&place={LAYER}_3"), 1)
    assert (shown.layers, shown.by, shown.place) == (("coast", LAYER), {LAYER: "use"}, f"{LAYER}_3")
    assert shown.notes == ()
    gone = shown_by(stored_atlas, view(f"layers=coast,{LAYER}&by={LAYER}:since"), 1)
    assert gone.by == {}
    assert ["since" in note.text_en for note in gone.notes] == [True]


def test_a_question_of_fit_is_shown_or_said_to_be_gone(atlas: Atlas) -> None:
    shown = shown_by(atlas, view("fit=industry%3Dind-ic%26area%3D50"), 1)
    assert [(one.kind, one.value) for one in shown.fit] == [("industry", "ind-ic"), ("area", "50")]
    assert shown.notes == ()
    gone = shown_by(atlas, view("fit=industry%3Dnowhere"), 1)
    assert gone.fit == ()
    assert "question of fit" in gone.notes[0].text_en
