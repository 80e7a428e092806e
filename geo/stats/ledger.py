"""The area ledger: every stated area beside the drawn one, with the difference a drawn edge can explain.

The bound is the sum of length × accuracy over the boundary (`geo.measure.uncertainty` says why). A schematic shape was
drawn to its size, so its agreement proves nothing: it stands in the ledger without a bound and without a verdict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.check.rules import Finding

if TYPE_CHECKING:
    import geopandas as gpd

#: The columns of the ledger, in their order.
COLUMNS = [
    "place_id",
    "layer",
    "method",
    "grade",
    "accuracy_m",
    "area_km2",
    "stated_area_km2",
    "difference_km2",
    "difference_share",
    "uncertainty_km2",
    "verdict",
    "stated_area_source_zh",
    "stated_area_source_en",
]


def ledger(features: gpd.GeoDataFrame) -> pd.DataFrame:
    """Give the ledger of all features with a stated area.

    Parameters
    ----------
    features : geopandas.GeoDataFrame
        As `geo.atlas.figures.measure` gives them, with a column ``layer``.

    Returns
    -------
    pandas.DataFrame
        One row per feature that states an area, in the order of `features`, columns `COLUMNS`: areas in km²,
        ``difference_km2`` drawn less stated, ``difference_share`` of the stated area, ``uncertainty_km2`` length ×
        accuracy of the boundary, ``verdict`` "within", "outside" or None (not drawn, or schematic).
    """
    stated = features[features["stated_area_km2"].notna()]
    accounts = pd.DataFrame(stated.reset_index(drop=True)[COLUMNS])
    accounts["verdict"] = accounts["verdict"].astype(object).where(accounts["verdict"].notna(), None)
    return accounts


def ledger_findings(features: gpd.GeoDataFrame) -> list[Finding]:
    """Report the drawn areas that lie further from the stated one than the drawing allows.

    Returns
    -------
    list of Finding
        Rule A001, warnings.
    """
    accounts = ledger(features)
    return [
        Finding(
            "A001",
            "warning",
            f"layers/{row['layer']}.geojson",
            f"feature {row['place_id']}",
            f"drawn {row['area_km2']:.2f} km², stated {row['stated_area_km2']:g}, {row['difference_km2']:+.2f} km²",
            f"a difference within ±{row['uncertainty_km2']:.2f} km² (length × accuracy of the boundary)",
            "look at the boundary again, or say in the note why it differs",
        )
        for row in accounts[accounts["verdict"] == "outside"].to_dict("records")
    ]
