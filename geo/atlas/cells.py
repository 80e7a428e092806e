"""Values of table cells: lists inside a cell, and missing values."""

from __future__ import annotations

from typing import Any

import pandas as pd


def split_list(cell: str) -> list[str]:
    """Split a ``;`` list of a cell into its trimmed, non-empty parts."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def none_if_missing(value: Any) -> Any:
    """Return None for NaN, NaT and the empty string; return every other value as it is."""
    if value is None or (isinstance(value, str) and not value):
        return None
    return None if pd.api.types.is_scalar(value) and pd.isna(value) else value


def plain(value: Any) -> Any:
    """Return a cell as a number, a truth value, a text or None."""
    value = none_if_missing(value)
    return value.item() if hasattr(value, "item") else value
