"""Load the libraries of the service once, before the processes are forked that share their memory.

A page of memory is shared between a process and its forks until one of them writes to it. So what every process would
load for itself is loaded first: the modules of the service with all they import, the readings of Chinese characters
that search needs, and the machine code, if it is there. Data are not: each process loads them as they are then.
"""

from __future__ import annotations

import gc
from importlib import import_module
from pkgutil import walk_packages

from geo.extract.site_shape import READ_ONE_SHAPE
from geo.measure import code_cache
from geo.readers.isolated import preload_also, share_fork_server
from webmap.service.limits import keep_memory_small
from webmap.service.worker_pool import MODULES

#: Packages whose modules answer requests.
_PACKAGES = ("webmap.http", "webmap.service", "webmap.map", "webmap.api", "webmap.pages")
#: What is imported only when it is used, but by every process sooner or later.
_LATER = ("pypinyin", "geo.stats.stored.area", "geo.overlay.zonal_area")


def load_and_share(*, everything: bool) -> None:
    """Load the libraries, and fork off the fork server of readers and workers; to be called before a thread is started.

    Parameters
    ----------
    everything : bool
        Whether to load what the first page does not need, too, which takes three seconds: what is imported later, and
        the machine code, if it is compiled.
    """
    keep_memory_small()
    for package in _PACKAGES:
        for module in walk_packages(import_module(package).__path__, f"{package}."):
            import_module(module.name)
    if everything:
        _load_the_rest()
    preload_also(*MODULES)
    share_fork_server(READ_ONE_SHAPE)
    # Or the first collection would write to every object that is shared.
    gc.freeze()


def _load_the_rest() -> None:
    for name in _LATER:
        import_module(name)
    if code_cache.is_filled():
        from geo.stats.compile_all import compile_all  # noqa: PLC0415  numba, which is not needed without its code

        compile_all()
