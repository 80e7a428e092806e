"""Caches of values computed from an atlas, freed with the atlas."""

from __future__ import annotations

from functools import wraps
from threading import Lock
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from cachetools import LRUCache

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.atlas.atlas import Atlas

P = ParamSpec("P")
T = TypeVar("T")


def per_atlas(function: Callable[Concatenate[Atlas, P], T]) -> Callable[Concatenate[Atlas, P], T]:
    """Cache a function of an atlas: compute each value once for each combination of its other arguments.

    `functools.lru_cache` would keep an atlas that was replaced, and all its data, in memory. Here the values are freed
    with the atlas.

    Parameters
    ----------
    function : callable
        Takes an atlas, then hashable arguments. Its value must not refer to the atlas, or neither is freed.

    Returns
    -------
    callable
        The same function, cached. Two threads that call it at once may both compute; both get the same value.
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


def recent_per_atlas(
    most: int,
) -> Callable[[Callable[Concatenate[Atlas, P], T]], Callable[Concatenate[Atlas, P], T]]:
    """Cache a function as `per_atlas` does, but keep only the values that were asked for last.

    Page, record and file of one place are asked for one after the other, and need the same value.

    Parameters
    ----------
    most : int
        How many values of an atlas to keep.

    Returns
    -------
    callable
        Decorates a function. Nobody may change what it returns.
    """

    def decorate(function: Callable[Concatenate[Atlas, P], T]) -> Callable[Concatenate[Atlas, P], T]:
        kept: WeakKeyDictionary[Atlas, LRUCache[Any, tuple[T]]] = WeakKeyDictionary()
        lock = Lock()

        @wraps(function)
        def kept_or_computed(atlas: Atlas, /, *args: P.args, **kwargs: P.kwargs) -> T:
            key = (args, tuple(sorted(kwargs.items())))
            with lock:
                found = kept.setdefault(atlas, LRUCache(most)).get(key)
            if found is None:
                found = (function(atlas, *args, **kwargs),)
                with lock:
                    kept[atlas][key] = found
            return found[0]

        return kept_or_computed

    return decorate
