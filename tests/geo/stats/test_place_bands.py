"""The ± of a share: what of a zone lies nearer to the boundary of a member than this boundary is known."""

from __future__ import annotations

import pytest
import shapely

from geo import Atlas
from geo.coordinates.local_plane import to_metres
from geo.stats.accounts import make_account
from geo.stats.place_bands import band_of_place, boundary_segments, shares_in_doubt


def test_every_share_of_two_layers_of_the_atlas_has_its_doubt(atlas: Atlas) -> None:
    table = make_account(atlas, "scopes", "parks")
    shares = [row for row in table.rows if row["row"] == "member"]
    assert all(0 <= row["share_of_zone_pm"] <= 1 for row in shares)
    assert all(row["share_of_zone_pm"] is None for row in table.rows if row["row"] != "member")
    # A park drawn to 1.5 km is in doubt over more than a tenth of a small scope, and a scope known to metres is not.
    assert max(row["share_of_zone_pm"] for row in shares) > 0.01


def test_the_doubt_is_the_common_ground_with_the_band(atlas: Atlas) -> None:
    zone, member = "lg-area-386", "fp-oriental-chip-port"
    (plane,) = to_metres([atlas.features.geometry[zone]])
    band = band_of_place(atlas, member)
    assert band is not None
    expected = shapely.intersection(plane, band.unsure).area / plane.area
    assert shares_in_doubt(atlas, [(zone, member)]) == {(zone, member): pytest.approx(expected)}
    assert shares_in_doubt(atlas, [(zone, "nowhere")]) == {}
    assert boundary_segments(atlas, "belt-bay") is None
