"""Values of table cells: lists inside a cell, and missing values."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd


def split_list(cell: str) -> list[str]:
    """Split a ``;`` list of a cell into its trimmed, non-empty parts."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def none_if_missing(value: Any) -> Any:
    """Return None for NaN, NaT and the empty string; return every other value as it is."""
    if value is None or isinstance(value, str):
        return value or None
    return None if pd.api.types.is_scalar(value) and pd.isna(value) else value


def plain(value: Any) -> Any:
    """Return a cell as a number, a truth value, a text or None."""
    value = none_if_missing(value)
    return value.item() if hasattr(value, "item") else value


def plain_cells(values: pd.Series[Any]) -> list[Any]:
    """Return the cells of a column, each as `plain` does."""
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in "iub":
        return values.tolist()
    if isinstance(values.dtype, np.dtype) and values.dtype.kind == "f":
        return [None if math.isnan(value) else value for value in values.tolist()]
    cells = values.to_numpy(dtype=object)
    return [cell if cell is None or (type(cell) is str and cell) else plain(cell) for cell in cells]
