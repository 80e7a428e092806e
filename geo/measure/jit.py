"""The compiler of the inner loops: numba, which is loaded when a compiled function is first called.

Why numba: the account over a million parcels walks tens of millions of edge pairs; as array expressions that needs
gigabytes, as a plain loop minutes. A compiled function lets other threads run while it works (``nogil``), so two
cores give twice the speed and a server keeps answering.

Why not at import: numba takes 0.3 s to load and its machine code as long again, which is more than the whole atlas
takes. A command that measures a few thousand vertices runs the same functions as plain Python (`Compiled.interpreted`).

Where the machine code is kept, and when it is made anew: `geo.measure.code_cache`.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, update_wrapper
from types import FunctionType
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

#: Every function that is compiled, of the modules imported so far.
FUNCTIONS: list[Compiled[Any, Any]] = []
#: Two threads that call the same function for the first time compile it once.
_LOCK = threading.RLock()


class Compiled(Generic[P, R]):
    """A function that numba compiles, or loads compiled, when it is first called.

    Parameters
    ----------
    function : callable
        Written in what numba understands; the compiled functions it calls are globals of its module.
    kept : bool
        Whether its machine code is kept on disk. Not needed for a function that only compiled functions call: their
        machine code holds it.
    **options : object
        Of ``numba.njit``.
    """

    def __init__(self, function: Callable[P, R], *, kept: bool, **options: object) -> None:
        self._function = cast("FunctionType", function)
        self.is_kept, self._options = kept, options
        self._machine_code: Callable[P, R] | None = None
        update_wrapper(self, function)
        FUNCTIONS.append(self)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run the machine code."""
        return self.machine_code(*args, **kwargs)

    @property
    def machine_code(self) -> Callable[P, R]:
        """The function as numba compiles it for the types of its arguments."""
        if self._machine_code is None:
            with _LOCK:
                if self._machine_code is None:
                    from geo.measure import code_cache  # noqa: PLC0415  numba takes 0.3 s to load

                    function = self._calling(lambda other: other.machine_code)
                    self._machine_code = code_cache.compile_function(function, kept=self.is_kept, options=self._options)
        return self._machine_code

    @property
    def is_loaded(self) -> bool:
        """Whether numba is loaded and has the function, so that calling it costs nothing but its work."""
        return self._machine_code is not None

    @cached_property
    def interpreted(self) -> Callable[P, R]:
        """The same function as plain Python, a thousand times slower: for few numbers, without numba."""
        return cast("Callable[P, R]", self._calling(lambda other: other.interpreted))

    def _calling(self, form: Callable[[Compiled[Any, Any]], object]) -> FunctionType:
        """Copy the function with its globals, and the compiled functions among them in one form."""
        function = self._function
        names = function.__globals__
        called = {name: names[name] for name in function.__code__.co_names if isinstance(names.get(name), Compiled)}
        forms = {name: form(other) for name, other in called.items()}
        copy = FunctionType(
            function.__code__, {**names, **forms}, function.__name__, function.__defaults__, function.__closure__
        )
        copy.__module__, copy.__qualname__, copy.__doc__ = function.__module__, function.__qualname__, function.__doc__
        return copy


def compiled(function: Callable[P, R]) -> Compiled[P, R]:
    """Compile a function on its first call and keep the machine code.

    It keeps to the order of its sums, also where a function calls it that does not (`summing`): numba would hand the
    freedom down, and the figures would depend on who called first.
    """
    return Compiled(function, kept=True, nogil=True, error_model="numpy", fastmath=False)


def summing(function: Callable[P, R]) -> Compiled[P, R]:
    """Compile a function that may add up in any order, so that it can use the vector instructions of the processor.

    The last digit of a sum may differ from machine to machine; nothing else is relaxed (no assumption on NaN or
    infinities, no approximate division).
    """
    return Compiled(function, kept=False, nogil=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz"})


def inlined(function: Callable[P, R]) -> Compiled[P, R]:
    """Mark a compiled function that is written into its callers: for a few lines called per edge."""
    return Compiled(function, kept=False, nogil=True, inline="always", error_model="numpy")


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
        What `work` returned, in the order of the ranges; one call even for an empty sequence.
    """
    ranges = [(first, min(first + size, total)) for first in range(0, max(total, 1), size)]
    if len(ranges) == 1 or cores() == 1:
        return [work(first, last) for first, last in ranges]
    with ThreadPoolExecutor(cores()) as pool:
        return list(pool.map(lambda limits: work(*limits), ranges))
