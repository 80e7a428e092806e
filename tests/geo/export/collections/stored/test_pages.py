"""Pages of a stored layer as a collection: what is selected, in which order, in which system."""

from __future__ import annotations

import json
from typing import Any

import pytest

from geo import Atlas
from geo.errors import ParameterError, UnknownLayerError
from geo.export.collections.feature_query import FeatureQuery
from geo.export.collections.stored.pages import Form, Page, StoredPages, stored_pages
from tests.stored_layers import LAYER, parcels, with_parcels

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


@pytest.fixture(scope="module")
def pages(atlas: Atlas) -> StoredPages:
    return stored_pages(with_parcels(atlas), LAYER)


def read(page: Page) -> list[dict[str, Any]]:
    return [json.loads(text) for text in page.texts]


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
    assert (feature["properties"]["floors"], feature["properties"]["kind"]) == (6, None)


def test_a_small_box_is_answered_from_what_is_kept_as_the_layer_would(atlas: Atlas) -> None:
    layer = parcels()
    kept = StoredPages(layer)
    query = FeatureQuery(bbox=(121.66, 30.87, 121.74, 30.9))
    first, again = kept.page(query, 100, 0), kept.page(query, 2, 1)
    reads = len(layer.asked)
    by_filter = kept.page(FeatureQuery(bbox=query.bbox, kinds=frozenset()), 100, 0)
    assert len(layer.asked) == reads, "nothing was read again"
    straight = [one for one in layer.frame.index if layer.frame.geometry[one] and one in texts(first)]
    assert list(texts(first)) == straight
    assert first.matched == again.matched == len(straight) > 2
    assert list(texts(again)) == straight[1:3]
    assert by_filter == first


def texts(page: Page) -> list[str]:
    return [one["id"] for one in read(page)]


def test_an_edit_is_seen_by_the_next_box(atlas: Atlas) -> None:
    layer = parcels()
    pages, query = StoredPages(layer), FeatureQuery(bbox=(121.6, 30.85, 121.65, 30.87))
    before = read(pages.page(query, 1, 0))
    layer.frame.loc[before[0]["id"], "use"] = "mended"
    layer.version = "2"
    assert read(pages.page(query, 1, 0))[0]["properties"]["use"] == "mended"


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
    assert pages.page(FeatureQuery(bbox=(10.0, 40.0, 11.0, 41.0)), 100, 0) == Page(0, [])
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
