"""Names of own columns in frames and in tables."""

from __future__ import annotations

from geo.store.own.columns import names_in_frames, names_in_table


def test_a_name_every_frame_has_gets_own_behind_it() -> None:
    assert names_in_frames(["use", "kind", "kind_own", "geometry"]) == {
        "use": "use",
        "kind": "kind_own",
        "kind_own": "kind_own_own",
        "geometry": "geometry_own",
    }


def test_a_table_takes_a_and_b_for_the_same_in_any_case() -> None:
    assert names_in_table(["FID", "Use", "use", "USE", "", "x\0y"]) == {
        "FID": "FID_own",
        "Use": "Use",
        "use": "use_own",
        "USE": "USE_2",
        "": "column",
        "x\0y": "xy",
    }
