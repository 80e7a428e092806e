"""The first page: the map shows the whole site at a round scale, and the summary says what matters."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import pytest
import shapely
from matplotlib.text import Text

from geo import Atlas
from geo.extract.site import site_of_place, site_of_polygon
from geo.printing.flow import Flow
from geo.printing.report.cover import Cover, draw_cover, map_window, summary
from geo.printing.report.numbers import figure, is_about, share_with_grade
from geo.printing.sheet.furniture import ROUND_SCALES
from geo.words import say

SQUARE = shapely.box(121.75, 30.86, 121.83, 30.91)
FAR = shapely.box(110.0, 30.0, 110.01, 30.01)


def test_a_point_is_said_to_have_no_area_and_an_unlocated_place_to_have_no_location(atlas: Atlas) -> None:
    unlocated = str(atlas.features.index[atlas.features.geometry.isna() & atlas.features["area_km2"].isna()][0])
    for place_id, key, other in (
        ("node-yangshan-port", "no_extent", "unlocated"),
        (unlocated, "unlocated", "no_extent"),
    ):
        said = summary(site_of_place(atlas, place_id), "zh")
        assert say(f"report.{key}", "zh") in said
        assert say(f"report.{other}", "zh") not in said


@pytest.mark.parametrize("place", ["lg-new-area", "fp-oriental-chip-port", "node-yangshan-port"])
def test_the_map_shows_the_whole_site_at_a_round_scale(atlas: Atlas, place: str) -> None:
    site = site_of_place(atlas, place)
    window = map_window(atlas, site, 172.0, 148.0)
    shape = gpd.GeoSeries([site.shape], crs="EPSG:4326").to_crs("EPSG:4529").iloc[0]
    assert shapely.box(*window.bounds).contains(shape)
    assert window.scale in ROUND_SCALES
    assert (window.width_mm, window.height_mm) == (172.0, 148.0)


def test_a_place_without_location_gets_a_map_of_the_whole_area(atlas: Atlas) -> None:
    unlocated = str(atlas.features.index[atlas.features.geometry.isna() & atlas.features["area_km2"].isna()][0])
    window = map_window(atlas, site_of_place(atlas, unlocated), 172.0, 148.0)
    whole = atlas.layer("scopes").to_crs("EPSG:4529").total_bounds
    assert shapely.box(*window.bounds).contains(shapely.box(*whole))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_names_the_first_touched_zones_with_their_share(atlas: Atlas, lang: str) -> None:
    site = site_of_polygon(atlas, SQUARE)
    said = summary(site, lang)
    assert site.area is not None
    assert figure(site.area["area_km2"], about=is_about(site)) in said[0]
    [zones] = [
        line for line in said if site.zones[0].name(lang) in line and share_with_grade(site.zones[0], lang) in line
    ]
    assert [touch.name(lang) in zones for touch in site.zones[:4]] == [True] * len(site.zones[:4])


def test_a_site_far_away_has_its_size_alone_in_the_summary(atlas: Atlas) -> None:
    assert len(summary(site_of_polygon(atlas, FAR), "zh")) == 1


def test_a_draft_of_the_page_has_all_its_words_and_no_map(atlas: Atlas) -> None:
    flow, site = Flow("report", "foot"), site_of_polygon(atlas, SQUARE, name_en="Site 7")
    draw_cover(flow, Cover(atlas, site, "en", dt.date(2026, 1, 2), "沪S〔2026〕000号"), draft=True)
    [page] = flow.pages
    words = [artist.get_text() for artist in page.figure.get_children() if isinstance(artist, Text)]
    assert {"Site 7", say("report.date", "en", day="2026-01-02"), say("report.title", "en")} <= set(words)
    assert any("沪S〔2026〕000号" in word for word in words)
    assert page.figure.axes == []
