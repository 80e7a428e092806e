"""A store in a folder: each layer is a GeoPackage and a note beside it."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from geo.errors import AtlasError, Fault
from geo.store.geopackage.table import GeopackageTable
from geo.store.own.layer_note import note_path, note_paths, read_note
from geo.store.sql.layer import SqlLayer


class GeopackageLayer(SqlLayer):
    """A `geo.atlas.added.stored_layer.StoredLayer` in a GeoPackage, with its note beside it.

    Parameters
    ----------
    note : pathlib.Path
        The note (`geo.store.own.layer_note`).

    Raises
    ------
    SourceError
        If the note cannot be read.
    """

    def __init__(self, note: Path) -> None:
        read = read_note(note)
        super().__init__(GeopackageTable(note.with_name(f"{read.id}.gpkg")), read)


class StoreFolder(Mapping[str, GeopackageLayer]):
    """The layers of a folder by id, as they are there now: one that is imported or removed is seen at once.

    Parameters
    ----------
    folder : pathlib.Path
        It may be missing: then there is no layer.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._state: object = None
        self._layers: dict[str, GeopackageLayer] = {}
        self._left_out: tuple[Fault, ...] = ()
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type[StoreFolder], tuple[Path]]:
        """Return what opens the same store in another process."""
        return type(self), (self.folder,)

    @property
    def left_out(self) -> tuple[Fault, ...]:
        """What is in the store and cannot be read, and why."""
        self._now()
        return self._left_out

    def __getitem__(self, layer_id: str) -> GeopackageLayer:
        return self._now()[layer_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def _now(self) -> dict[str, GeopackageLayer]:
        """Return the layers, in the order of their numbers; notes are read again if one of them has changed."""
        notes = note_paths(self.folder) if self.folder.is_dir() else []
        state = tuple((path.name, status.st_mtime_ns, status.st_ino) for path in notes for status in [path.stat()])
        with self._lock:
            if state != self._state:
                self._layers, self._left_out = _read(notes)
                self._state = state
            return self._layers


def _read(notes: list[Path]) -> tuple[dict[str, GeopackageLayer], tuple[Fault, ...]]:
    found, faults = [], []
    for path in notes:
        try:
            found.append(GeopackageLayer(path))
        except AtlasError as error:
            faults += error.faults
    return {layer.note.id: layer for layer in sorted(found, key=lambda one: one.note.number)}, tuple(faults)


def default_folder() -> Path:
    """Return where the store is if no other is named: the folder for data of this user on this system."""
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or str(Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "lingang-atlas" / "store"


def remove_files(folder: Path, layer_id: str) -> None:
    """Remove the files of a layer, and the tiles, texts and accounts that were made of it."""
    # The note first: without it nothing shows the layer.
    made = (".pmtiles", ".arrow", ".tiles.json", ".accounts.json", ".accounts.lock")
    ends = (".gpkg", ".gpkg-wal", ".gpkg-shm", ".gpkg-journal", *made)
    for path in (note_path(folder, layer_id), *(folder / f"{layer_id}{end}" for end in ends)):
        path.unlink(missing_ok=True)
