"""The table of the places that reach a site, and the summary of the cover."""

from __future__ import annotations

import datetime as dt

import shapely

from geo import Atlas
from geo.extract.statement import extract_of_place, extract_of_shape
from geo.printing.extract.places_table import places_table, summary
from tests.geo.extract.sites import CHIP_PORT_BOX, FAR_WEST

DAY = dt.date(2026, 11, 29)


def test_every_place_that_reaches_the_site_has_its_row(atlas: Atlas) -> None:
    extract = extract_of_shape(atlas, shapely.box(*CHIP_PORT_BOX), DAY)
    rows = [row for theme in places_table(atlas, extract, "zh")["themes"] for row in theme["rows"]]
    places = [row["places"][0] for row in extract["applies"] if row["kind"] == "place"]
    assert [row["place"] for row in rows] == [place["name_zh"] for place in places]
    for row, place in zip(rows, places, strict=True):
        assert (row["bar"] is not None) is (place["share_of_site"] is not None)
        assert row["share_of_place"].endswith("%") is (place["area_km2"] is not None)
        assert not row["bar"] or all(0 <= value <= 1 for value in row["bar"])


def test_common_ground_of_a_schematic_site_has_no_more_digits_than_its_area(atlas: Atlas) -> None:
    table = places_table(atlas, extract_of_place(atlas, "fa-special-bonded", DAY), "zh")
    common = {row["place"]: row["common"] for theme in table["themes"] for row in theme["rows"]}
    assert common["浦东机场南侧区域"] == "约 7.9 平方公里"
    assert common["临港新片区"] == "约 25 平方公里"


def test_a_place_is_not_in_its_own_table(atlas: Atlas) -> None:
    table = places_table(atlas, extract_of_place(atlas, "lg-new-area", DAY), "en")
    assert "Lingang New Area" not in {row["place"] for theme in table["themes"] for row in theme["rows"]}


def test_the_summary_names_positioning_and_places_by_verdict(atlas: Atlas) -> None:
    lines = dict(summary(extract_of_place(atlas, "fp-oriental-chip-port", DAY), "zh"))
    assert lines["定位"].startswith("特色产业园区；")
    assert lines["在内"].startswith("临港新片区、")
    assert lines["不能断定"].endswith("处")
    assert [name for name, _ in summary(extract_of_shape(atlas, shapely.box(*FAR_WEST), DAY), "zh")] == ["不能断定"]
