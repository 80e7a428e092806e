"""Pages of features: in the order of the layer, complete, and empty where nothing is selected."""

from __future__ import annotations

import json

import pytest

from geo import Atlas
from geo.errors import ParameterError, UnknownLayerError, UnknownPlaceError
from geo.export import FeatureSelection
from geo.export.feature_pages import feature_page, one_feature

FAR_AWAY = FeatureSelection(bbox=(0.0, 0.0, 1.0, 1.0))


def test_pages_hold_every_feature_once_in_the_order_of_the_layer(atlas: Atlas) -> None:
    ids = list(atlas.layer("parks").index)
    pages = [feature_page(atlas, "parks", FeatureSelection(), offset=at, limit=10) for at in range(0, len(ids), 10)]
    assert {page.matched for page in pages} == {len(ids)}
    assert [json.loads(text)["id"] for page in pages for text in page.features] == ids


def test_a_page_beyond_the_end_and_an_empty_selection_hold_nothing(atlas: Atlas) -> None:
    beyond = feature_page(atlas, "parks", FeatureSelection(), offset=10_000, limit=10)
    assert (beyond.matched, beyond.features) == (len(atlas.layer("parks")), ())
    empty = feature_page(atlas, "parks", FAR_AWAY, offset=0, limit=10)
    assert (empty.matched, empty.features) == (0, ())


def test_one_feature_is_the_one_of_its_page(atlas: Atlas) -> None:
    first = atlas.layer("parks").index[0]
    assert (one_feature(atlas, "parks", first),) == feature_page(
        atlas, "parks", FeatureSelection(), offset=0, limit=1
    ).features


def test_an_unknown_layer_or_feature_is_refused(atlas: Atlas) -> None:
    with pytest.raises(UnknownPlaceError):
        one_feature(atlas, "parks", "nobody")
    with pytest.raises(UnknownLayerError):
        one_feature(atlas, "nowhere", "nobody")
    with pytest.raises(ParameterError):
        feature_page(atlas, "parks", FeatureSelection(ids=frozenset({"nobody"})), offset=0, limit=1)
