"""The rows of an extract in one language."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import shapely

from geo import Atlas
from geo.extract.printed_row import printed_distance, printed_rows, printed_stored, sources_by_document
from geo.extract.statement import LISTS, extract_of_shape
from tests.geo.extract.sites import CHIP_PORT_BOX


@pytest.fixture(scope="module")
def extract(atlas: Atlas) -> dict[str, Any]:
    return extract_of_shape(atlas, shapely.box(*CHIP_PORT_BOX), dt.date(2026, 11, 29))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_row_is_printed(extract: dict[str, Any], lang: str) -> None:
    rows = list(printed_rows(extract, lang))
    assert len(rows) == sum(len(extract[name]) for name in LISTS)
    assert len({row["list"] for row in rows}) == 3
    assert all(row["what"] and row["theme"] and row["kind"] for row in rows)


def test_a_row_that_applies_names_verdict_places_and_source(extract: dict[str, Any]) -> None:
    rows = list(printed_rows(extract, "zh"))
    measure = next(row for row in rows if row["kind"] == "措施" and row["list"] == "适用")
    assert measure["verdict"] in {"在内", "部分", "不能断定"}
    assert measure["places"]
    assert measure["document"]
    assert measure["section"]
    assert measure["reason"] is None


def test_sources_stand_under_their_document_in_order_of_time(extract: dict[str, Any]) -> None:
    row = next(row for row in extract["applies"] if row["id"] == "lg-new-area")
    found = sources_by_document(extract, row)
    assert list(found) == [doc_id for doc_id in extract["documents"] if doc_id in found]
    assert sum(map(len, found.values())) == len(row["sources"])


def test_a_distance_is_said_in_kilometres_with_its_doubt(extract: dict[str, Any]) -> None:
    port = next(one for one in extract["site"]["distances"] if one["category"] == "port")
    title, text = printed_distance(port, "en")
    assert title == "Nearest port"
    assert text.startswith(f"{port['name_en']}, {port['distance_m'] / 1000:.2f} km (± ")


def test_what_the_site_holds_of_stored_layers_is_said_with_features_areas_and_values() -> None:
    named = {"title_zh": "宗地", "title_en": "Plots"}
    rows = [{"value": "<b>", "count": 1, "area_km2": 0.25}, {"value": None, "count": 1_200, "area_km2": 0.5}]
    held = {"looked_at": True, "count": 1_201, "area_km2": 0.75, "by": {"column": "use", "rows": rows}}
    points = {"looked_at": True, "count": 2, "area_km2": None, "by": None}
    many = {"looked_at": False, "count": 9_000, "area_km2": None, "by": None}
    extract = {"stored": [{**named, **one} for one in (held, points, many)]}
    assert list(printed_stored(extract, "en")) == [
        (
            "Own layer Plots",
            "1,201 features, 0.7500 km² of the site; by use: <b> 1 of 0.2500 km², – 1,200 of 0.5000 km²",
        ),
        ("Own layer Plots", "2 features"),
        ("Own layer Plots", "9,000 features near it, too many to compare one by one"),
    ]
    assert next(printed_stored(extract, "zh"))[1].startswith("1,201 个要素，占 0.7500 平方公里；按use：")
    assert list(printed_stored({}, "zh")) == []
