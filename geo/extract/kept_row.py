"""Rows of an extract with their JSON, which is written once for all extracts that hold the row."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class KeptRow(dict[str, Any]):
    """A row that many extracts share, with its JSON. It may not be changed."""

    @cached_property
    def text(self) -> str:
        """The row as JSON."""
        return json_text(dict(self))


def extended(row: KeptRow, more: Mapping[str, Any], text: str) -> KeptRow:
    """Return a row with more keys; `text` is the JSON of `more`, which has none of the keys of the row."""
    out = KeptRow(row)
    out.update(more)
    out.text = f"{row.text[:-1]},{text[1:]}"
    return out


def row_text(row: Mapping[str, Any]) -> str:
    """Return a row as JSON."""
    return row.text if isinstance(row, KeptRow) else json_text(row)


def json_text(value: Any) -> str:
    """Write a value as JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
