"""Build the tiles and texts of one stored layer: the process that `webmap.service.stored.tile_pyramids` starts.

It steps back behind the service, and ends with it.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import sys
import time
from multiprocessing import parent_process
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from geo.cache_folder import sources_hash
from geo.export.collections.stored.pages import plain_texts
from geo.export.collections.stored.ready_features import ReadyFeatures, write_ready_features
from geo.readers.fork_server import name_process
from geo.screen.tiles.pyramid import Pyramid
from geo.screen.tiles.pyramid_writer import ASIDE, write_pyramid
from geo.screen.tiles.stored_tile import pyramid_version, stored_batches, tiled_layer
from geo.store.open_store import open_store
from geo.text_files import written_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.atlas.added.stored_layer import StoredLayer

#: Seconds without a sign after which a builder counts as gone.
SILENT_S = 120.0
#: How far the process steps back, and seconds between two signs of its progress.
_NICE, _SIGN_S = 19, 1.0


Kept = TypeVar("Kept", Pyramid, ReadyFeatures)


class _Signs:
    """Writes how far the work is into a file, which says too that it goes on."""

    def __init__(self, path: Path) -> None:
        self._path, self._last = path, 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        service = parent_process()
        if service is not None and not service.is_alive():
            raise SystemExit(1)
        if time.monotonic() - self._last >= _SIGN_S:
            self._last = time.monotonic()
            with written_whole(self._path) as made:
                made.write_text(json.dumps({"step": step, "done": done, "total": total}), encoding="utf-8")


def build(asked: dict[str, str]) -> None:
    """Build what a layer has not; what was asked is as `webmap.service.stored.tile_pyramids` writes it."""
    folder, layer_id = Path(asked["folder"]), asked["layer"]
    for left in folder.glob(f"{layer_id}{ASIDE}*"):  # of a builder that was killed
        shutil.rmtree(left, ignore_errors=True)
    remove_left(folder)
    layer, progress = open_store(asked["store"])[layer_id], Path(asked["progress"])
    signs = _Signs(progress)
    # The tiles first: without them a map has only previews of a large layer.
    path = pyramid_path(folder, layer_id)
    if fitting(path, pyramid_version(layer), Pyramid) is None:
        write_pyramid(stored_batches(layer), tiled_layer(layer), path, progress=signs)
    path, version = features_path(folder, layer_id), features_version(layer)
    if fitting(path, version, ReadyFeatures) is None:
        write_ready_features(layer, lambda rows: plain_texts(layer, rows), version, path, progress=signs)
    # Left behind where the work fails, so that it is not begun again at once.
    progress.unlink(missing_ok=True)


def remove_left(folder: Path) -> None:
    """Remove what builders that were killed left aside: of layers that no builder is at work on."""
    for left in folder.glob(f"*{ASIDE}*"):
        if not is_at_work(progress_path(folder, left.name.partition(ASIDE)[0])):
            shutil.rmtree(left, ignore_errors=True)


def progress_path(folder: Path, layer_id: str) -> Path:
    """Return where the builder of a layer says how far it is."""
    return folder / f"{layer_id}.tiles.json"


def is_at_work(progress: Path) -> bool:
    """Return whether a builder has said something lately."""
    try:
        return time.time() - progress.stat().st_mtime < SILENT_S
    except OSError:
        return False


def pyramid_path(folder: Path, layer_id: str) -> Path:
    """Return where the tiles of a layer are."""
    return folder / f"{layer_id}.pmtiles"


def features_path(folder: Path, layer_id: str) -> Path:
    """Return where the ready features of a layer are."""
    return folder / f"{layer_id}.arrow"


def features_version(layer: StoredLayer) -> str:
    """Return a text that changes with every edit of a layer, and with the program that writes its features."""
    return f"{layer.version} {sources_hash('export/collections/stored', 'store/sql')}"


def fitting(path: Path, version: str, opened: Callable[[Path], Kept]) -> Kept | None:
    """Return what a file holds; None if there is none, it is damaged, or it was made of the layer in another state."""
    try:
        found = opened(path)
    except (OSError, ValueError):  # it is written anew, which says what cannot be done
        return None
    return found if found.version == version else None


def main(asked: dict[str, str]) -> None:
    """Build what is asked for, as a process of its own."""
    name_process("lingang-tiles")
    # So that what lies aside is taken away; the service alone decides when it ends, not the terminal.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    # What the fork server has loaded stays shared with it: a collection would write to every object.
    gc.freeze()
    build(asked)
