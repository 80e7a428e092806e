"""Export a layer to a file, in many formats.

All exports go through `write_layer`. A format is a writer, a media type and a default reference system. Writers are
loaded when first used: ezdxf, pyarrow and XlsxWriter take a second and a hundred megabytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from geo.coordinates.crs import CGCS2000, LINGANG_PROJECTED, WGS84
from geo.errors import UNKNOWN_FORMAT, Fault, ParameterError
from geo.export.layer_content import FeatureSelection, LayerContent, layer_content

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from geo.atlas.atlas import Atlas

__all__ = [
    "FORMATS",
    "FeatureSelection",
    "Format",
    "LayerContent",
    "format_named",
    "layer_content",
    "write_file",
    "write_layer",
]


@dataclass(frozen=True)
class Format:
    """A format of an exported layer.

    Attributes
    ----------
    media_type : str
    suffix : str
        Ending of the file, without a dot.
    crs : str
        The reference system used when the caller names none.
    writer : str
        Module of `geo.export` and function: ``write(content, path, naming=..., **options)``.
    options : frozenset of str
        Options the writer takes beside ``naming``.
    pace : int or None
        Features that are written in a second at least, where a service must look whether there is time for them.
    """

    media_type: str
    suffix: str
    crs: str
    writer: str
    options: frozenset[str] = frozenset()
    pace: int | None = None

    def write(self, content: LayerContent, path: Path, **options: Any) -> None:
        """Write the content of a layer to a file that does not exist yet."""
        module, _, function = self.writer.partition(":")
        getattr(import_module(f"geo.export.{module}"), function)(content, path, **options)


FORMATS: dict[str, Format] = {
    "geojson": Format("application/geo+json", "geojson", WGS84, "geojson:write"),
    "jsonfg": Format("application/vnd.ogc.fg+json", "fg.json", CGCS2000, "collections.json_fg:write"),
    "gpkg": Format("application/geopackage+sqlite3", "gpkg", WGS84, "gpkg:write"),
    "shp": Format("application/zip", "shp.zip", WGS84, "shapefile:write", frozenset({"encoding"})),
    "kml": Format("application/vnd.google-earth.kml+xml", "kml", WGS84, "kml:write"),
    "kmz": Format("application/vnd.google-earth.kmz", "kmz", WGS84, "kml:write"),
    "dxf": Format("image/vnd.dxf", "dxf", LINGANG_PROJECTED, "dxf:write", frozenset({"encoding"}), pace=5_000),
    "fgb": Format("application/flatgeobuf", "fgb", WGS84, "gdal:write_fgb"),
    "gdb": Format("application/zip", "gdb.zip", WGS84, "geodatabase:write"),
    "parquet": Format("application/vnd.apache.parquet", "parquet", WGS84, "geoparquet:write"),
    "pmtiles": Format("application/vnd.pmtiles", "pmtiles", WGS84, "pmtiles:write"),
    "txt": Format("text/plain", "txt", LINGANG_PROJECTED, "boundary_points:write", frozenset({"encoding"})),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", WGS84, "csv_xlsx:write_xlsx"
    ),
    "csv": Format("text/csv", "csv", WGS84, "csv_xlsx:write_csv", frozenset({"bom"})),
}


def format_named(name: str) -> Format:
    """Look up a format by its name.

    Raises
    ------
    ParameterError
        If there is no such format.
    """
    if name not in FORMATS:
        fault = Fault(
            f"format {name!r}", "one of " + ", ".join(FORMATS), "format", "choose one of these", UNKNOWN_FORMAT
        )
        raise ParameterError(fault)
    return FORMATS[name]


def write_layer(
    atlas: Atlas,
    layer_id: str,
    format_name: str,
    path: Path,
    *,
    crs: str | None = None,
    selection: FeatureSelection | None = None,
    naming: str | None = None,
    day: dt.date | None = None,
    **options: Any,
) -> LayerContent:
    """Write a layer, or a selection of it, to a file.

    Parameters
    ----------
    atlas : Atlas
    layer_id : str
    format_name : str
        A key of `FORMATS`.
    path : pathlib.Path
        Must not exist.
    crs : str, optional
        EPSG code of the coordinates; by default WGS84, and EPSG:4529 for drawings and boundary points.
    selection : FeatureSelection, optional
        By default the whole layer.
    naming : {"names", "codes"}, optional
        Long names of columns, or codes of the national planning database; by default names, and codes in a Shapefile.
    day : datetime.date, optional
        Day of the export, by default today.
    **options
        ``encoding`` ("utf-8", "gbk") of Shapefile, TXT and DXF; ``bom`` of CSV.

    Returns
    -------
    LayerContent
        What was written.

    Raises
    ------
    UnknownLayerError, CRSError, ParameterError
        If the layer or the reference system is unknown or unsuitable, an option is unknown, or nothing is selected.
    """
    chosen = format_named(format_name)
    unknown = sorted(set(options) - chosen.options)
    if unknown:
        found = f"{unknown[0]}={options[unknown[0]]!r} with format {format_name}"
        expected = "options " + ", ".join(sorted(chosen.options | {"crs", "fields"}))
        raise ParameterError(Fault(found, expected, unknown[0], "leave it out"))
    content = layer_content(atlas, layer_id, crs or chosen.crs, selection, day)
    if naming is not None:
        options["naming"] = naming
    chosen.write(content, path, **options)
    return content


def write_file(atlas: Atlas, layer_id: str, format_name: str, path: Path, **options: Any) -> None:
    """Write a layer as `write_layer` does, for another process: what is written is not sent back to it."""
    write_layer(atlas, layer_id, format_name, path, **options)
