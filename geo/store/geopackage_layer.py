"""A stored layer in a GeoPackage of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.store.geopackage_table import GeopackageTable
from geo.store.layer_note import read_note
from geo.store.sql_layer import SqlLayer

if TYPE_CHECKING:
    from pathlib import Path


class GeopackageLayer(SqlLayer):
    """A `geo.atlas.added.stored_layer.StoredLayer` in a GeoPackage, with its note beside it.

    Parameters
    ----------
    note : pathlib.Path
        The note (`geo.store.layer_note`).

    Raises
    ------
    SourceError
        If the note cannot be read.
    """

    def __init__(self, note: Path) -> None:
        read = read_note(note)
        super().__init__(GeopackageTable(note.with_name(f"{read.id}.gpkg")), read)
