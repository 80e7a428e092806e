"""The file in which a running service says its process id and data, so that ``lingang reload`` finds it.

It is named by the port and lies in a folder of the user, so that nobody else can name a process there.
"""

from __future__ import annotations

import errno
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from geo.text_files import written_whole


@dataclass(frozen=True)
class RunFile:
    """What a service says of itself.

    Attributes
    ----------
    pid : int
        The process to send signals to.
    version : str
        Version of the data that are served.
    loads : int
        How many times this process has loaded its data, the start counted.
    worker : int
        The process that serves.
    host : str
        Address it listens on.
    fault : str
        Why the newest data were not taken; empty if they were.
    """

    pid: int
    version: str
    loads: int
    worker: int
    host: str
    fault: str = ""

    def write(self, port: int) -> None:
        """Write the file of the service at a port."""
        with written_whole(path_of(port)) as made:
            made.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, port: int) -> Self | None:
        """Read the file of the service at a port; None if there is none, or another user wrote it."""
        try:
            path = path_of(port)
            if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
                return None
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (FileNotFoundError, PermissionError):
            return None


def path_of(port: int) -> Path:
    """Return where the file of the service at a port lies; its folder is made.

    Raises
    ------
    OSError
        If the folder cannot be made, or is another user's, who could put a link there.
    """
    given = os.environ.get("XDG_RUNTIME_DIR")
    user = os.getuid() if hasattr(os, "getuid") else "user"
    folder = Path(given) / "lingang-atlas" if given else Path(tempfile.gettempdir()) / f"lingang-atlas-{user}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or (hasattr(os, "getuid") and folder.stat().st_uid != user):
        raise PermissionError(errno.EPERM, "the folder is another user's", str(folder))
    return folder / f"{port}.json"


def remove(port: int) -> None:
    """Remove the file of a service that has ended."""
    path_of(port).unlink(missing_ok=True)
