"""The attributes of plots, and which of them is the name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    import geopandas as gpd

#: Attributes that name a plot, the likeliest first; in lower case.
_NAMES = (
    *("name_zh", "dkmc", "地块名称", "名称", "地块名", "地块", "name", "title"),
    *("dkbh", "地块编号", "编号", "dkh", "地块号"),
    *("place_id", "id", "fid", "code", "bh"),
)
#: Columns the reader adds where a file has none; they begin so.
_NUMBERED = "feature-"
#: Most characters of an attribute in the table, and most attributes.
LONGEST_CELL, MOST_ATTRIBUTES = 200, 60


def attributes_of(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the attributes of the features of a file, without columns that reading added and empty ones."""
    table = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    kept = []
    for column in table.columns:
        made = column in {"place_id", "name_zh"} and _is_numbered(table[column])
        again = column == "name_zh" and "Name" in table and table[column].equals(table["Name"])
        if not made and not again and not _same_as_id(table, str(column)) and table[column].notna().any():
            kept.append(column)
    return table[kept[:MOST_ATTRIBUTES]].astype(object)


def _same_as_id(table: pd.DataFrame, column: str) -> bool:
    return column == "name_zh" and "place_id" in table and bool((table["name_zh"] == table["place_id"]).all())


def _is_numbered(column: pd.Series[Any]) -> bool:
    return bool(column.astype(str).str.startswith(_NUMBERED).all())


def name_attribute(table: pd.DataFrame, name: str | None) -> str | None:
    """Return the attribute that names the plots.

    Parameters
    ----------
    table : pandas.DataFrame
        Of `attributes_of`.
    name : str or None
        What the reader chose; without it the attribute that looks most like a name and is nowhere empty.

    Raises
    ------
    ParameterError
        If no attribute has the name.
    """
    columns = [str(column) for column in table.columns]
    if name is not None:
        if name not in columns:
            expected = "one of " + ", ".join(columns) if columns else "no name: the file has no attributes"
            raise ParameterError(Fault(f"plot_name={name!r}", expected, "plot_name", "name an attribute of the file"))
        return name
    folded = {column.casefold(): column for column in reversed(columns)}
    likely = [folded[one] for one in _NAMES if one in folded]
    whole = [column for column in likely if all(texts_of(table[column]))]
    return next(iter(whole or likely), None)


def texts_of(column: pd.Series[Any]) -> list[str]:
    """Return the cells of a column as texts; an empty cell is the empty text."""
    return [str(_plain(value)).strip() if _is_there(value) else "" for value in column]


def cells_of(row: pd.Series[Any]) -> dict[str, Any]:
    """Return the cells of a row that are not empty, as JSON holds them: numbers, texts and truth values."""
    return {str(name): _plain(value) for name, value in row.items() if _is_there(value)}


def _is_there(value: Any) -> bool:
    missing = pd.isna(value)
    return not (isinstance(missing, bool | np.bool_) and missing) and value != ""


def _plain(value: Any) -> Any:
    """Return a cell as JSON holds it."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    return value if isinstance(value, bool | int) else str(value)[:LONGEST_CELL]
