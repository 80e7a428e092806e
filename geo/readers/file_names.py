"""Endings of the vector files that can be read; a module of its own, so that commands need not load the readers."""

from __future__ import annotations

from pathlib import PurePath

GEOJSON = (".geojson", ".json")
#: Read by `geo.readers.gdal`; a ``.gdb`` is a folder, and in an archive its name ends in ``.zip``.
OTHERS = (".gpkg", ".shp", ".zip", ".kml", ".kmz", ".fgb", ".parquet", ".dxf", ".gdb", ".txt")
FORMATS = (*GEOJSON, *OTHERS)
#: Read by an import into a store too (`geo.store.reading.source_pieces`).
IMPORTED = (*FORMATS, ".gpx", ".gml", ".tab", ".mif")


def is_vector_file(name: str) -> bool:
    """Whether a name ends like a vector file, if only of an import, which its reader then says; it need not exist."""
    return PurePath(name).suffix.lower() in IMPORTED
