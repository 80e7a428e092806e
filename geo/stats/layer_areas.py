"""Area statistics of a layer: one row per zone, and three totals that say what overlaps.

Zones of a plan overlap (a bonded zone lies partly in both wings), so a plain sum counts ground twice. So the totals are
the sum of the rows, the area of their union, and the difference between the two.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, NoReturn

from geo import words
from geo.atlas.cells import plain_cells
from geo.columns import PLACE_HEADINGS, TableColumns
from geo.errors import Fault, ParameterError
from geo.measure.area import ELLIPSOIDAL
from geo.measure.uncertainty import total_bound_km2
from geo.measure.units import area_columns, balance_areas, refuse_overlap, require_digits, round_area, rounding_gap
from geo.places.filter import union_km2

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import geopandas as gpd

    from geo.atlas.schema import Layer
    from geo.measure.uncertainty import Lines

#: The columns of a row, in the order of every table and file.
TABLE = TableColumns(
    keys=(
        *("place_id", "name_zh", "name_en", "kind", "grade", "area_km2", "area_ha", "area_mu", "perimeter_km"),
        *("stated_area_km2", "difference_km2", "difference_share", "uncertainty_km2"),
        *("stated_area_source_zh", "stated_area_source_en"),
    ),
    pages={**PLACE_HEADINGS, "area_mu": ("亩", "mu")},
    # The share stands in the cell of the difference, the source on the page of the place and in the ledger.
    off_page=frozenset({"place_id", "difference_share", "stated_area_source_zh", "stated_area_source_en"}),
    last_on_page=("stated_area_km2", "difference_km2", "perimeter_km"),
    off_terminal=frozenset(
        {
            *("name_en", "kind", "perimeter_km", "difference_share", "uncertainty_km2"),
            *("stated_area_source_zh", "stated_area_source_en"),
        }
    ),
    last_on_terminal=("grade",),
)

#: Name of the rule by which rows are made to add up.
BALANCE_RULE = "largest_remainder"


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
        ``uncertainty_km2``, the bound on the area of the rows that have one together
        (`geo.measure.uncertainty.total_bound_km2`), and ``uncertainty_covers``, the share of the union they cover; both
        None where no row has one.
    digits : int or None
        Decimal places the areas were rounded to; None is full precision.
    rounding : dict or None
        The rounded sum less the sum of the rounded rows; None at full precision.
    is_balanced : bool
        Whether the rows were made to add up (`geo.measure.units.balanced`).
    input_version : str or None
        Hash of the data with the shapes of the reader that the figures are of; None without such shapes.
    page : dict or None
        ``offset``, ``limit`` and ``matched``, if the rows and totals are those of one page of the zones.
    """

    zones: dict[str, str]
    version: str
    rows: tuple[dict[str, Any], ...]
    total: dict[str, float | None]
    sum: dict[str, float]
    overlap: dict[str, float]
    digits: int | None = None
    rounding: dict[str, float] | None = None
    is_balanced: bool = False
    input_version: str | None = None
    page: dict[str, int] | None = None

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Iterate over the rows, so that ``pandas.DataFrame(account)`` is their table."""
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the account as the body of ``/stats/<zones>.json``."""
        note = words.both("areas.note_balanced" if self.is_balanced else "areas.note")
        note_zh, note_en = with_page_note(note, self.page)
        return {
            "zones": self.zones,
            "by": None,
            "method": asdict(ELLIPSOIDAL),
            "version": self.version,
            "input_version": self.input_version,
            "digits": self.digits,
            "rounding": self.rounding,
            "balance": BALANCE_RULE if self.is_balanced else None,
            "rows": [dict(row) for row in self.rows],
            "total": self.total,
            "sum": self.sum,
            "overlap": self.overlap,
            "note_zh": note_zh,
            "note_en": note_en,
            **({"page": self.page} if self.page else {}),
        }

    def rounded(self, digits: int = 2, *, balance: bool = False) -> Account:
        """Round every figure by itself, in each unit from the exact area, and the totals from the exact totals.

        Parameters
        ----------
        digits : int
            Decimal places of km²; hectares and mu keep two fewer, at least none.
        balance : bool
            Make the rows add up to the rounded sum; only zones that do not overlap can be.

        Returns
        -------
        Account

        Raises
        ------
        ParameterError
            If `digits` is not between 0 and 9, or zones to balance overlap.
        """
        require_digits(digits)
        exact = [row["area_km2"] for row in self.rows]
        if balance:
            refuse_overlap(self.overlap["area_km2"], f"layer {self.zones['id']!r}")
        areas = balance_areas(exact, digits) if balance else [round_area(area, digits) for area in exact]
        rows = tuple(
            {**{key: _rounded(key, value, digits) for key, value in row.items()}, **area}
            for row, area in zip(self.rows, areas, strict=True)
        )
        plain, bound = round_area(self.sum["area_km2"], digits), self.total["uncertainty_km2"]
        return replace(
            self,
            rows=rows,
            total={
                **round_area(self.total["area_km2"] or 0.0, digits),
                "uncertainty_km2": None if bound is None else round(bound, digits),
                "uncertainty_covers": self.total["uncertainty_covers"],
            },
            sum=plain,
            overlap=round_area(self.overlap["area_km2"], digits),
            digits=digits,
            rounding=rounding_gap(rows, plain, digits),
            is_balanced=balance,
        )


def with_page_note(note: tuple[str, str], page: Mapping[str, int] | None) -> tuple[str, str]:
    """Return the note of an account, which begins with the page where the rows are those of a page of its zones."""
    if page is None:
        return note
    last = min(page["offset"] + page["limit"], page["matched"])
    zh, en = words.both("areas.page", first=page["offset"] + 1, last=last, matched=page["matched"])
    return f"{zh}{note[0]}", f"{en} {note[1]}"


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
    rows = tuple(_rows(zones))
    plain = float(zones["area_km2"].sum())
    union = union_km2(zones, plain)
    return Account(
        zones={"id": entry.id, "title_zh": entry.title_zh, "title_en": entry.title_en},
        version=version,
        rows=rows,
        total={**area_columns(union), **_total_bound(zones, union, lines)},
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


def _total_bound(zones: gpd.GeoDataFrame, union: float, lines: Lines | None) -> dict[str, float | None]:
    """Compute the bound on the area of the zones that have one, together, and the share of the union they cover.

    A schematic shape has none: it was drawn to a size.
    """
    known = zones[zones["uncertainty_km2"].notna()]
    if known.empty:
        return {"uncertainty_km2": None, "uncertainty_covers": None}
    covered = union if len(known) == len(zones) else union_km2(known, float(known["area_km2"].sum()))
    bound = total_bound_km2(known.geometry, known["accuracy_m"].astype(float), lines)
    return {"uncertainty_km2": bound, "uncertainty_covers": covered / union if union else None}


def _rows(zones: gpd.GeoDataFrame) -> Iterator[dict[str, Any]]:
    nothing = [None] * len(zones)
    columns = [plain_cells(zones[key]) if key in zones else nothing for key in TABLE.keys]
    for row, area in zip(zip(*columns, strict=True), zones["area_km2"].tolist(), strict=True):
        yield {**dict(zip(TABLE.keys, row, strict=True)), **area_columns(area)}


def _rounded(key: str, value: object, digits: int) -> object:
    if not isinstance(value, float):
        return value
    # Adding 0.0 turns the -0.0 of a tiny negative difference into 0.0.
    return round(value, 4 if key == "difference_share" else digits) + 0.0
