"""The paper is divided so that nothing overlaps, and the map covers the extent asked for."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from geo import Atlas
from geo.errors import ParameterError
from geo.printing.sheet.frame import SCALES, frame_of, layer_ids, window_of
from geo.printing.sheet.request import PAPERS, Request
from geo.screen.canvas import ROUND_SCALES

BOX = (121.70, 30.80, 121.98, 30.98)


def on_grid(bounds: tuple[float, float, float, float]) -> shapely.Geometry:
    return gpd.GeoSeries([shapely.box(*bounds)], crs="EPSG:4326").to_crs("EPSG:4529").iloc[0]


@pytest.mark.parametrize("paper", list(PAPERS))
@pytest.mark.parametrize("landscape", [True, False])
def test_map_and_legend_have_room_on_the_paper(paper: str, landscape: bool) -> None:
    frame = frame_of(Request(paper=paper, landscape=landscape))
    assert frame.wide is landscape
    across = frame.margin + frame.map_width + (frame.panel if landscape else 0.0)
    assert across < frame.width - frame.margin
    assert frame.top + frame.map_height < frame.height - frame.margin
    assert min(frame.map_width, frame.map_height) > 0.4 * min(frame.width, frame.height)


def test_type_grows_with_the_paper_but_more_slowly() -> None:
    units = [frame_of(Request(paper=paper)).unit for paper in PAPERS]
    assert units == sorted(units)
    assert frame_of(Request(paper="A3")).unit == pytest.approx(1.0)
    assert units[-1] < 2.0


def test_the_map_covers_the_extent_at_the_largest_round_scale(atlas: Atlas) -> None:
    request = Request(bbox=BOX)
    frame = frame_of(request)
    window, fitting = window_of(atlas, request, frame)
    west, south, east, north = on_grid(BOX).bounds
    assert window.scale == fitting
    assert shapely.box(*window.bounds).contains(shapely.box(west, south, east, north))
    finer = ROUND_SCALES[ROUND_SCALES.index(fitting) - 1] / 1000.0
    assert (east - west) * 1.04 > frame.map_width * finer or (north - south) * 1.04 > frame.map_height * finer


def test_a_scale_asked_for_is_kept_about_the_same_centre(atlas: Atlas) -> None:
    frame = frame_of(Request())
    usual, fitting = window_of(atlas, Request(bbox=BOX), frame)
    asked, still = window_of(atlas, Request(bbox=BOX, scale=12_345), frame)
    assert (asked.scale, still) == (12_345, fitting)
    assert (asked.east, asked.north) == (usual.east, usual.north)


@pytest.mark.parametrize("scale", [SCALES[0] - 1, SCALES[1] + 1])
def test_a_scale_no_sheet_has_is_refused(atlas: Atlas, scale: int) -> None:
    with pytest.raises(ParameterError, match="scale="):
        window_of(atlas, Request(bbox=BOX, scale=scale), frame_of(Request()))


@pytest.mark.parametrize("bbox", [(122.0, 31.0, 121.0, 30.0), (121.0, 30.0, 122.0, 91.0), (30.0, -1.0, 31.0, 1.0)])
def test_an_extent_that_makes_no_sense_is_refused(atlas: Atlas, bbox: tuple[float, float, float, float]) -> None:
    with pytest.raises(ParameterError, match="bbox"):
        window_of(atlas, Request(bbox=bbox), frame_of(Request()))


def test_without_an_extent_the_map_covers_the_layers_and_the_drawn_shape(atlas: Atlas) -> None:
    drawn = shapely.box(121.2, 30.7, 121.3, 30.8)
    request = Request(layers=("parks",), drawn=drawn)
    window, _ = window_of(atlas, request, frame_of(request))
    covered = shapely.box(*window.bounds)
    assert covered.contains(shapely.box(*atlas.layer("parks").to_crs("EPSG:4529").total_bounds))
    assert covered.contains(on_grid(drawn.bounds))
    with pytest.raises(ParameterError, match="no planning layer"):
        window_of(atlas, Request(layers=("coast",)), frame_of(Request()))


def test_a_sheet_shows_the_layers_named_or_those_of_the_start(atlas: Atlas) -> None:
    assert layer_ids(atlas, Request(layers=("rail", "coast"))) == ("rail", "coast")
    assert set(layer_ids(atlas, Request())) == {entry.id for entry in atlas.catalogue.layer if entry.visible}
