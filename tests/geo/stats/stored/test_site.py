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

BOX = shapely.box(121.66, 30.87, 121.74, 30.9)


def test_parcels_that_tile_the_ground_cover_all_of_a_site(stored_atlas: Atlas) -> None:
    (held,) = stored_in_site(stored_atlas, BOX)
    rows = held["by"]["rows"]
    assert (held["id"], held["looked_at"], held["by"]["column"]) == (LAYER, True, "use")
    assert (
        held["count"] == stored_atlas.stored[LAYER].count(StoredQuery(bbox=BOX.bounds)) == sum(r["count"] for r in rows)
    )
    missing = 1e-9  # one parcel has no shape, elsewhere
    assert held["area_km2"] == pytest.approx(float(area_km2([BOX], "EPSG:4326")[0]), rel=missing)
    assert held["area_km2"] == pytest.approx(sum(row["area_km2"] for row in rows))


def test_far_from_every_feature_nothing_is_held(stored_atlas: Atlas, atlas: Atlas) -> None:
    assert stored_in_site(stored_atlas, shapely.box(120, 30, 120.1, 30.1)) == []
    assert stored_in_site(atlas, BOX) == []


def test_where_too_many_are_near_they_are_named_as_not_looked_at(
    stored_atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "MOST_LOOKED_AT", 2)
    (held,) = stored_in_site(stored_atlas, BOX)
    assert (held["looked_at"], held["area_km2"], held["by"]) == (False, None, None)
