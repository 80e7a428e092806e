"""Rule A001: the difference of drawn and stated area is larger than the bound on the drawn area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.check.rules import Finding
from geo.stats.ledger import stated_areas

if TYPE_CHECKING:
    import geopandas as gpd


def stated_area_findings(features: gpd.GeoDataFrame) -> list[Finding]:
    """List the drawn areas that differ from the stated area by more than their bound.

    Parameters
    ----------
    features : geopandas.GeoDataFrame
        Measured (`geo.atlas.figures.measure`), with a column ``layer``.

    Returns
    -------
    list of Finding
        Rule A001, warnings.
    """
    accounts = stated_areas(features)
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
