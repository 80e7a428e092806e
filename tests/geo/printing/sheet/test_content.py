"""What stands beside the map: title block, table of areas, notes that fit what is drawn."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from geo import Atlas
from geo.printing.sheet.content import sheet_content, title_of
from geo.printing.sheet.map_picture import map_picture
from geo.printing.sheet.request import Request

LAKE = (121.90, 30.86, 121.96, 30.93)


def content(atlas: Atlas, **wanted: Any) -> dict[str, Any]:
    request = Request(**{"layers": ("coast", "parks", "functional_areas"), "bbox": LAKE, **wanted})
    return sheet_content(atlas, request, map_picture(atlas, request))


def test_the_title_is_that_asked_for_or_that_of_the_only_layer(atlas: Atlas) -> None:
    layers = [atlas.entry(layer) for layer in ("coast", "parks")]
    assert title_of(atlas, layers, Request()) == "临港新片区园区图"
    assert title_of(atlas, [*layers, atlas.entry("nodes")], Request(lang="en")) == "Lingang New Area planning atlas"
    assert title_of(atlas, layers, Request(title="Site’s plan")) == "Site's plan"


def test_the_block_keeps_room_for_what_nobody_filled(atlas: Atlas) -> None:
    block = dict(content(atlas, day=dt.date(2026, 1, 2), scale=50_000, number="7")["block"])
    assert block["图号"] == "7"
    assert block["编制单位"] == ""
    assert block["制图日期"] == "2026-01-02"
    assert block["比例尺"] == "1∶50,000"
    assert block["数据版本"] == atlas.version


def test_the_table_holds_the_areas_on_the_map_with_both_figures(atlas: Atlas) -> None:
    rows = {row[0]: row[1:] for row in content(atlas)["table"]["rows"]}
    assert rows["国际创新协同区"][1] == "6.5"
    assert float(rows["国际创新协同区"][0]) == pytest.approx(
        float(atlas.features.at["fa-intl-innovation", "area_km2"]), rel=0.05
    )
    assert "金汇" not in rows, "off the map"


def test_the_accuracy_is_said_where_it_is_a_good_part_of_the_map(atlas: Atlas) -> None:
    texts = [note["text"] for note in content(atlas)["notes"]]
    assert any("位置可差 ±" in text for text in texts)
    wide = [note["text"] for note in content(atlas, bbox=(121.2, 30.6, 122.2, 31.4))["notes"]]
    assert not any("位置可差 ±" in text for text in wide)


def test_notes_link_to_the_documents_of_the_atlas(atlas: Atlas) -> None:
    links = {note["address"] for note in content(atlas, root="https://atlas.example")["notes"]}
    assert {"https://atlas.example/documents", "https://www.openstreetmap.org/copyright"} <= links
    assert not any("documents" in note["address"] for note in content(atlas)["notes"])
