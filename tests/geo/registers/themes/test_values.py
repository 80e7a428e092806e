"""What each theme reads of a place, held against the tables."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.places.filter import documents_by_place
from geo.registers.themes.values import (
    differences,
    document_counts,
    figure_values,
    grades,
    industry_weights,
    number_of,
)


def test_documents_are_counted_as_everywhere_and_each_is_shown_with_its_section(atlas: Atlas) -> None:
    known = documents_by_place(atlas)
    values = document_counts(atlas)
    assert {value.place_id for value in values} == {place for place, documents in known.items() if documents}
    for value in values:
        assert value.answer == len(value.sources) == len(known[value.place_id])
        assert all(source["section"] for source in value.sources)


def test_an_industry_is_weighed_by_the_strongest_word(atlas: Atlas) -> None:
    weights = {value.place_id: value.answer for value in industry_weights(atlas, "ind-biomed")}
    assert weights["nc-nanhui"] == "leading"
    assert weights["nc-songjiang"] == "nurtured"
    assert weights["park-life-sci"] == "named"


def test_what_is_said_of_a_whole_is_not_passed_on(atlas: Atlas) -> None:
    tied = set(atlas.tables["industry_places"].query("industry_id == 'ind-ic'")["place_id"])
    assert {value.place_id for value in industry_weights(atlas, "ind-ic")} == tied | {"nc-nanhui"}


def test_a_shape_drawn_to_the_stated_figure_is_no_agreement(atlas: Atlas) -> None:
    found = {value.place_id: value for value in differences(atlas)}
    assert found["lg-pilot-119"].answer == "as_stated"
    assert found["lg-new-area"].answer == "within"
    assert found["lg-mainland"].answer == "less"
    assert found["lg-new-area"].text[0] == "−13.72 km² (± 20.12)"
    assert all(value.note[0] for value in found.values())


def test_every_place_drawn_has_a_grade(atlas: Atlas) -> None:
    assert len(grades(atlas)) == atlas.features.geometry.notna().sum()


@pytest.mark.parametrize(("text", "number"), [("6%", 6), ("1,200", 1200), ("0.5", 0.5), ("1/3", None), ("千亿", None)])
def test_only_plain_numbers_are_numbers(text: str, number: float | None) -> None:
    assert number_of(text) == number


def row(value: str, *places: str, document: str = "a") -> dict[str, object]:
    return {
        **{
            "value": value,
            "value_en": value,
            "unit": None,
            "unit_en": None,
            "qualifier_zh": None,
            "qualifier_en": None,
        },
        **{"measured_over": list(places), "document": document, "section": "一", "indicator_id": "f"},
        **{"citation_zh": "一", "citation_en": "1"},
    }


def test_figures_are_numbers_only_if_all_are_and_documents_agree(atlas: Atlas) -> None:
    assert [value.answer for value in figure_values(atlas, [row("6%", "p"), row("8%", "q")])] == [6, 8]
    words = figure_values(atlas, [row("6%", "p"), row("翻番", "q")])
    assert [value.answer for value in words] == ["6%", "翻番"]
    (apart,) = figure_values(atlas, [row("6%", "p"), row("8%", "p")])
    assert apart.answer == apart.text[0] == "6% / 8%"
    assert len(apart.sources) == 2
