"""Area statistics of a layer: one row per zone, and three totals that say what overlaps.

Zones of a plan overlap (a bonded zone lies partly in both wings), so a plain sum counts ground twice. So the totals are
the sum of the rows, the area of their union, and the difference between the two.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import shapely

from geo import words
from geo.atlas.cells import none_if_missing
from geo.columns import PLACE_HEADINGS, TableColumns
from geo.errors import Fault, ParameterError
from geo.measure.area import ELLIPSOIDAL, area_km2
from geo.measure.uncertainty import total_bound_km2
from geo.measure.units import add_areas, area_columns, require_digits, round_areas

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from geo.atlas.schema import Layer
    from geo.measure.uncertainty import Lines

#: The columns of a row, in the order of every table and file.
TABLE = TableColumns(
    keys=(
        *("place_id", "name_zh", "name_en", "kind", "grade", "area_km2", "area_ha", "area_mu", "perimeter_km"),
        *("stated_area_km2", "difference_km2", "difference_share", "uncertainty_km2"),
    ),
    pages={**PLACE_HEADINGS, "area_mu": ("亩", "mu")},
    # The share stands in the cell of the difference.
    off_page=frozenset({"place_id", "difference_share"}),
    last_on_page=("stated_area_km2", "difference_km2", "perimeter_km"),
    off_terminal=frozenset({"name_en", "kind", "perimeter_km", "difference_share", "uncertainty_km2"}),
    last_on_terminal=("grade",),
)


@dataclass(frozen=True)
class Account:
    """The statistics of one layer of zones.

    Attributes
    ----------
    zones : dict
        ``id``, ``title_zh``, ``title_en`` of the layer.
    version : str
        Hash of the data the figures came from.
    rows : tuple of dict
        One per zone with an area, with the keys of `TABLE`; a figure that does not exist is None.
    total, sum, overlap : dict
        ``area_km2``, ``area_ha``, ``area_mu`` of the union, of the plain sum, and of sum less union; of the union also
        ``uncertainty_km2`` (`geo.measure.uncertainty.total_bound_km2`), None where a row has none.
    digits : int or None
        Decimal places the areas were rounded to; None is full precision.
    """

    zones: dict[str, str]
    version: str
    rows: tuple[dict[str, Any], ...]
    total: dict[str, float | None]
    sum: dict[str, float]
    overlap: dict[str, float]
    digits: int | None = None

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Iterate over the rows, so that ``pandas.DataFrame(account)`` is their table."""
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the account as the body of ``/stats/<zones>.json``."""
        note_zh, note_en = words.both("areas.note")
        return {
            "zones": self.zones,
            "by": None,
            "method": asdict(ELLIPSOIDAL),
            "version": self.version,
            "digits": self.digits,
            "rows": [dict(row) for row in self.rows],
            "total": self.total,
            "sum": self.sum,
            "overlap": self.overlap,
            "note_zh": note_zh,
            "note_en": note_en,
        }

    def rounded(self, digits: int = 2) -> Account:
        """Round for display, so that the areas shown add up to the sum shown.

        Parameters
        ----------
        digits : int
            Decimal places of km²; hectares and mu are rounded by themselves (`geo.measure.units.round_areas`).

        Returns
        -------
        Account

        Raises
        ------
        ParameterError
            If `digits` is not between 0 and 9.
        """
        require_digits(digits)
        areas = round_areas([row["area_km2"] for row in self.rows], digits)
        rows = [
            {**{key: _rounded(key, value, digits) for key, value in row.items()}, **area}
            for row, area in zip(self.rows, areas, strict=True)
        ]
        plain, [union] = add_areas(areas, digits), round_areas([self.total["area_km2"] or 0.0], digits)
        bound = self.total.get("uncertainty_km2")
        return Account(
            zones=self.zones,
            version=self.version,
            rows=tuple(rows),
            total={**union, "uncertainty_km2": None if bound is None else round(bound, digits)},
            sum=plain,
            overlap=add_areas([plain, {unit: -area for unit, area in union.items()}], digits),
            digits=digits,
        )


def layer_account(layer: gpd.GeoDataFrame, entry: Layer, version: str, lines: Lines | None = None) -> Account:
    """Compute the area statistics of a measured layer.

    Parameters
    ----------
    layer : geopandas.GeoDataFrame
        With the columns of `geo.atlas.figures.measure` and ``name_zh``, ``name_en``, ``kind``.
    entry : Layer
        Its entry in the catalogue.
    version : str
        Hash of the data.
    lines : Lines, optional
        Lines whose accuracy is known, for the bound on the total.

    Returns
    -------
    Account
        Rows in the order of the layer; features without an area (points, axes, places nobody locates) have no row.

    Raises
    ------
    ParameterError
        If no feature of the layer has an area.
    """
    zones = layer[layer["area_km2"].notna()]
    if zones.empty:
        refuse_layer_without_area(entry.id)
    rows = tuple(_row(record) for record in zones.to_dict("records"))
    union = float(area_km2([shapely.union_all(zones.geometry.array)], zones.crs)[0])
    plain = float(zones["area_km2"].sum())
    return Account(
        zones={"id": entry.id, "title_zh": entry.title_zh, "title_en": entry.title_en},
        version=version,
        rows=rows,
        total={**area_columns(union), "uncertainty_km2": _total_bound(zones, lines)},
        sum=area_columns(plain),
        # Rounding of the union may leave -1e-13 where nothing overlaps.
        overlap=area_columns(max(plain - union, 0.0)),
    )


def refuse_layer_without_area(layer_id: str) -> NoReturn:
    """Refuse a layer in which nothing has an area.

    Raises
    ------
    ParameterError
        Always.
    """
    raise ParameterError(
        Fault(
            f"layer {layer_id!r} holds no area",
            "a layer of polygons",
            "zones",
            "axes and points have no area of their own: choose the layer of the places they connect",
        )
    )


def _total_bound(zones: gpd.GeoDataFrame, lines: Lines | None) -> float | None:
    """Compute the bound on the area of the union; None if a zone has none of its own, as a schematic shape."""
    if zones["uncertainty_km2"].isna().any():
        return None
    return total_bound_km2(zones.geometry, zones["accuracy_m"].astype(float), lines)


def _row(record: dict[str, Any]) -> dict[str, Any]:
    figures = {**record, **area_columns(record["area_km2"])}
    return {key: none_if_missing(figures[key]) for key in TABLE.keys}


def _rounded(key: str, value: object, digits: int) -> object:
    if not isinstance(value, float):
        return value
    # Adding 0.0 turns the -0.0 of a tiny negative difference into 0.0.
    return round(value, 4 if key == "difference_share" else digits) + 0.0
