"""Layers prepared for zonal areas: areas, attributes, members and what overlaps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import ParameterError
from geo.measure.area import area_km2
from geo.overlay.polygons import Polygons, polygons_of
from geo.overlay.prepare import prepare_features, prepare_zones, require_unique
from tests.geo.shapes import LONLAT, frame, star

LARGE, SMALL = star(121.7, 30.9, 0.05, 200, 1), shapely.box(121.70, 30.90, 121.705, 30.905)
PARTS = shapely.MultiPolygon([shapely.box(122.0, 30.9, 122.01, 30.91), shapely.box(122.1, 30.9, 122.11, 30.91)])


def test_zones_have_areas_and_an_index_of_their_edges() -> None:
    zones = prepare_zones(frame(LARGE, None, PARTS))
    assert zones.area_km2 == pytest.approx(
        [*area_km2([LARGE], LONLAT), np.nan, *area_km2([PARTS], LONLAT)], nan_ok=True
    )
    assert zones.edges.most_edges == 200
    assert zones.ids.tolist() == ["a", "b", "c"]


def test_features_know_their_areas_pieces_and_repeats() -> None:
    features = prepare_features(frame(LARGE, SMALL, None, PARTS).assign(use=["x", "y", "z", "x"]))
    expected = area_km2([LARGE, SMALL, PARTS], LONLAT)
    assert features.area_km2 == pytest.approx([*expected[:2], np.nan, expected[2]], nan_ok=True)
    assert features.single.tolist() == [False, True, False, False]
    assert list(features.table.columns) == ["use"]
    [again] = features.repeated
    assert again.owner.tolist() == [1]
    assert again.area_m2.sum() == pytest.approx(expected[1] * 1e6, rel=1e-9)


def test_members_are_features_or_the_values_of_an_attribute_with_one_for_what_is_missing() -> None:
    features = prepare_features(frame(SMALL, PARTS, SMALL, PARTS).assign(use=["y", None, "x", "y"]))
    code, members = features.members(None)
    assert (code.tolist(), members.tolist()) == ([0, 1, 2, 3], ["a", "b", "c", "d"])
    code, members = features.members("use")
    assert (code.tolist(), members.tolist()) == ([0, 1, 2, 0], ["y", None, "x"])
    assert features.members("use")[1] is members, "computed once"
    with pytest.raises(ParameterError, match=r"by='colour'.*one of use"):
        features.members("colour")


class Rows:
    """Features in another form than a frame."""

    table = pd.DataFrame({"use": ["x"]}, index=["only"])

    def __len__(self) -> int:
        return 1

    def polygons(self, what: str) -> Polygons:
        return polygons_of(frame(SMALL).set_axis(["only"]), what)


def test_rows_in_another_form_are_prepared_as_those_of_a_frame() -> None:
    features = prepare_features(Rows())
    assert features.ids.tolist() == ["only"]
    assert features.area_km2 == pytest.approx(area_km2([SMALL], LONLAT))


def test_an_id_that_names_two_rows_is_refused() -> None:
    require_unique(pd.Index(["a", "b"]), "zones")
    with pytest.raises(ParameterError, match="id 'b' twice"):
        require_unique(pd.Index(["a", "b", "c", "b", "c"]), "zones")
