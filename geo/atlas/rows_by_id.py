"""The rows of the seed tables by the ids in a column, sorted once for each atlas.

To search a table takes a millisecond or two, and a profile of a place needs thirty of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import split_list
from geo.atlas.per_atlas import per_atlas

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.atlas.atlas import Atlas


def rows_of(atlas: Atlas, table: str, column: str, wanted: str) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a table that have an id in a column.

    Parameters
    ----------
    atlas : Atlas
    table : str
        Name of a seed table.
    column : str
        Column of one id, or of a list of ids.
    wanted : str
        The id.

    Returns
    -------
    sequence of mapping
        The rows in the order of the table. All callers share them: they may not be changed.
    """
    return _rows_by_id(atlas, table, column).get(wanted, ())


@per_atlas
def _rows_by_id(atlas: Atlas, table: str, column: str) -> dict[str, tuple[dict[Any, Any], ...]]:
    out: dict[str, list[dict[Any, Any]]] = {}
    for row in atlas.tables[table].to_dict("records"):
        for each in dict.fromkeys(split_list(str(row[column]))):
            out.setdefault(each, []).append(row)
    return {each: tuple(rows) for each, rows in out.items()}
