"""The ledger: every stated area beside the drawn one, with the difference and the bound on it."""

from __future__ import annotations

import math

import pytest

from geo import Atlas
from geo.atlas.figures import measure
from geo.stats.ledger import COLUMNS, ledger, stated_areas
from tests.geo.check.squares import stated_frame


def test_the_ledger_holds_drawn_against_stated_by_perimeter_times_accuracy() -> None:
    rows = stated_areas(measure(stated_frame()))
    assert list(rows.columns) == COLUMNS
    assert dict(zip(rows["place_id"], rows["verdict"], strict=True)) == {
        "near": "within",
        "far": "outside",
        "tuned": None,
        "lost": None,
    }
    assert rows["uncertainty_km2"][0] == pytest.approx(2 * (9.549 + 11.086) * 0.1, rel=0.01)
    assert rows["difference_km2"][1] == pytest.approx(rows["area_km2"][1] - 120.0)


def test_the_ledger_of_the_atlas_has_names_and_no_nan(atlas: Atlas) -> None:
    rows = ledger(atlas)
    stated = atlas.features["stated_area_km2"].notna()
    assert [row["place_id"] for row in rows] == list(atlas.features["place_id"][stated])
    for row in rows:
        assert set(row) == {*COLUMNS, "name_zh", "name_en"}
        assert row["name_zh"]
        assert not [key for key, value in row.items() if isinstance(value, float) and math.isnan(value)]
