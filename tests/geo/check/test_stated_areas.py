"""Drawn areas beside stated ones: a finding only where the difference is more than the bound on the drawing."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest

from geo.atlas.figures import measure
from geo.check.stated_areas import stated_area_findings
from geo.stats.ledger import COLUMNS, stated_areas
from tests.geo.check.squares import FIELD


def stated(name: str, shape: object, method: str, stated_km2: float) -> dict[str, object]:
    return {
        "place_id": name,
        "layer": "made_up",
        "method": method,
        "grade": "B",
        "accuracy_m": 100.0,
        "stated_area_km2": stated_km2,
        "stated_area_source_zh": "表",
        "stated_area_source_en": "table",
        "geometry": shape,
    }


def test_the_ledger_holds_drawn_against_stated_by_perimeter_times_accuracy() -> None:
    rows = [
        stated("near", FIELD, "traced", 108.0),
        stated("far", FIELD, "constructed", 120.0),
        stated("tuned", FIELD, "schematic", 120.0),
        stated("unsaid", FIELD, "traced", np.nan),
        stated("lost", None, "none", 5.0),
    ]
    frame = gpd.GeoDataFrame(rows, index=[str(row["place_id"]) for row in rows], crs="EPSG:4326")
    accounts = stated_areas(measure(frame))
    assert list(accounts.columns) == COLUMNS
    assert dict(zip(accounts["place_id"], accounts["verdict"], strict=True)) == {
        "near": "within",
        "far": "outside",
        "tuned": None,
        "lost": None,
    }
    assert accounts["uncertainty_km2"][0] == pytest.approx(2 * (9.549 + 11.086) * 0.1, rel=0.01)
    (finding,) = stated_area_findings(measure(frame))
    assert (finding.rule, finding.severity, finding.feature) == ("A001", "warning", "far")
