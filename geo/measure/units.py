"""Units of area as Chinese planners use them, and rounding that adds up.

One hectare (公顷) is 10 000 m²; one mu (市亩) is a fifteenth of a hectare, so 1 km² = 100 公顷 = 1 500 亩 exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HA_PER_KM2 = 100.0
MU_PER_KM2 = 1_500.0
#: Keys of `area_columns`.
UNITS = ("area_km2", "area_ha", "area_mu")


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


def round_to_sum(values: Sequence[float], digits: int) -> list[float]:
    """Round parts so that they add up to the rounded total.

    Parameters
    ----------
    values : sequence of float
        The parts, all finite.
    digits : int
        Decimal places kept, 0 to 12.

    Returns
    -------
    list of float
        The parts, each the exact value rounded down or up at that place; their sum is the rounded sum.

    Raises
    ------
    ParameterError
        If `digits` is out of range or a value is not finite.

    Notes
    -----
    The largest-remainder method (Hare quota), as used to apportion seats: every part is first rounded down,
    then the units still missing go to the parts with the largest remainders, the earlier one first on a tie.
    """
    if not 0 <= digits <= 12:
        raise ParameterError(Fault(f"digits={digits}", "a whole number from 0 to 12", "digits"))
    scaled = np.asarray(values, dtype=float) * 10.0**digits
    if not np.isfinite(scaled).all():
        raise ParameterError(Fault("a value that is not finite", "finite numbers", "values"))
    floors = np.floor(scaled)
    # A part such as 0.3 * 10 = 3.0000000000000004 must not count as a remainder: compare at 1e-6 of a unit.
    remainders = np.round(scaled - floors, 6)
    missing = int(np.round(np.round(scaled.sum(), 6)) - floors.sum())
    order = np.argsort(-remainders, kind="stable")
    floors[order[:missing]] += 1.0
    return [float(value) for value in np.round(floors / 10.0**digits, digits)]


def round_areas(areas_km2: Sequence[float], digits: int) -> list[dict[str, float]]:
    """Round areas for display: each unit from the exact area, and the parts add up in each.

    Hectares and mu are not computed from the rounded km²: the last digits shown would be wrong, by up to 7 mu at two
    decimals.

    Parameters
    ----------
    areas_km2 : sequence of float
        The parts in square kilometres, all finite.
    digits : int
        Decimal places of km²; hectares and mu keep two fewer, at least none.

    Returns
    -------
    list of dict
        Keys of `area_columns` for each part.

    Raises
    ------
    ParameterError
        As `round_to_sum` does.
    """
    exact = [area_columns(area) for area in areas_km2]
    columns = {unit: round_to_sum([row[unit] for row in exact], _places(unit, digits)) for unit in UNITS}
    return [{unit: column[i] for unit, column in columns.items()} for i in range(len(exact))]


def add_areas(rows: Sequence[Mapping[str, Any]], digits: int) -> dict[str, float]:
    """Add rows of `round_areas` (other keys are left out), and round off the noise of binary fractions.

    Parameters
    ----------
    rows : sequence of mapping
        With the keys of `area_columns`.
    digits : int
        As the rows were rounded.

    Returns
    -------
    dict
        Keys of `area_columns`.
    """
    return {unit: round(sum(row[unit] for row in rows), _places(unit, digits)) for unit in UNITS}


def _places(unit: str, digits: int) -> int:
    return digits if unit == "area_km2" else max(digits - 2, 0)
