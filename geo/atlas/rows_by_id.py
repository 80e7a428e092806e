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
def all_rows(atlas: Atlas, table: str) -> tuple[Mapping[str, Any], ...]:
    """Return all rows of a table. All callers share them: they may not be changed."""
    return tuple(atlas.tables[table].to_dict("records"))  # type: ignore[arg-type]


def feature_of(atlas: Atlas, place_id: str) -> Mapping[str, Any]:
    """Return the measured feature of a place. All callers share it: it may not be changed."""
    return _features(atlas)[place_id]


@per_atlas
def _features(atlas: Atlas) -> dict[str, dict[Any, Any]]:
    return dict(zip(map(str, atlas.features.index), atlas.features.to_dict("records"), strict=True))


@per_atlas
def _rows_by_id(atlas: Atlas, table: str, column: str) -> dict[str, tuple[Mapping[str, Any], ...]]:
    out: dict[str, list[Mapping[str, Any]]] = {}
    for row in all_rows(atlas, table):
        for each in dict.fromkeys(split_list(str(row[column]))):
            out.setdefault(each, []).append(row)
    return {each: tuple(rows) for each, rows in out.items()}
