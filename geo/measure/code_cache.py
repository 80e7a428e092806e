"""Where the machine code of compiled functions is kept, and when it is made anew.

numba keeps the machine code of a function beside its file and looks for changes in that file alone. But the code holds
the functions it calls and the constants of other modules too. So it is kept here in a folder named by a hash of all
sources it is made from; a change of one of them begins an empty folder and removes the old ones.

The folder lies in the ``__pycache__`` of the package, or in the user's cache where the package cannot be written.
``NUMBA_CACHE_DIR`` names another place for both. A folder that is filled (`mark_filled`) serves a process that may not
write to it: a service that runs as another user than the one that installed it.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from geo.cache_folder import cache_folders, is_readable, is_writable, sources_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import FunctionType

_PREFIX = "compiled-"


def folder() -> Path | None:
    """Return the folder of the machine code: a filled one, else the first that can be written, else None."""
    folders = _folders()
    filled = (folder for folder in folders if is_readable(folder / _filled_name()))
    return next(filled, None) or next((folder for folder in folders if is_writable(folder)), None)


def is_filled() -> bool:
    """Whether the machine code of this processor and these versions is all there, so that nothing is compiled."""
    place = folder()
    return place is not None and is_readable(place / _filled_name())


def mark_filled() -> None:
    """Note that all functions were compiled, and remove the folders of other sources; do nothing without a folder."""
    place = folder()
    if place is None or not is_writable(place):
        return
    (place / _filled_name()).touch()
    for old in place.parent.glob(f"{_PREFIX}*"):
        if old != place:
            shutil.rmtree(old, ignore_errors=True)


def compile_function(function: FunctionType, *, kept: bool, options: Mapping[str, Any]) -> Callable[..., Any]:
    """Make numba's form of a function, which is compiled for the types of its arguments or loaded from the folder."""
    import numba  # noqa: PLC0415  0.3 s, which few commands need

    from geo.measure.code_files import keep  # noqa: PLC0415

    dispatcher = numba.njit(**options)(function)
    place = folder()
    if kept and place is not None and dispatcher is not function:  # NUMBA_DISABLE_JIT leaves functions as they are
        keep(dispatcher, function, place)
    return cast("Callable[..., Any]", dispatcher)


def _folders() -> list[Path]:
    """List where the folder may be. Functions are compiled in measure and overlay, with constants of coordinates."""
    name = _PREFIX + sources_hash("coordinates", "measure", "overlay")
    given = os.environ.get("NUMBA_CACHE_DIR")
    return [place / name for place in ([Path(given)] if given else cache_folders())]


@cache
def _filled_name() -> str:
    """Name of the mark that everything is compiled for this Python, numba and processor."""
    made_for = (sys.version, version("numba"), version("numpy"), platform.machine(), _processor())
    return f"filled-{hashlib.sha256(repr(made_for).encode()).hexdigest()[:12]}"


def _processor() -> str:
    """Name and features of the processor, which machine code is made for."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    except OSError:
        return platform.processor()
    return "\n".join(line for line in lines if line.startswith(("model name", "flags", "CPU part", "Features")))
