"""What the template of an extract gets: every row once, in one language, with rounded figures and links."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
import shapely

from geo import Atlas
from geo.extract.statement import LISTS, extract_of_shape
from geo.printing.extract.content import content_of
from tests.geo.extract.sites import CHIP_PORT_BOX


@pytest.fixture(scope="module")
def extract(atlas: Atlas) -> dict[str, Any]:
    return extract_of_shape(atlas, shapely.box(*CHIP_PORT_BOX), dt.date(2026, 11, 29), name_zh="*甲*", name_en="#A")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_row_is_left_out(extract: dict[str, Any], lang: str) -> None:
    content = content_of(extract, lang, "https://atlas.example/")
    for given, name in zip(content["lists"], LISTS, strict=True):
        assert sum(len(theme["rows"]) for theme in given["themes"]) == len(extract[name])
    assert json.loads(json.dumps(content)) == content


def test_texts_stay_as_they_are_given(extract: dict[str, Any]) -> None:
    assert content_of(extract, "zh", None)["name"] == "*甲*"
    assert content_of(extract, "en", None)["name"] == "#A"


def test_links_lead_to_the_section_or_stay_within(extract: dict[str, Any]) -> None:
    linked, within = (
        [
            section["url"]
            for given in content_of(extract, "zh", root)["lists"]
            for theme in given["themes"]
            for row in theme["rows"]
            for source in row["sources"]
            for section in source["sections"]
        ]
        for root in ("https://atlas.example/", None)
    )
    assert all(url.startswith("https://atlas.example/documents/") and "#" in url for url in linked)
    assert set(within) == {""}


def test_sections_of_a_place_stand_with_it_or_with_its_statements(extract: dict[str, Any]) -> None:
    applies = content_of(extract, "zh", "https://atlas.example")["lists"][0]
    for place in (row for row in extract["applies"] if row["kind"] == "place"):
        theme = next(one for one in applies["themes"] if any(row["what"] == place["what_zh"] for row in one["rows"]))
        printed = {section["url"] for row in theme["rows"] for one in row["sources"] for section in one["sections"]}
        assert {"https://atlas.example" + source["link"] for source in place["sources"]} <= printed


def test_a_share_has_its_doubt(extract: dict[str, Any]) -> None:
    scopes = content_of(extract, "zh", None)["lists"][0]["themes"][0]["rows"]
    assert all("±" in row["reach"][0] for row in scopes if row["strong"])
    assert {row["reach"][0].split()[0] for row in scopes} <= {"在内", "部分", "不能断定"}


def test_an_office_is_printed_where_it_is_not_that_of_the_document(extract: dict[str, Any]) -> None:
    applies = content_of(extract, "zh", None)["lists"][0]
    measures = next(theme for theme in applies["themes"] if theme["title"] == "政策措施")["rows"]
    rows = [row for row in extract["applies"] if row["theme"] == "measures"]
    for printed, row in zip(measures, rows, strict=True):
        document = extract["documents"][row["sources"][0]["document"]]
        own = row["office_zh"] is not None and row["office_zh"] != document["office_zh"]
        assert (row["office_zh"] in printed["terms"]) is own
