"""Truth of three values, column by column: a comparison with a missing value is neither true nor false."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Truth:
    """What is true of each feature, and what cannot be said of it.

    Attributes
    ----------
    true, unknown : numpy.ndarray of bool, shape (n,)
        Never both.
    """

    true: NDArray[np.bool_]
    unknown: NDArray[np.bool_]

    @property
    def false(self) -> NDArray[np.bool_]:
        """Features of which it is false."""
        return ~self.true & ~self.unknown

    def negated(self) -> Truth:
        """Return the contrary; what is unknown stays so."""
        return Truth(self.false, self.unknown)


def all_of(parts: Sequence[Truth]) -> Truth:
    """Combine by AND: false where one is false, else unknown where one is unknown."""
    false = reduce(np.logical_or, (one.false for one in parts))
    true = reduce(np.logical_and, (one.true for one in parts))
    return Truth(true, ~true & ~false)


def any_of(parts: Sequence[Truth]) -> Truth:
    """Combine by OR: true where one is true, else unknown where one is unknown."""
    return all_of([one.negated() for one in parts]).negated()


def known(true: NDArray[np.bool_], unknown: NDArray[np.bool_] | None = None) -> Truth:
    """Make the truth of a comparison whose values are missing where `unknown` is set."""
    missing = np.zeros(len(true), dtype=bool) if unknown is None else unknown
    return Truth(true & ~missing, missing)
