"""Seed tables without a statement."""

from __future__ import annotations

import pandas as pd


def no_tables() -> dict[str, pd.DataFrame]:
    """Return the tables an anchor needs at least: places, of which there are none."""
    return {"places": pd.DataFrame(columns=["place_id", "name_zh", "aliases"])}
