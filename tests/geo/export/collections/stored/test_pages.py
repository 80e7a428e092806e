"""Pages of a stored layer as a collection: what is selected, in which order, in which system."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from geo import Atlas
from geo.atlas.added.stored_layer import StoredQuery
from geo.errors import ParameterError, UnknownLayerError
from geo.export.collections.feature_query import FeatureQuery
from geo.export.collections.stored.pages import StoredPages, stored_pages
from geo.export.collections.stored.ready_features import Page
from geo.export.collections.stored.texts import Form
from tests.stored_layers import LAYER, edit, with_stored_layers

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


@pytest.fixture(scope="module")
def pages(stored_atlas: Atlas) -> StoredPages:
    return stored_pages(stored_atlas, LAYER)


def read(page: Page) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(b"[%b]" % page.body)
    assert len(features) == page.returned
    return features


def numbers(page: Page) -> list[int]:
    return [int(one["id"].rpartition("_")[2]) for one in read(page)]


def test_a_page_has_its_features_in_order_and_says_how_many_there_are(pages: StoredPages) -> None:
    page = pages.page(FeatureQuery(), 3, 6)
    assert page.matched == 36
    assert numbers(page) == [7, 8, 9]
    assert read(page)[1]["geometry"] is None
    feature = read(page)[0]
    assert feature["properties"].keys() == pages.fields.keys()
    assert feature["properties"]["place_id"] == feature["id"] == f"{LAYER}_7"
    assert (feature["properties"]["floors"], feature["properties"]["kind"]) == (6, "lot")


def test_a_small_box_is_answered_as_the_layer_would(pages: StoredPages) -> None:
    query = FeatureQuery(bbox=(121.66, 30.87, 121.74, 30.9))
    straight = list(pages.layer.rows(StoredQuery(bbox=query.bbox)).index)
    first = pages.page(query, 100, 0)
    assert [one["id"] for one in read(first)] == straight
    assert first.matched == len(straight) > 2
    assert [one["id"] for one in read(pages.page(query, 2, 1))] == straight[1:3]
    assert read(pages.page(query, 100, 0, Form(("use",))))[0]["properties"].keys() == {"use"}


def test_an_edit_is_seen_by_the_next_box(atlas: Atlas, store_folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(store_folder, tmp_path / "copy")
    pages, query = (
        stored_pages(with_stored_layers(atlas, copy), LAYER),
        FeatureQuery(bbox=(121.6, 30.85, 121.63, 30.86)),
    )
    assert [one["properties"]["use"] for one in read(pages.page(query, 1, 0))] == ["green"]
    edit(copy, "UPDATE features SET use = 'mended' WHERE fid = 1")
    assert [one["properties"]["use"] for one in read(pages.page(query, 1, 0))] == ["mended"]


def test_own_columns_order_and_form_are_asked_of_the_layer(pages: StoredPages) -> None:
    query = FeatureQuery(own={"use": frozenset({"green"})}, order=(("floors", True),))
    page = pages.page(query, 2, 0, Form(("floors", "use"), f"{EPSG}4529", skip_geometry=False))
    first, second = read(page)
    assert first["properties"]["floors"] > second["properties"]["floors"]
    assert first["properties"].keys() == {"use", "floors"}
    assert first["geometry"]["coordinates"][0][0][1] > 40_000_000, "northing first, easting with its zone second"
    bare = pages.page(query, 1, 0, Form(skip_geometry=True))
    assert read(bare)[0]["geometry"] is None


def test_a_box_in_another_system_is_the_same_box(pages: StoredPages) -> None:
    there = pages.page(FeatureQuery(bbox=(30.87, 121.66, 30.9, 121.74), bbox_crs=f"{EPSG}4326"), 100, 0)
    assert numbers(there) == numbers(pages.page(FeatureQuery(bbox=(121.66, 30.87, 121.74, 30.9)), 100, 0))
    assert pages.page(FeatureQuery(bbox=(10.0, 40.0, 11.0, 41.0)), 100, 0) == Page(0, 0, b"")
    assert len(numbers(pages.page(FeatureQuery(bbox=(121.0, 30.0, -121.0, 31.0)), 100, 0))) == 35


def test_what_the_layer_does_not_have_is_refused(pages: StoredPages, atlas: Atlas) -> None:
    with pytest.raises(ParameterError, match="nothing"):
        pages.page(FeatureQuery(), 1, 0, Form(("nothing",)))
    with pytest.raises(UnknownLayerError):
        stored_pages(atlas, LAYER)


def test_one_feature_is_found_by_its_id(pages: StoredPages) -> None:
    found = pages.one(f"{LAYER}_2", f"{EPSG}4326")
    assert found is not None
    assert json.loads(found)["geometry"]["coordinates"][0][0][0] < 40
    assert pages.one(f"{LAYER}_99", f"{EPSG}4326") is None
