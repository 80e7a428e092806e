"""Limits of the server: connections, idle time, size of a body, open files, and the memory of its processes.

A page of memory is shared between a process and its forks until one of them writes to it. So what every process would
load for itself is loaded before they are forked (`share_libraries`): the modules of the service with all they import,
the readings of Chinese characters that search needs, and the machine code, if it is there. Data are not: each process
loads them as they are then.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

from geo.extract.site_shape import READ_ONE_SHAPE
from geo.measure import code_cache
from geo.readers.isolated import preload_also, share_fork_server
from webmap.service.worker_pool import MODULES
from webmap.settings import MAX_BODY_BYTES

if TYPE_CHECKING:
    from webmap.settings import Settings

#: Files the service itself may have open beside its connections.
_OWN_FILES = 256
#: Options of ``mallopt`` in glibc, and their values.
_M_ARENA_MAX, _HEAPS = -8, 2
_M_MMAP_THRESHOLD, _LARGE_BYTES = -3, 1024 * 1024

#: Packages whose modules answer requests.
_PACKAGES = ("webmap.http", "webmap.service", "webmap.map", "webmap.api", "webmap.pages")
#: What is imported only when it is used, but by every process sooner or later.
_LATER = ("pypinyin", "geo.stats.stored.area", "geo.overlay.zonal_area")


def server_options(settings: Settings) -> dict[str, Any]:
    """Return the options of waitress.

    ``poll`` and not ``select``, which ends at 1,024 connections; idle connections are looked for every second, or a
    thousand that send nothing would stand for half a minute longer than `Settings.idle_s`. A body is refused by its
    stated length before it is read.
    """
    return {
        "threads": settings.threads,
        "connection_limit": settings.connections,
        "channel_timeout": settings.idle_s,
        "cleanup_interval": 1,
        # Reads on while a request is worked on, and so sees that a client has left.
        "channel_request_lookahead": 1,
        "asyncore_use_poll": True,
        "max_request_body_size": MAX_BODY_BYTES,
        # What a proxy says is read by webmap.service.proxy, which also removes it if no proxy is believed.
        "clear_untrusted_proxy_headers": False,
    }


def keep_memory_small() -> None:
    """Let all threads take memory from two heaps: sixteen of their own keep what large answers have left in each.

    What is large gets pages of its own, which go back to the system with it. It does so with glibc; other systems keep
    what they do. Arrow takes memory from the system like everything else: its own allocator keeps what it was given. To
    be called before Arrow is used.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # glibc has it, musl has not
        if mallopt:
            mallopt(_M_ARENA_MAX, _HEAPS)
            mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)


def raise_open_files(connections: int) -> None:
    """Raise the number of files this process may open, as far as the system allows: each connection is one."""
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + _OWN_FILES
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def share_libraries(*, everything: bool) -> None:
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
    # Or the first collection would write to every object that is shared.
    gc.freeze()
    preload_also(*MODULES)
    share_fork_server(READ_ONE_SHAPE)


def _load_the_rest() -> None:
    for name in _LATER:
        import_module(name)
    if code_cache.is_filled():
        from geo.stats.compile_all import compile_all  # noqa: PLC0415  numba, which is not needed without its code

        compile_all()
    gc.collect()
