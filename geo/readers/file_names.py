"""Which names are those of vector files: asked of every layer a command names, so no reader is loaded for it."""

from __future__ import annotations

from pathlib import PurePath

GEOJSON = (".geojson", ".json")
#: Read by `geo.readers.gdal`.
OTHERS = (".gpkg", ".shp", ".zip", ".kml", ".kmz", ".fgb", ".parquet", ".dxf", ".txt")
FORMATS = (*GEOJSON, *OTHERS)


def is_vector_file(name: str) -> bool:
    """Whether a name ends like a file that `geo.readers.vector_file` reads; it need not exist."""
    return PurePath(name).suffix.lower() in FORMATS
