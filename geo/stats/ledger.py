"""The area ledger: every stated area beside the drawn one, with the difference a drawn edge can explain.

The bound is the sum of length × accuracy over the boundary (`geo.measure.uncertainty` says why), a worst case; the
scatter is one standard error of the area if the errors of its vertices are independent (`geo.measure.scatter`). A
schematic shape was drawn to its size, so its agreement proves nothing: it stands in the ledger without a bound and
without a verdict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.atlas.cells import none_if_missing

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas.atlas import Atlas

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
    "scatter_km2",
    "verdict",
    "stated_area_source_zh",
    "stated_area_source_en",
]


def ledger(atlas: Atlas) -> list[dict[str, Any]]:
    """List every stated area beside the drawn one, with the names of the places.

    Returns
    -------
    list of dict
        `COLUMNS`, ``name_zh`` and ``name_en``; a value that does not exist is None.
    """
    rows = stated_areas(atlas.features.assign(layer=atlas.places["layer"]))
    rows = rows.merge(atlas.features[["place_id", "name_zh", "name_en"]], on="place_id")
    return [{str(key): none_if_missing(value) for key, value in row.items()} for row in rows.to_dict("records")]


def stated_areas(features: gpd.GeoDataFrame) -> pd.DataFrame:
    """List the features that state an area.

    Parameters
    ----------
    features : geopandas.GeoDataFrame
        Measured (`geo.atlas.figures.measure`), with a column ``layer``.

    Returns
    -------
    pandas.DataFrame
        One row per feature that states an area, in the order of `features`, columns `COLUMNS`: areas in km²,
        ``difference_km2`` drawn less stated, ``difference_share`` of the stated area, ``uncertainty_km2`` length ×
        accuracy of the boundary, ``scatter_km2`` one standard error, ``verdict`` "within", "another_line", "outside" or
        None (not drawn, or schematic).
    """
    stated = features[features["stated_area_km2"].notna()]
    accounts = pd.DataFrame(stated.reset_index(drop=True).reindex(columns=COLUMNS))
    accounts["verdict"] = accounts["verdict"].astype(object).where(accounts["verdict"].notna(), None)
    return accounts
