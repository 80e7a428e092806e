"""The tables of touched places: what has no room in a table is named below it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import shapely

from geo import Atlas
from geo.extract.site import site_of_place, site_of_polygon
from geo.printing.flow import Flow
from geo.printing.page import to_pdf
from geo.printing.report.touched import draw_axes, draw_parks, draw_zones
from geo.printing.report.words import say
from tests.geo.pdf import text_of

FAR = shapely.box(110.0, 30.0, 110.01, 30.01)


def written(flow: Flow, folder: Path) -> str:
    path = folder / "tables.pdf"
    path.write_bytes(to_pdf(flow.finish("{page}"), title="tables", subject="", day=dt.date(2026, 1, 1)))
    return text_of(path, "raw")


def begun() -> Flow:
    flow = Flow("report", "foot")
    flow.new_page()
    return flow


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_touched_place_is_named_though_the_table_is_cut(atlas: Atlas, tmp_path: Path, lang: str) -> None:
    site, flow = site_of_place(atlas, "lg-new-area"), begun()
    for draw in (draw_zones, draw_parks, draw_axes):
        assert draw(flow, site, lang, 1, 4) == 1
    text = written(flow, tmp_path)
    assert len(site.touches) > 60
    assert [touch.place_id for touch in site.touches if "".join(touch.name(lang).split()) not in text] == []


def test_nothing_touched_is_said_and_axes_are_left_out(atlas: Atlas, tmp_path: Path) -> None:
    site, flow = site_of_polygon(atlas, FAR), begun()
    assert [draw(flow, site, "zh", 1, 14) for draw in (draw_zones, draw_parks, draw_axes)] == [1, 1, 0]
    text = written(flow, tmp_path)
    assert say("no_zones", "zh") in text
    assert say("no_parks", "zh") in text
