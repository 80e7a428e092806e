"""The files numba keeps machine code in, in a folder of ours (`geo.measure.code_cache`).

Why not numba's own choice of a folder: it takes none that cannot be written, also where all is compiled, and it asks
whether the file of one function changed. The classes below are those parts of its cache that answer the two questions.
They also load what is compiled without the compiler, a third of a second; numba loads it itself when it compiles.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from numba.core.caching import CompileResultCacheImpl, FunctionCache
from numba.core.runtime.nrt import rtsys

from geo.cache_folder import is_writable

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FunctionType


def keep(dispatcher: Any, function: FunctionType, folder: Path) -> None:
    """Load the machine code of a function from a folder where it is there, else write it there when it is compiled."""
    dispatcher._cache = _cache_in(folder)(function)


class _LoadedAlone(FunctionCache):
    """Loads what is compiled without all that numba needs to compile anything."""

    def load_overload(self, sig: object, target_context: object) -> Any:
        # numba would first load all it needs to compile anything, which takes longer than a short command.
        rtsys.initialize(target_context)
        with self._guard_against_spurious_io_errors():
            load: Callable[[object, object], Any] = self._load_overload
            return load(sig, target_context)


def _cache_in(folder: Path) -> type[FunctionCache]:
    class Locator:
        """Answers numba where the files are and whether they are stale."""

        def __init__(self, function: FunctionType) -> None:
            self._function = function

        @classmethod
        def from_function(cls, function: FunctionType, _source: str) -> Locator:
            return cls(function)

        def ensure_cache_path(self) -> None:
            folder.mkdir(parents=True, exist_ok=True)

        def get_cache_path(self) -> str:
            return str(folder)

        def get_source_stamp(self) -> str:
            return folder.name

        def get_disambiguator(self) -> str:
            code = self._function.__code__
            return f"{Path(code.co_filename).parent.name}-{code.co_firstlineno}"

    class Implementation(CompileResultCacheImpl):
        """Keeps the machine code where the locator says."""

    locators: Any = [Locator]
    Implementation._locator_classes = locators

    class Cache(_LoadedAlone):
        """Writes nothing to a folder that may only be read."""

        _impl_class: Any = Implementation

        def save_overload(self, sig: object, data: object) -> None:
            save: Callable[[object, object], None] = super().save_overload
            if is_writable(folder):
                save(sig, data)

    return Cache
