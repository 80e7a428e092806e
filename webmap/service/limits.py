"""Limits of the server: connections, idle time, size of a body, open files."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING, Any

from webmap.settings import MAX_BODY_BYTES

if TYPE_CHECKING:
    from webmap.settings import Settings

#: Files the service itself may have open beside its connections.
_OWN_FILES = 256
#: Options of ``mallopt`` in glibc, and their values.
_M_ARENA_MAX, _HEAPS = -8, 2
_M_MMAP_THRESHOLD, _LARGE_BYTES = -3, 1024 * 1024


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
