"""By how much places reach a site, and where the map cannot tell."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo import Atlas
from geo.coordinates.local_plane import to_metres
from geo.extract.account import account_of_place, account_of_shape
from geo.extract.reach import _unsure_share
from geo.stats.place_bands import boundary_segments
from tests.geo.extract.sites import CHIP_PORT_BOX, FAR_WEST


def test_a_place_reaches_itself_wholly(atlas: Atlas) -> None:
    own = account_of_place(atlas, "fp-oriental-chip-port").reach["fp-oriental-chip-port"]
    assert (own.verdict, own.share_of_site, own.share_pm) == ("inside", 1.0, 0.0)


def test_a_site_deep_in_a_place_lies_inside_without_doubt(atlas: Atlas) -> None:
    point = atlas.features.geometry["lg-mainland"].representative_point()
    inside = account_of_shape(atlas, point.buffer(0.002)).reach["lg-new-area"]
    assert inside.verdict == "inside"
    assert inside.share_of_site == pytest.approx(1)
    assert inside.share_pm == 0


def test_a_site_on_both_sides_of_a_boundary_has_a_share_with_its_doubt(atlas: Atlas) -> None:
    site = account_of_shape(atlas, shapely.box(*CHIP_PORT_BOX))
    partly = [one for one in site.reach.values() if one.verdict == "partly" and one.share_pm is not None]
    assert partly
    for one in partly:
        assert 0 < one.share_pm < 1
        assert 0 < one.share_of_site < 1
        assert one.area_pm_km2 == pytest.approx(one.share_pm * site.size["area"]["area_km2"])


def test_the_doubt_is_the_ground_nearer_to_the_boundary_than_it_is_known(atlas: Atlas) -> None:
    """A square in the middle of a straight edge: its doubt is a band of twice the accuracy across it."""
    place = "lg-new-area"
    segments = boundary_segments(atlas, place)
    longest = segments.loc[segments["length_m"].idxmax()]
    x, y = (longest["lon_1"] + longest["lon_2"]) / 2, (longest["lat_1"] + longest["lat_2"]) / 2
    half = longest["length_m"] / 8
    (middle,) = to_metres([shapely.Point(x, y)])
    (edge,) = to_metres([shapely.LineString(longest[["lon_1", "lat_1", "lon_2", "lat_2"]].to_numpy().reshape(2, 2))])
    start, end = edge.coords[0], edge.coords[-1]
    angle = np.degrees(np.arctan2(end[1] - start[1], end[0] - start[0]))
    square = shapely.affinity.rotate(middle.buffer(half, cap_style="square"), angle)
    share = _unsure_share(atlas, place, square)
    assert share == pytest.approx(longest["accuracy_m"] / half, rel=0.02)


def test_what_lies_apart_by_less_than_it_is_known_cannot_be_told(atlas: Atlas) -> None:
    found = account_of_shape(atlas, shapely.box(*CHIP_PORT_BOX)).reach
    apart = [one for one in found.values() if one.distance_m is not None]
    assert apart
    assert {one.verdict for one in apart} == {"cannot_be_told"}
    loose = [one for one in apart if atlas.features.at[one.place_id, "method"] in {"schematic", "axis", "point"}]
    assert all((one.distance_m or 0) <= atlas.features.at[one.place_id, "accuracy_m"] for one in loose)


def test_a_schematic_place_never_holds_a_site_without_doubt_at_its_edge(atlas: Atlas) -> None:
    corner = shapely.Point(shapely.get_coordinates(atlas.features.geometry["fa-special-bonded"])[0])
    assert account_of_shape(atlas, corner.buffer(0.001)).reach["fa-special-bonded"].verdict == "cannot_be_told"


def test_a_place_far_away_does_not_reach(atlas: Atlas) -> None:
    assert "lg-pilot-119" not in account_of_shape(atlas, shapely.box(*FAR_WEST)).reach


def test_a_place_without_location_reaches_itself_only(atlas: Atlas) -> None:
    account = account_of_place(atlas, "park-intl-data")
    assert account.shape is None
    assert list(account.reach) == ["park-intl-data"]
