"""Whose a feature of the reader's own is, and when its layer has changed."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.atlas.added.own_layers import stored_layer_of, stored_version
from tests.stored_layers import LAYER, parcels, with_parcels


@pytest.mark.parametrize(
    ("feature", "known"),
    [("ws-parcels_1", True), ("ws-parcels_", False), ("ws-parcels_x", False), ("ws-lots_1", False)],
)
def test_the_id_of_a_feature_names_its_layer(atlas: Atlas, feature: str, *, known: bool) -> None:
    stored = with_parcels(atlas)
    assert stored_layer_of(stored, feature) is (stored.stored[LAYER] if known else None)


def test_the_version_changes_with_an_edit_of_the_layers_it_is_asked_of(atlas: Atlas) -> None:
    before, after = (with_parcels(atlas, parcels(version)) for version in "12")
    assert stored_version(before) == stored_version(before, [LAYER, "parks", LAYER]) != stored_version(after)
    assert stored_version(before, ["parks"]) == stored_version(atlas) == ""
