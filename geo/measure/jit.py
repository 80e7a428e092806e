"""The compiler of the inner loops: numba, with a typed decorator and a cache that may be missing.

Why numba: the account over a million parcels walks tens of millions of edge pairs; as array expressions that needs
gigabytes, as a plain loop minutes. A compiled function lets other threads run while it works (``nogil``), so two
cores give twice the speed and a server keeps answering.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")
T = TypeVar("T")


def compiled(function: F) -> F:
    """Compile a function on its first call; keep the machine code beside the module where that can be written."""
    try:
        return cast("F", numba.njit(nogil=True, cache=True, error_model="numpy")(function))
    except RuntimeError:  # numba found no folder it may write its cache to: a read-only installation
        return cast("F", numba.njit(nogil=True, error_model="numpy")(function))


def summing(function: F) -> F:
    """Compile a function that may add up in any order, so that it can use the vector instructions of the processor.

    The last digit of a sum may differ from machine to machine; nothing else is relaxed (no assumption on NaN or
    infinities, no approximate division).
    """
    return cast("F", numba.njit(nogil=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz"})(function))


def inlined(function: F) -> F:
    """Mark a compiled function that is written into its callers: for a few lines called per edge."""
    return cast("F", numba.njit(nogil=True, inline="always", error_model="numpy")(function))


def cores() -> int:
    """Count the cores this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_chunks(work: Callable[[int, int], T], total: int, size: int) -> list[T]:
    """Run a function that releases the interpreter over the ranges of a sequence, in threads.

    Parameters
    ----------
    work : callable
        Takes the first index and one past the last.
    total : int
        Length of the sequence.
    size : int
        Items in a range; small ranges share the load better, each costs some microseconds.

    Returns
    -------
    list
        What `work` gave, in the order of the ranges; one call even for an empty sequence.
    """
    ranges = [(first, min(first + size, total)) for first in range(0, max(total, 1), size)]
    if len(ranges) == 1 or cores() == 1:
        return [work(first, last) for first, last in ranges]
    with ThreadPoolExecutor(cores()) as pool:
        return list(pool.map(lambda limits: work(*limits), ranges))
