"""Names of own columns in frames: those of the source, but for the names every frame has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Columns every frame of a stored layer has.
TAKEN = frozenset({"place_id", "name_zh", "name_en", "kind", "grade", "area_km2", "length_km", "geometry"})
#: What the technical columns of an imported layer are called in its table.
KEY, SHAPE, AREA, LENGTH = "fid", "geom", "area_km2", "length_km"


def names_in_frames(names: Iterable[str]) -> dict[str, str]:
    """Map the columns of a source to their names in frames: ``_own`` stands behind a name that is taken."""
    out: dict[str, str] = {}
    given = set(TAKEN)
    for name in names:
        out[name] = _free(name, given)
        given.add(out[name])
    return out


def names_in_table(names: Iterable[str]) -> dict[str, str]:
    """Map the columns of a source to those of the table it is imported into, which takes A and a for the same."""
    out: dict[str, str] = {}
    given = {KEY, SHAPE, AREA, LENGTH, "ogc_fid", "rowid"}
    for name in names:
        plain = name.replace("\x00", "")[:60] or "column"
        out[name] = plain if plain.casefold() not in given else _free(plain, given, fold=True)
        given.add(out[name].casefold())
    return out


def _free(name: str, given: set[str], *, fold: bool = False) -> str:
    tries = [name, f"{name}_own", *(f"{name}_{number}" for number in range(2, len(given) + 3))]
    return next(one for one in tries if (one.casefold() if fold else one) not in given)
