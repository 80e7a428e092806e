"""The rows of the seed tables by the places they name, sorted once for each atlas.

To search a table takes a millisecond or two, and a profile needs nine of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import split_list
from geo.atlas.per_atlas import per_atlas

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.atlas.atlas import Atlas


def rows_of(atlas: Atlas, table: str, column: str, place_id: str) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a table that name a place.

    Parameters
    ----------
    atlas : Atlas
    table : str
        Name of a seed table.
    column : str
        Column of one id, or of a list of ids.
    place_id : str

    Returns
    -------
    sequence of mapping
        The rows in the order of the table. All callers share them: they may not be changed.
    """
    return _rows_by_place(atlas, table, column).get(place_id, ())


@per_atlas
def _rows_by_place(atlas: Atlas, table: str, column: str) -> dict[str, list[dict[Any, Any]]]:
    out: dict[str, list[dict[Any, Any]]] = {}
    for row in atlas.tables[table].to_dict("records"):
        for place_id in dict.fromkeys(split_list(str(row[column]))):
            out.setdefault(place_id, []).append(row)
    return out
