"""Units of area as Chinese planners use them, and the one rule by which figures are printed.

One hectare (公顷) is 10 000 m²; one mu (市亩) is a fifteenth of a hectare, so 1 km² = 100 公顷 = 1 500 亩 exactly.

A printed figure is the exact figure rounded (half to even), each unit from the exact area, a total from the exact
total. Square kilometres have two decimals from 10 km², below that four significant digits, at most six decimals. A
stated area keeps the digits of its source: 5.45 stays 5.45, and 386 stays 386. A
figure of a schematic shape (grade C) or derived from such shapes is an about: whole square kilometres, below 10 km² two
significant digits, since its edge is off by more. `static/js/core/format.js` writes figures by the same rule.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HA_PER_KM2 = 100.0
MU_PER_KM2 = 1_500.0
#: Keys of `area_columns`.
UNITS = ("area_km2", "area_ha", "area_mu")
#: Units of area -> how many are a square kilometre.
_PER_KM2 = {"km2": 1.0, "ha": HA_PER_KM2, "mu": MU_PER_KM2}
#: Decimals of km² from 10 km² up, and the most there are.
_FEWEST, _MOST = 2, 6
#: Figures below this are printed with four significant digits.
_FULL_KM2 = 10.0
#: Parts that share less than this are the parts of a partition: 1 m², the noise of common edges.
PARTITION_KM2 = 1e-6


def area_columns(area_km2: float) -> dict[str, float]:
    """Return one area in the three units every table of the atlas shows.

    Parameters
    ----------
    area_km2 : float
        Area in square kilometres.

    Returns
    -------
    dict of str to float
        ``area_km2``, ``area_ha`` (公顷) and ``area_mu`` (亩).
    """
    return {
        "area_km2": area_km2,
        "area_ha": area_km2 * HA_PER_KM2,
        "area_mu": area_km2 * MU_PER_KM2,
    }


def require_digits(digits: int) -> None:
    """Refuse a number of decimal places of km² that no table shows.

    Raises
    ------
    ParameterError
        If `digits` is not between 0 and 9.
    """
    if not 0 <= digits <= 9:
        raise ParameterError(Fault(f"digits={digits}", "a whole number from 0 to 9", "digits"))


def places_of(value: float, unit: str = "km2", *, about: bool = False) -> int:
    """Compute the decimal places a figure is printed with.

    Parameters
    ----------
    value : float
        The exact figure in `unit`.
    unit : str
        ``km2``, ``ha``, ``mu``, ``km``, ``m``, or ``stated`` for square kilometres as a source states them.
    about : bool
        Whether it is the area of a schematic shape, or derived from one.

    Returns
    -------
    int
        Below zero for tens, hundreds and so on.
    """
    size = abs(value)
    if about and unit in _PER_KM2:
        return _about_places(size, unit)
    if unit == "km2":
        return _km2_places(size)
    if unit == "stated":
        return _stated_places(size)
    if unit == "km":
        return 3 if 0 < size < 1 else 2
    return 1 if unit == "ha" and size < 100 else 0


def _km2_places(size: float) -> int:
    if round(size, _MOST) == 0:
        return _FEWEST
    places = _FEWEST
    while places < _MOST and round(size, places + 1) < _FULL_KM2 / 10.0 ** (places - _FEWEST):
        places += 1
    return places


def _stated_places(size: float) -> int:
    """Compute the decimals of the shortest text that reads as this figure, which is what a source prints."""
    places = 0
    while places < _MOST and round(size, places) != size:
        places += 1
    return places


def _about_places(size: float, unit: str) -> int:
    """Compute the places that show whole square kilometres, or two significant digits of less than ten."""
    if size == 0:
        return 0
    wanted = max(_power(size / _PER_KM2[unit]) + 1, 2)
    places = min(wanted - 1 - _power(size), _MOST)
    # 9.96 is 10, not 10.0.
    return places - 1 if round(size, places) >= 10.0 ** (wanted - places) else places


def _power(size: float) -> int:
    """Return the power of ten of the first digit of a figure, at least -12."""
    power = 0
    while size >= 10.0 ** (power + 1):
        power += 1
    while size < 10.0**power and power > -12:
        power -= 1
    return power


def printed(
    value: float | None, unit: str = "km2", *, signed: bool = False, about: bool = False, places: int | None = None
) -> str:
    """Write a figure as every page, panel, paper and terminal shows it.

    Parameters
    ----------
    value : float or None
        The exact figure in `unit`.
    unit, about
        As of `places_of`.
    signed : bool
        Write a plus sign before a positive figure.
    places : int, optional
        Decimal places instead of those of the rule: a difference has those of the figures it is the difference of, a
        bound has those of its figure.

    Returns
    -------
    str
        Digits with thousands separators and a true minus sign, without the unit; a dash for None.
    """
    if value is None or math.isnan(value):
        return "–"
    return decimal(value, places_of(value, unit, about=about) if places is None else places, signed=signed)


def percent(share: float | None, *, signed: bool = False, about: bool = False) -> str:
    """Write a share as a percentage with one decimal, about as a whole per cent; a dash for None.

    A share above zero is never shown as none: "<0.1%", "<1%".
    """
    if share is None or math.isnan(share):
        return "–"
    places = 0 if about else 1
    least = 10.0**-places
    if not signed and share > 0 and round(share * 100, places) == 0:
        return f"<{least:g}%"
    return f"{decimal(share * 100, places, signed=signed)}%"


def decimal(value: float, places: int, *, signed: bool = False) -> str:
    """Write a figure with a number of decimal places, thousands separators and a true minus sign; zero has no sign."""
    shown = round(value, places) + 0.0
    sign = "+" if signed and shown > 0 else ""
    return f"{sign}{shown:,.{max(places, 0)}f}".replace("-", "−")


def difference_places(*areas_km2: float, about: bool = False) -> int:
    """Compute the decimal places of a difference of areas: those of the figure that has the fewest."""
    return min(places_of(area, about=about) for area in areas_km2)


def round_area(area_km2: float, digits: int) -> dict[str, float]:
    """Round an area in each unit from the exact area; hectares and mu keep two decimals fewer than km², at least none.

    Returns
    -------
    dict
        Keys of `area_columns`.
    """
    return {unit: round(area, unit_places(unit, digits)) + 0.0 for unit, area in area_columns(area_km2).items()}


def unit_places(unit: str, digits: int) -> int:
    """Return the decimal places of a key of `area_columns` beside km² with `digits` decimals."""
    return digits if unit == "area_km2" else max(digits - 2, 0)


def rounding_gap(rows: Iterable[Mapping[str, Any]], total: Mapping[str, Any], digits: int) -> dict[str, float]:
    """Compute by how much the rounded total differs from the sum of the rounded rows.

    Parameters
    ----------
    rows : iterable of mapping
        With the keys of `area_columns`, rounded.
    total : mapping
        The rounded total of the exact rows.
    digits : int
        As they were rounded.

    Returns
    -------
    dict
        Keys of `area_columns`; zero where the rows add up.
    """
    known = [row for row in rows if row["area_km2"] is not None]
    return {
        unit: round(total[unit] - sum(row[unit] for row in known), unit_places(unit, digits)) + 0.0 for unit in UNITS
    }


def balanced(values: Sequence[float], digits: int) -> list[float]:
    """Round the parts of a partition so that they add up to the rounded total (控制面积, 强制调平).

    Parameters
    ----------
    values : sequence of float
        The parts, all finite.
    digits : int
        Decimal places kept, 0 to 12.

    Returns
    -------
    list of float
        The parts; their sum is the rounded sum.

    Raises
    ------
    ParameterError
        If `digits` is out of range or a value is not finite.

    Notes
    -----
    The largest-remainder rule: every part is rounded; the units by which they miss the rounded total are added to the
    parts that lost most by rounding, or taken from those that gained most, the earlier one first on a tie. So a part
    moves at most half a unit farther from its exact value than rounding alone may move it.
    """
    if not 0 <= digits <= 12:
        raise ParameterError(Fault(f"digits={digits}", "a whole number from 0 to 12", "digits"))
    scaled = np.asarray(values, dtype=float) * 10.0**digits
    if not np.isfinite(scaled).all():
        raise ParameterError(Fault("a value that is not finite", "finite numbers", "values"))
    nearest = np.round(scaled)
    missing = int(np.round(scaled.sum()) - nearest.sum())
    # What rounding took from each part; differences below a millionth of a unit are noise of binary fractions.
    lost = np.round(scaled - nearest, 6)
    step = 1.0 if missing > 0 else -1.0
    order = np.argsort(-lost * step, kind="stable")
    nearest[order[: abs(missing)]] += step
    return [float(value) + 0.0 for value in np.round(nearest / 10.0**digits, digits)]


def balance_areas(areas_km2: Sequence[float], digits: int) -> list[dict[str, float]]:
    """Round the parts of a partition by `balanced`, each unit from the exact areas; keys of `area_columns`."""
    exact = [area_columns(area) for area in areas_km2]
    columns = {unit: balanced([row[unit] for row in exact], unit_places(unit, digits)) for unit in UNITS}
    return [{unit: column[at] for unit, column in columns.items()} for at in range(len(exact))]


def refuse_overlap(overlap_km2: float, what: str) -> None:
    """Refuse to balance parts that share ground: they are no partition.

    Raises
    ------
    ParameterError
        If they share a square metre or more.
    """
    if abs(overlap_km2) >= PARTITION_KM2:
        found = f"{what}, whose parts share {abs(overlap_km2):.6f} km²"
        remedy = "leave it out: only the parts of a true partition can be made to add up"
        raise ParameterError(Fault(found, "parts that do not overlap", "balance", remedy))
