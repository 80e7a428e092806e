"""Places side by side: rows in the order of the panel, what is equal, what is untold, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from geo import Atlas
from geo.errors import ParameterError, UnknownPlaceError
from geo.places.side_by_side.comparison import side_by_side

CHIPS, BONDED, CITY = "fp-oriental-chip-port", "fa-special-bonded", "nc-nanhui"


@pytest.fixture(scope="module")
def three(atlas: Atlas) -> dict[str, Any]:
    return side_by_side(atlas, (CHIPS, BONDED, CITY))


def row(answer: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for one in answer["rows"] if one["key"] == key)


def test_rows_stand_in_the_order_of_the_panel(three: dict[str, Any]) -> None:
    keys = [one["key"] for one in three["rows"]]
    assert keys[:5] == ["lead", "stated_area", "drawn_area", "industries", "targets_2025"]
    assert keys[-2:] == ["measures", "boundary"]
    assert all(len(one["cells"]) == 3 for one in three["rows"])


def test_each_figure_of_a_document_has_its_document_and_section(three: dict[str, Any]) -> None:
    for key in ("lead", "industries", "targets_2025", "measures"):
        for entry in (one for cell in row(three, key)["cells"] for one in cell):
            assert all(source["document"] and source["section"] for source in entry["sources"])
            assert entry["sources"], (key, entry)
    (revenue, *_) = row(three, "targets_2025")["cells"][1]
    assert (revenue["text_zh"], revenue["text_en"]) == ("1 万亿元", "1 trillion yuan")


def test_what_no_document_says_is_an_empty_cell_with_its_word(three: dict[str, Any]) -> None:
    targets = row(three, "targets_2025")
    assert targets["cells"][0] == []
    assert (targets["untold_zh"], targets["untold_en"]) == ("文件没写", "not stated")
    assert not targets["same"]


def test_a_shape_drawn_to_its_stated_size_proves_nothing(three: dict[str, Any]) -> None:
    chips, _, city = row(three, "drawn_area")["cells"]
    assert (chips[0]["text_zh"], chips[0]["value"]) == ("照公布数绘制", None)
    assert (city[0]["text_zh"], city[0]["pm"], city[0]["note_zh"]) == ("344.11", "9.28", "比公布数多 0.81")


def test_industries_say_in_how_many_of_the_places_they_are(three: dict[str, Any]) -> None:
    counts = [{one["text_zh"]: one["places"] for one in cell} for cell in row(three, "industries")["cells"]]
    assert [cell["集成电路"] for cell in counts] == [3, 3, 3]
    assert counts[1]["生物医药"] == counts[2]["生物医药"] == 2
    assert counts[0]["芯片"] == 1


def test_a_distance_has_the_accuracy_of_both_ends(three: dict[str, Any]) -> None:
    (chips,), (bonded,), _ = row(three, "distance_port")["cells"]
    assert (chips["text_zh"], chips["pm"], chips["note_zh"]) == ("31.7", "2.3", "洋山深水港")
    assert (bonded["value"], bonded["text_zh"]) == (0.0, "在内或经过")


def test_nested_places_are_named_and_nothing_is_added(three: dict[str, Any]) -> None:
    assert {"inner": CHIPS, "outer": CITY} in three["nested"]
    assert "total" not in three


def test_rows_that_tell_the_same_are_marked(atlas: Atlas) -> None:
    answer = side_by_side(atlas, (CHIPS, "fp-life-bay"))
    assert row(answer, "measures")["same"], "neither has a measure of its own"
    assert not row(answer, "lead")["same"]


def test_a_place_without_a_lead_shows_that_of_the_place_above_and_says_so(atlas: Atlas) -> None:
    for place in atlas.places.index:
        answer = side_by_side(atlas, (place, "lg-new-area")) if place != "lg-new-area" else None
        if answer and answer["places"][0]["above"]:
            assert row(answer, "lead")["cells"][0] == []
            assert answer["places"][0]["above"]["through"]["id"] != place
            return
    pytest.fail("no place without a lead of its own")


def test_on_an_earlier_day_a_place_no_document_named_is_untold(atlas: Atlas) -> None:
    answer = side_by_side(atlas, (CHIPS, BONDED), date(2021, 1, 1))
    assert [place["named"] for place in answer["places"]] == [False, True]
    assert all(one["cells"][0] == [] for one in answer["rows"])
    assert {line["document"]["id"] for line in answer["timeline"] if line["kind"] == "said"} == {"lg-plan-2020"}


@pytest.mark.parametrize("places", [(), (CHIPS,), (CHIPS, CHIPS), (CHIPS, BONDED, CITY, "fp-life-bay", "fp-aircraft")])
def test_fewer_than_two_or_more_than_four_are_refused(atlas: Atlas, places: tuple[str, ...]) -> None:
    with pytest.raises(ParameterError, match="2 to 4"):
        side_by_side(atlas, places)


def test_an_unknown_place_is_refused(atlas: Atlas) -> None:
    with pytest.raises(UnknownPlaceError):
        side_by_side(atlas, (CHIPS, "nowhere"))
