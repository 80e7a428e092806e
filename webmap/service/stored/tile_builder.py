"""Build the pyramid of tiles of one stored layer: the process that `webmap.service.stored.tile_pyramids` starts.

What to build comes as JSON on standard input. It steps back behind the service, and ends with it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

from geo.screen.tiles.pyramid_writer import ASIDE, write_pyramid
from geo.screen.tiles.stored_tile import stored_batches, tiled_layer
from geo.store.open_store import open_store
from geo.text_files import written_whole
from webmap.service.stored.tile_pyramids import remove_left

#: How far the process steps back, and seconds between two signs of its progress.
_NICE, _SIGN_S = 5, 1.0


class _Signs:
    """Writes how far the work is into a file, which says too that it goes on."""

    def __init__(self, path: Path, parent: int) -> None:
        self._path, self._parent, self._last = path, parent, 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        if hasattr(os, "getppid") and os.getppid() != self._parent:
            raise SystemExit(1)
        if time.monotonic() - self._last >= _SIGN_S:
            self._last = time.monotonic()
            with written_whole(self._path) as made:
                made.write_text(json.dumps({"step": step, "done": done, "total": total}), encoding="utf-8")


def build(asked: dict[str, Any]) -> None:
    """Build a pyramid; what was asked is as `webmap.service.stored.tile_pyramids` writes it."""
    path = Path(asked["path"])
    for left in path.parent.glob(f"{path.stem}{ASIDE}*"):  # of a builder that was killed
        shutil.rmtree(left, ignore_errors=True)
    remove_left(path.parent)
    layer, progress = open_store(asked["store"])[asked["layer"]], Path(asked["progress"])
    signs = _Signs(progress, int(asked["parent"]))
    write_pyramid(stored_batches(layer), tiled_layer(layer), path, progress=signs)
    # Left behind where the work fails, so that it is not begun again at once.
    progress.unlink(missing_ok=True)


def main() -> None:
    """Build what standard input asks for."""
    # So that what lies aside is taken away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if hasattr(os, "nice"):
        os.nice(_NICE)
    build(json.load(sys.stdin))


if __name__ == "__main__":
    main()
