"""The kinds of rows are the words of the public answer."""

from __future__ import annotations

from geo import Atlas
from geo.overlay.row_kinds import KINDS
from geo.stats.accounts import make_account


def test_a_zone_is_closed_by_the_kinds_it_is_said_to_be(atlas: Atlas) -> None:
    assert KINDS == ["member", "unassigned", "overlap", "unlocated"]
    assert {row["row"] for row in make_account(atlas, "scopes", "parks").rows} <= set(KINDS)
