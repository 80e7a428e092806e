"""Distances to the nearest port, airport, station and motorway, with the accuracy of both ends."""

from __future__ import annotations

import pytest
import shapely

from geo import Atlas
from geo.coordinates.local_plane import to_metres
from geo.measure.area import ELLIPSOID
from geo.places.distances import distances, distances_of_place, nearest_of, targets_of_layers

SPOT = shapely.Point(121.95, 30.9)


def plane(shape: shapely.Geometry) -> shapely.Geometry:
    return to_metres([shape])[0]


def test_every_destination_of_the_catalogue_has_its_nearest(atlas: Atlas) -> None:
    found = {one.category: one for one in distances(atlas, plane(SPOT))}
    assert {place: one.id for place, one in found.items() if place != "motorway"} == {
        "port": "node-yangshan-port",
        "airport": "node-pvg",
        "station": "node-luchao-rail",
    }
    airport = atlas.features.geometry["node-pvg"]
    metres = ELLIPSOID.inv(SPOT.x, SPOT.y, airport.x, airport.y)[2]
    assert found["airport"].distance_m == pytest.approx(metres, rel=1e-3)
    assert found["airport"].pm_m == atlas.features.at["node-pvg", "accuracy_m"]
    roads = atlas.layers["roads"]
    assert roads.at[found["motorway"].id, "kind"] == "expressway"


def test_the_accuracy_of_both_ends_adds_up(atlas: Atlas) -> None:
    exact, rough = distances(atlas, plane(SPOT)), distances(atlas, plane(SPOT), 250.0)
    assert [one.distance_m for one in exact] == [one.distance_m for one in rough]
    assert [two.pm_m - one.pm_m for one, two in zip(exact, rough, strict=True)] == [250.0] * 4


def test_a_shape_that_holds_or_crosses_the_destination_is_at_no_distance(atlas: Atlas) -> None:
    road = atlas.layers["roads"].geometry["s2"]
    across = road.interpolate(0.5, normalized=True).buffer(0.001)
    near = {one.category: one.distance_m for one in distances(atlas, plane(across))}
    assert near["motorway"] == 0.0
    around = {
        one.category: one.distance_m
        for one in distances(atlas, plane(atlas.features.geometry["node-pvg"].buffer(0.01)))
    }
    assert around["airport"] == 0.0


def test_a_place_counts_its_own_accuracy_and_is_kept(atlas: Atlas) -> None:
    found = distances_of_place(atlas, "fa-frontier")
    assert found is distances_of_place(atlas, "fa-frontier")
    own = atlas.features.at["fa-frontier", "accuracy_m"]
    port = next(one for one in found if one.category == "port")
    assert port.pm_m == atlas.features.at["node-yangshan-port", "accuracy_m"] + own
    assert distances_of_place(atlas, "park-intl-data") == ()


def test_of_several_places_around_a_shape_the_smallest_is_the_nearest(atlas: Atlas) -> None:
    targets = targets_of_layers(atlas, ("scopes", "functional_areas"))
    found = nearest_of(targets, plane(shapely.Point(121.87, 30.95)))
    assert found is not None
    holding = [
        one["id"]
        for one, shape in zip(targets.said, targets.shapes, strict=True)
        if shape.intersects(plane(shapely.Point(121.87, 30.95)))
    ]
    assert found["distance_m"] == 0.0
    assert found["id"] == min(holding, key=lambda place: atlas.features.at[place, "area_km2"])
    assert nearest_of(targets_of_layers(atlas, ()), plane(SPOT)) is None


def test_every_place_of_a_destination_is_in_the_atlas(atlas: Atlas) -> None:
    for to in atlas.catalogue.destination:
        assert set(to.places) <= set(atlas.features.index)
        assert to.layer is None or set(to.kinds) <= set(atlas.layers[to.layer]["kind"])
