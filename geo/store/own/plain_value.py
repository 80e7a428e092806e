"""A value of whatever type a source has as a number, a truth value, a text or None."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from geo.atlas.cells import none_if_missing


def plain_value(value: Any) -> Any:
    """Return a value as a number, a truth value, a text or None."""
    if isinstance(value, dict | list | tuple | np.ndarray):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, bytes | memoryview):
        return f"({len(value)} bytes)"
    value = none_if_missing(value)
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, float):
        # Pandas stores whole numbers as floats in a column with missing values.
        return int(value) if value.is_integer() and abs(value) < 2**53 else value if np.isfinite(value) else str(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
