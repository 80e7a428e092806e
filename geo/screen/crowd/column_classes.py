"""The class of each feature of a layer coloured by one of its columns, as the map page finds it (``paint.js``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_NONE, _OTHER = "none", "other"


@dataclass(frozen=True)
class ColumnClasses:
    """Classes of the values of a column, as `geo.registers.themes.attribute_classes` makes them.

    Attributes
    ----------
    column : str
    kind : {"values", "numbers"}
    opacity : float
        Of the fill of an area.
    classes : sequence of mapping
        Each with ``id``, labels, ``colour``, and the ``values`` it holds or its ``most``.
    """

    column: str
    kind: str
    opacity: float
    classes: Sequence[Mapping[str, Any]]

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> ColumnClasses:
        """Return the classes of an answer."""
        return cls(answer["column"], answer["kind"], answer["opacity"], answer["classes"])

    @property
    def colours(self) -> list[str]:
        """Colour of each class."""
        return [str(one["colour"]) for one in self.classes]

    def of_rows(self, frame: pd.DataFrame) -> NDArray[np.intp]:
        """Return the position of the class of each feature."""
        own = f"{self.column}_own"
        values = frame[own if own in frame else self.column]
        missing = (values.isna() | (values == "")).to_numpy(dtype=bool)
        found = self._of_numbers(values) if self.kind == "numbers" else self._of_values(values)
        return np.where(missing, self._position(_NONE), found)

    def _of_numbers(self, values: pd.Series[Any]) -> NDArray[np.intp]:
        ends = np.array([one["most"] for one in self.classes if "most" in one], dtype=float)
        numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)
        found: NDArray[np.intp] = np.minimum(np.searchsorted(ends, np.nan_to_num(numbers)), max(len(ends) - 1, 0))
        return found

    def _of_values(self, values: pd.Series[Any]) -> NDArray[np.intp]:
        known = {text: at for at, one in enumerate(self.classes) for text in one.get("values", ())}
        positions = {value: known.get(_text(value), self._position(_OTHER)) for value in values.unique()}
        found: NDArray[np.intp] = values.map(positions).fillna(self._position(_OTHER)).to_numpy(dtype=np.intp)
        return found

    def _position(self, name: str) -> int:
        """Return the position of a class that may be missing; the last one stands for it."""
        return next((at for at, one in enumerate(self.classes) if one["id"] == name), len(self.classes) - 1)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool | np.bool_) else str(value)
