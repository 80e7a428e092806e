"""Take from this process the files, the network and the signals it does not need, where the kernel allows it.

Landlock (Linux 5.13 and newer) needs no rights: a process names the folders it will still use, and can never take the
rest back. https://docs.kernel.org/userspace-api/landlock.html

Three system calls are called here. The package ``landlock`` on PyPI (1.0.0.dev5, marked alpha) knows files only, not
TCP and signals, and takes a number an earlier call left in ``errno`` for a failure of its own.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38
#: Rights on files (``LANDLOCK_ACCESS_FS_*``). Of all others a version of the kernel knows, none is granted.
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
#: Version of the interface -> how many rights on files it knows.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_NEWEST_FILE_RIGHTS = 16
#: ``BIND_TCP`` and ``CONNECT_TCP``, from version 4; abstract sockets and signals to other processes, from version 6.
_TCP, _TCP_SINCE = 0b11, 4
_SCOPE, _SCOPE_SINCE = 0b11, 6


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("access", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """Return the version of Landlock in this kernel, 0 where there is none."""
    if sys.platform != "linux":
        return 0
    return max(_call(_CREATE_RULESET, None, 0, _ASK_VERSION), 0)


def keep_only(readable: Iterable[Path]) -> bool:
    """Let this process read some files and folders and what is in them, write none, and open no TCP connection.

    What is open already stays open. It holds for threads and processes this one starts, and cannot be undone.

    Parameters
    ----------
    readable : iterable of pathlib.Path
        Those that do not exist are left out.

    Returns
    -------
    bool
        False if the kernel has no Landlock: then nothing has changed.
    """
    found = version()
    if not found:
        return False
    rights = (1 << _FILE_RIGHTS.get(found, _NEWEST_FILE_RIGHTS)) - 1
    rules = _Ruleset(rights, _TCP if found >= _TCP_SINCE else 0, _SCOPE if found >= _SCOPE_SINCE else 0)
    ruleset = _checked(_call(_CREATE_RULESET, ctypes.byref(rules), ctypes.sizeof(rules), 0))
    try:
        for path in readable:
            if path.exists():
                _allow(ruleset, path)
        _checked(_library().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
        _checked(_call(_RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)
    return True


def _allow(ruleset: int, path: Path) -> None:
    folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _Beneath(_READ_FILE | _READ_FOLDER if path.is_dir() else _READ_FILE, folder)
        _checked(_call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0))
    finally:
        os.close(folder)


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _call(number: int, *args: object) -> int:
    """Call a function of the kernel by its number; whole numbers as long, which is what it expects."""
    longs = [ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args]
    return int(_library().syscall(ctypes.c_long(number), *longs))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
