"""Keep what is computed of an atlas for as long as the atlas lives, and no longer."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.atlas.atlas import Atlas

P = ParamSpec("P")
T = TypeVar("T")


def per_atlas(function: Callable[Concatenate[Atlas, P], T]) -> Callable[Concatenate[Atlas, P], T]:
    """Compute a function of an atlas once for each combination of its other arguments.

    An ordinary cache would hold the atlas itself, and with it the data of an edition long replaced. Here the values go
    with the atlas.

    Parameters
    ----------
    function : callable
        Takes an atlas, then hashable arguments by position. Its value must not hold the atlas, or neither is freed.

    Returns
    -------
    callable
        The same function; two threads that ask at once may both compute, and get the same value.
    """
    kept: WeakKeyDictionary[Atlas, dict[Any, T]] = WeakKeyDictionary()

    @wraps(function)
    def kept_or_computed(atlas: Atlas, /, *args: P.args, **kwargs: P.kwargs) -> T:
        values = kept.setdefault(atlas, {})
        key = (args, tuple(sorted(kwargs.items())))
        if key not in values:
            values.setdefault(key, function(atlas, *args, **kwargs))
        return values[key]

    return kept_or_computed
