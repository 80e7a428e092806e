"""What a site holds of the stored layers."""

from __future__ import annotations

import pytest
import shapely

from geo import Atlas
from geo.atlas.added.stored_layer import StoredQuery
from geo.measure.area import area_km2
from geo.stats.stored import site
from geo.stats.stored.site import stored_in_site
from tests.stored_layers import LAYER

BOX = shapely.box(121.76, 30.9, 121.84, 30.93)


def test_parcels_that_tile_the_ground_cover_all_of_a_site(stored_atlas: Atlas) -> None:
    (held,) = stored_in_site(stored_atlas, BOX)
    rows = held["by"]["rows"]
    assert (held["id"], held["looked_at"], held["by"]["column"]) == (LAYER, True, "use")
    assert (
        held["count"] == stored_atlas.stored[LAYER].count(StoredQuery(bbox=BOX.bounds)) == sum(r["count"] for r in rows)
    )
    assert held["area_km2"] == pytest.approx(float(area_km2([BOX], "EPSG:4326")[0]), rel=1e-9)
    assert held["area_km2"] == pytest.approx(sum(row["area_km2"] for row in rows))


def test_a_neighbour_that_shares_an_edge_is_not_held(stored_atlas: Atlas) -> None:
    parcel = stored_atlas.shape_of(f"{LAYER}_1")
    assert parcel is not None
    (held,) = stored_in_site(stored_atlas, parcel)
    assert (held["count"], held["by"]["rows"][0]["value"]) == (1, "green")


def test_far_from_every_feature_nothing_is_held(stored_atlas: Atlas, atlas: Atlas) -> None:
    assert stored_in_site(stored_atlas, shapely.box(120, 30, 120.1, 30.1)) == []
    assert stored_in_site(atlas, BOX) == stored_in_site(stored_atlas, None) == []


def test_where_too_many_are_near_they_are_named_as_not_looked_at(
    stored_atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "MOST_LOOKED_AT", 2)
    (held,) = stored_in_site(stored_atlas, BOX)
    assert (held["looked_at"], held["area_km2"], held["by"]) == (False, None, None)
