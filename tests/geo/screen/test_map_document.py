"""The map document: every feature of every layer, drawn as it was, named where its name has room."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from geo import Atlas
from geo.atlas.symbology import symbology
from geo.screen.layer_styles import layer_styles
from geo.screen.map_document import edge_mask, label_point, label_points, map_document, shared_shapes
from geo.store.workspace import with_workspace
from tests.stored_layers import LAYER
from tests.workspaces import write_workspace


def test_it_holds_every_feature_in_tree_order(atlas: Atlas) -> None:
    document = map_document(atlas)
    assert document["version"] == atlas.version
    assert [layer["id"] for layer in document["layers"]] == atlas.layer_ids
    for layer in document["layers"]:
        frame = atlas.layers[layer["id"]]
        assert [feature["id"] for feature in layer["features"]] == list(frame.index)
        assert (layer["count"], layer["located"]) == (len(frame), frame.geometry.notna().sum())
        assert layer["looks"] == symbology(atlas.entry(layer["id"]))
    assert json.loads(json.dumps(document, allow_nan=False))["sheet"] == document["sheet"]


def test_figures_are_whole_and_coordinates_are_rounded_to_a_decimetre(atlas: Atlas) -> None:
    (layer,) = [layer for layer in map_document(atlas)["layers"] if layer["id"] == "scopes"]
    frame = atlas.layers["scopes"]
    for feature in layer["features"]:
        if feature["geometry"] is None:
            continue
        assert feature["area_km2"] == frame.at[feature["id"], "area_km2"]
        drawn = shapely.from_geojson(json.dumps(feature["geometry"]))
        given = shapely.get_coordinates(frame.geometry[feature["id"]])
        assert np.abs(shapely.get_coordinates(drawn) - given).max() <= 0.5e-6 + 1e-12
        assert shapely.from_wkt(drawn.wkt).distance(Point(feature["label"])) == 0


def test_a_large_layer_of_the_readers_own_is_left_to_its_tiles_where_a_service_answers(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extended = with_workspace(atlas, str(write_workspace(tmp_path / "mine.gpkg")))
    monkeypatch.setattr("geo.screen.map_document.MOST_SIMPLIFIED", 5)
    large, *others = (layer for layer in map_document(extended)["layers"] if layer["group"] == "workspace")
    assert (large["features"], large["tiles"], large["count"], large["located"]) == (
        [],
        "/tiles/ws-xian-zhuang-di-kuai.json",
        12,
        11,
    )
    assert {"name": "容积率", "kind": "number"} in large["fields"]
    assert [style["shape"] for style in large["styles"]] == ["area"]
    assert all(paint["colour"] for paint in large["styles"][0]["paints"])
    assert all(layer["features"] for layer in others)
    (whole, *_) = map_document(extended, tiled=False)["layers"]
    assert len(whole["features"]) == 12


def test_a_stored_layer_is_listed_first_without_its_features(atlas: Atlas, stored_atlas: Atlas) -> None:
    document = map_document(stored_atlas)
    entry = document["layers"][0]
    assert [layer["id"] for layer in document["layers"]] == [LAYER, *atlas.layer_ids]
    assert document["groups"][0]["id"] == entry["group"] == "workspace"
    assert (entry["stored"], entry["count"], entry["features"], entry["tiles"]) == (
        True,
        36,
        [],
        "/tiles/ws-parcels.json",
    )
    assert entry["bounds"] == pytest.approx([121.6, 30.85, 121.9, 30.98])
    assert entry["fields"][0] == {"name": "use", "kind": "text"}
    assert json.loads(json.dumps(document, allow_nan=False))["layers"][0] == entry


@pytest.mark.parametrize(
    ("shape", "at"),
    [
        (MultiPolygon([box(121, 30, 121.1, 30.1), box(121.4, 30.4, 121.6, 31.4)]), (121.5, 30.9)),
        (LineString([(121, 31), (122, 31)]), (121.5, 31)),
        (MultiPoint([(121, 31), (122, 31)]), (121, 31)),
    ],
)
def test_a_name_goes_into_the_largest_part(shape: object, at: tuple[float, float]) -> None:
    lon, lat = label_point(shape)
    assert lon == pytest.approx(at[0], abs=0.01)
    assert lat == pytest.approx(at[1], abs=0.5), "anywhere along the middle of a long shape"


def test_a_name_lies_inside_a_shape_with_an_empty_middle() -> None:
    ring = Polygon([(121, 31), (122, 31), (122, 31.1), (121.1, 31.1), (121.1, 32), (121, 32)])
    assert ring.contains(Point(label_point(ring)))
    assert not ring.contains(ring.centroid)


def test_each_area_of_a_shape_has_a_position_for_a_name(atlas: Atlas) -> None:
    for geometry in atlas.layers["functional_areas"].geometry:
        for part, at in zip(shapely.get_parts(geometry), label_points(geometry), strict=True):
            assert part.contains(Point(at))


def test_places_with_one_shape_share_a_name(atlas: Atlas) -> None:
    same = shared_shapes(atlas)
    assert same["fp-life-bay"] == same["park-life-sci"] == "park-life-sci"
    assert same["fp-aircraft"] == same["park-large-aircraft"]
    assert "fp-ocean-park" not in same
    features = [feature for layer in map_document(atlas)["layers"] for feature in layer["features"]]
    assert {feature["id"] for feature in features if "same_shape" in feature} == set(same)


def test_a_feature_says_how_its_name_is_written(atlas: Atlas) -> None:
    document = map_document(atlas)
    for layer in document["layers"]:
        for feature in layer["features"]:
            if feature["geometry"] is not None:
                assert feature["name_style"] is None or feature["name_style"] in document["names"]["styles"]
                assert len(feature.get("labels", [])) in {0, len(feature["geometry"]["coordinates"])}


def test_it_holds_the_styles_the_map_draws(atlas: Atlas) -> None:
    for layer in map_document(atlas)["layers"]:
        styles = [style for style in layer_styles(atlas, layer["id"]) if style.style.paints]
        assert [style["id"] for style in layer["styles"]] == [style.id for style in styles]
        for given, style in zip(layer["styles"], styles, strict=True):
            assert given["drawn"] == style.drawn
            assert [paint["colour"] for paint in given["paints"]] == [paint.colour for paint in style.style.paints]


def test_the_edge_mask_grows_denser_towards_the_end_of_the_background(atlas: Atlas) -> None:
    mask = edge_mask(atlas)
    assert mask
    opacities = [step["opacity"] for step in mask["fades"]]
    assert opacities == sorted(opacities)
    assert opacities[-1] == 1.0
    boxes = [box(*step["inner"]) for step in mask["fades"]]
    assert all(outer.contains(inner) for inner, outer in pairwise(boxes))
    assert all(box(*step["outer"]).contains(boxes[-1]) for step in mask["fades"])


def test_there_is_no_mask_without_a_background(atlas: Atlas) -> None:
    planning = tuple(layer for layer in atlas.catalogue.layer if layer.role == "planning")
    catalogue = atlas.catalogue.model_copy(update={"layer": planning})
    assert edge_mask(Atlas(catalogue, atlas.tables, atlas.layers, atlas.version)) is None
