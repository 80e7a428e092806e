"""Tiles and texts of the stored layers: opened where they fit, and built in the background where they do not.

A pyramid of tiles (`geo.screen.tiles.pyramid`) and the features as they are sent
(`geo.export.collections.stored.ready_features`) lie in the folder of the store, or for a database in the folder of what
is kept to save time. They are built by a process of its own (`webmap.service.stored.tile_builder`), one for a layer,
whichever of the serving processes asks first; how far it is stands in a file beside them. A layer that has been edited
gets new ones; until they are there, its tiles and texts are made from the features asked for.
"""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import finalize

from geo.cache_folder import cache_folders, is_writable
from geo.export.collections.stored.ready_features import ReadyFeatures
from geo.readers.postgis import is_address
from geo.screen.tiles.pyramid import Pyramid
from geo.screen.tiles.stored_tile import pyramid_version
from webmap.service.stored.tile_builder import (
    Kept,
    features_path,
    features_version,
    fitting,
    is_at_work,
    main,
    progress_path,
    pyramid_path,
    remove_left,
)
from webmap.service.worker_pool import start_process

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.process import BaseProcess

    from flask import Flask

    from geo.atlas.added.stored_layer import StoredLayer
    from webmap.settings import Settings

_EXTENSION = "tile_pyramids"
#: Seconds after which a builder that failed is tried again.
_AGAIN_S = 300.0


class TilePyramids:
    """The pyramids and ready features of one application.

    Parameters
    ----------
    source : str, optional
        The store.

    Attributes
    ----------
    folder : pathlib.Path or None
        Where what is made of the layers lies; None without a store, or if nothing can be written.
    """

    def __init__(self, source: str | None) -> None:
        self._source = source
        self.folder = _folder_of(source) if source else None
        if self.folder is not None:
            remove_left(self.folder)
        self._open: dict[Path, tuple[str, Pyramid | ReadyFeatures | None, float]] = {}
        self._builders: dict[str, BaseProcess] = {}
        self._lock = Lock()
        finalize(self, _stop, self._builders)

    def of(self, layer: StoredLayer) -> Pyramid | None:
        """Return the pyramid of a layer as it is now; None while there is none, which begins to build it."""
        return self._ready(layer, pyramid_path, pyramid_version(layer), Pyramid)

    def features_of(self, layer: StoredLayer) -> ReadyFeatures | None:
        """Return the ready features of a layer as it is now; None while there are none, which begins to build them."""
        return self._ready(layer, features_path, features_version(layer), ReadyFeatures)

    def _ready(
        self, layer: StoredLayer, path_of: Callable[[Path, str], Path], version: str, opened: Callable[[Path], Kept]
    ) -> Kept | None:
        if self.folder is None:
            return None
        path = path_of(self.folder, layer.entry.id)
        known = self._open.get(path)
        if known and known[0] == version and (known[1] is not None or time.monotonic() < known[2]):
            return known[1]  # type: ignore[return-value]
        if layer.bounds is None:
            return None
        with self._lock:
            found = fitting(path, version, opened)
            if found is None:
                self._build(layer.entry.id)
            # Looked for again soon, as it is being built.
            self._open[path] = (version, found, time.monotonic() + 1.0)
        return found

    def progress(self, layer_id: str) -> dict[str, Any] | None:
        """Return the step a builder is at, and how many of how many items are done; None if none is at work."""
        if self.folder is None or not is_at_work(path := progress_path(self.folder, layer_id)):
            return None
        try:
            said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # it is being written or has just gone
            return {}
        return said

    def _build(self, layer_id: str) -> None:
        """Begin to build what a layer has not, unless a process of the service builds."""
        builder = self._builders.get(layer_id)
        if self.folder is None or any(one.is_alive() for one in self._builders.values()):
            return
        progress = progress_path(self.folder, layer_id)
        if is_at_work(progress) or not _claim(progress, failed=builder is not None):
            return
        asked = {"store": self._source, "layer": layer_id, "folder": str(self.folder), "progress": str(progress)}
        self._builders[layer_id] = start_process(main, asked)


def init_app(app: Flask, settings: Settings) -> None:
    """Make the pyramids of an application; none is opened or built yet."""
    source = settings.store.get_secret_value() if settings.store else None
    app.extensions[_EXTENSION] = TilePyramids(source)


def pyramids_of(app: Flask) -> TilePyramids:
    """Return the pyramids of an application."""
    pyramids: TilePyramids = app.extensions[_EXTENSION]
    return pyramids


def _stop(builders: dict[str, BaseProcess]) -> None:
    """End the builders of a service that ends."""
    for builder in builders.values():
        if builder.is_alive():
            builder.terminate()
            builder.join()


def _folder_of(source: str) -> Path | None:
    """Return where the pyramids of a store lie; None if nothing can be written."""
    if not is_address(source):
        folder = Path(source)
        return folder if is_writable(folder) else None
    name = hashlib.sha256(source.encode()).hexdigest()[:12]
    return next((place for one in cache_folders() if is_writable(place := one / "tiles" / name)), None)


def _claim(progress: Path, *, failed: bool) -> bool:
    """Take the right to build; a sign left by a builder that is gone is taken away first."""
    try:
        if failed and time.time() - progress.stat().st_mtime < _AGAIN_S:
            return False
        progress.unlink()
    except FileNotFoundError:
        pass
    try:
        progress.open("x").close()
    except FileExistsError:
        return False
    return True
