"""Rows in groups: none is lost, what they share is printed once, what is their own stays with them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import shapely

from geo import Atlas
from geo.extract.statement import LISTS, extract_of_shape
from geo.printing.extract.groups import grouped, reach_of_place, share_text
from geo.words import pick
from tests.geo.extract.sites import CHIP_PORT_BOX


@pytest.fixture(scope="module")
def extract(atlas: Atlas) -> dict[str, Any]:
    return extract_of_shape(atlas, shapely.box(*CHIP_PORT_BOX), dt.date(2026, 11, 29))


def _groups(extract: dict[str, Any], name: str, theme: str, lang: str = "zh") -> list[dict[str, Any]]:
    return grouped(extract, name, theme, lang, "https://atlas.example")


def _rows(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for group in groups for part in group["parts"] for row in part["rows"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", LISTS)
def test_no_row_is_left_out(extract: dict[str, Any], name: str, lang: str) -> None:
    for theme in extract["themes"]:
        groups = _groups(extract, name, theme["id"], lang)
        mine = [row for row in extract[name] if row["theme"] == theme["id"]]
        heads = [pick(row, "what", lang) for row in mine if row["kind"] == "place" and "verdict" in row]
        others = [pick(row, "what", lang) for row in mine if row["kind"] != "place" or "verdict" not in row]
        printed = [row["what"] for row in _rows(groups)]
        assert set(heads) <= {group["title"] for group in groups}
        for what in set(others):
            assert printed.count(what) >= others.count(what), what


def test_sections_of_a_place_stand_with_it_or_with_its_statements(extract: dict[str, Any]) -> None:
    for place in (row for row in extract["applies"] if row["kind"] == "place"):
        (group,) = [
            group for group in _groups(extract, "applies", place["theme"]) if group["title"] == place["what_zh"]
        ]
        printed = {section["url"] for row in _rows([group]) for section in row["sections"]}
        assert {"https://atlas.example" + source["link"] for source in place["sources"]} <= printed


def test_status_term_and_office_are_printed_where_they_are_not_those_of_the_document(extract: dict[str, Any]) -> None:
    rows = [row for row in extract["applies"] if row["theme"] == "measures"]
    terms = [text for row in _rows(_groups(extract, "applies", "measures")) for text in row["terms"]]
    own = [
        text
        for row in rows
        for text in (row["status_zh"], row["term_zh"], row["office_zh"])
        if text and text not in extract["documents"][row["sources"][0]["document"]].values()
    ]
    assert sorted(terms) == sorted(own)
    assert own


def test_the_documents_of_a_group_say_number_status_and_term(extract: dict[str, Any]) -> None:
    (document,) = _groups(extract, "applies", "scopes")[0]["parts"][0]["documents"]
    whole = extract["documents"][document["id"]]
    assert document["number"] == whole["number"]
    assert document["terms"] == [whole["status_zh"], whole["term_zh"]]


def test_rows_without_data_stand_under_their_reason(extract: dict[str, Any]) -> None:
    titles = {group["title"] for group in _groups(extract, "no_data", "targets")}
    assert titles == {row["reason_zh"] for row in extract["no_data"] if row["theme"] == "targets"}


def test_a_share_has_its_doubt() -> None:
    place = {"verdict": "partly", "share_of_site": 0.4, "share_pm": 0.02, "length_km": None, "distance_m": None}
    assert share_text(place) == "40.0% ± 2.0%"
    assert share_text({"share_of_site": 1.0, "share_pm": 0.0}) == "100.0%"
    assert reach_of_place(place, "zh") == ["部分 40.0% ± 2.0%"]
    near = {**place, "verdict": "cannot_be_told", "share_of_site": None, "distance_m": 1234.5}
    assert reach_of_place(near, "en") == ["cannot be told", "1,234 m apart"]
