"""Reading the two data folders: seeds/ (CSV) and layers/ (catalogue and GeoJSON).

It checks form (encoding, columns, vocabularies, geometry) and collects every fault of a file. Whether ids exist is
checked afterwards by `geo.atlas.join`.

A file of the catalogue holds the atlas's own features. Layers of the role ``workspace`` come from a workspace
(`geo.store.workspace`) and are refused here.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import geopandas as gpd
import pandas as pd
from pydantic import ValidationError

from geo.atlas.read_geometry import read_geometry
from geo.atlas.schema import CHECK_TABLES, FEATURES, TABLES, Catalogue, Layer
from geo.atlas.table_schema import check_table
from geo.coordinates.crs import WGS84
from geo.errors import Fault, SchemaError, SourceError
from geo.text_files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMERIC = ("accuracy_m", "stated_area_km2", "derived_area_km2")
_HOW_DRAWN = ("reference_zh", "reference_en", "accuracy_m", "grade")
_WHY_NOT = ("note_zh", "note_en")


def default_folder(name: str) -> Path:
    """Return the path of a data folder: inside the installed package, or beside it in a checkout.

    Parameters
    ----------
    name : {"layers", "seeds"}

    Returns
    -------
    pathlib.Path
        The folder; it may not exist, which the functions that read it report.
    """
    package = Path(__file__).resolve().parent.parent
    installed = package / "data" / name
    return installed if installed.is_dir() else package.parent / name


def read_table(path: Path, name: str) -> pd.DataFrame:
    """Read one seed table.

    Parameters
    ----------
    path : pathlib.Path
        A CSV file with a header line.
    name : str
        A key of `geo.atlas.schema.TABLES` or `geo.atlas.schema.CHECK_TABLES`.

    Returns
    -------
    pandas.DataFrame
        All columns text, an empty cell is the empty string, index 0-based.

    Raises
    ------
    SourceError
        If the file is missing or not UTF-8.
    SchemaError
        With every fault of the table.
    """
    table = parse_table(path)
    check_table(table, (TABLES | CHECK_TABLES)[name], str(path))
    return table


def parse_table(path: Path) -> pd.DataFrame:
    """Read a CSV file as text, whatever its columns.

    Returns
    -------
    pandas.DataFrame
        All columns text, an empty cell is the empty string, index 0-based.

    Raises
    ------
    SourceError
        If the file is missing, not UTF-8 or not CSV.
    SchemaError
        If it has no header, or a row of another length than the header.
    """
    try:
        records = list(csv.reader(io.StringIO(read_text(path)), strict=True))
    except csv.Error as error:
        raise SourceError(Fault(str(error), "CSV", str(path), "mend the quotation marks")) from error
    if not records:
        raise SchemaError(Fault("an empty file", "a header line", str(path), "restore the table"))
    header, rows = records[0], records[1:]
    ragged = [number for number, row in enumerate(rows, start=2) if len(row) != len(header)]
    if ragged:
        faults = [
            Fault(
                f"{len(rows[number - 2])} cells",
                f"{len(header)} cells",
                f"{path}, row {number}",
                "quote the commas",
            )
            for number in ragged
        ]
        raise SchemaError(faults)
    return pd.DataFrame(rows, columns=header, dtype=str)


def read_catalogue(path: Path) -> Catalogue:
    """Read the catalogue of layers.

    Parameters
    ----------
    path : pathlib.Path
        A TOML file.

    Returns
    -------
    Catalogue

    Raises
    ------
    SourceError
        If the file is missing, not UTF-8 or not TOML.
    SchemaError
        With every key that is missing, unknown or out of range.
    """
    try:
        catalogue = Catalogue.model_validate(tomllib.loads(read_text(path)))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(Fault(str(error), "TOML", str(path), "mend the line named")) from error
    except ValidationError as error:
        faults = [
            Fault(
                f"{'.'.join(map(str, item['loc']))}: {item['msg']}",
                "a valid entry",
                str(path),
                "mend the entry",
            )
            for item in error.errors()
        ]
        raise SchemaError(faults) from error
    groups = {group.id for group in catalogue.group}
    lost = [layer for layer in catalogue.layer if layer.group not in groups]
    if lost:
        faults = [Fault(f"group {x.group!r} of layer {x.id}", "a [[group]] of that id", str(path)) for x in lost]
        raise SchemaError(faults)
    strange = [layer for layer in catalogue.layer if layer.role not in FEATURES]
    if strange:
        faults = [Fault(f"role {x.role!r} of layer {x.id}", "planning or context", str(path)) for x in strange]
        raise SchemaError(faults)
    return catalogue


def read_layer(path: Path, layer: Layer) -> gpd.GeoDataFrame:
    """Read the features of one layer.

    Parameters
    ----------
    path : pathlib.Path
        A GeoJSON FeatureCollection (RFC 7946: longitude/latitude, WGS84).
    layer : Layer
        Its entry in the catalogue.

    Returns
    -------
    geopandas.GeoDataFrame
        Index and column ``place_id``, the properties of the contract (`geo.atlas.schema.FEATURES`), geometry in
        EPSG:4326; a feature without location has geometry None.

    Raises
    ------
    SourceError
        If the file is missing or not GeoJSON.
    SchemaError, GeometryError
        With every fault of the properties, or of the geometries.
    """
    document = parse_layer(path)
    crs = crs_fault(document, path)
    if crs:
        raise SourceError(crs)
    features = document["features"]
    rows, faults = read_rows(features, layer, path)
    if faults:
        raise SchemaError(faults)
    where = [f"{path}, feature {name}" for name in rows["place_id"]]
    shapes = read_geometry([f.get("geometry") for f in features], layer.geometry, where)
    frame = gpd.GeoDataFrame(rows, geometry=gpd.GeoSeries(shapes, index=rows.index), crs=WGS84)
    return frame.set_index("place_id", drop=False).rename_axis(None)


def parse_layer(path: Path) -> dict[str, Any]:
    """Read a layer file; check only that it is a FeatureCollection with features.

    Returns
    -------
    dict
        The document; its ``features`` are a list of at least one object.

    Raises
    ------
    SourceError
        If the file is missing or holds something else.
    """
    try:
        document = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise SourceError(
            Fault(str(error), "GeoJSON", str(path), "mend the line named, or restore the file")
        ) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise SourceError(Fault("no list of features", "a GeoJSON FeatureCollection", str(path), "restore the file"))
    odd = [number for number, feature in enumerate(features, start=1) if not _has_members(feature)]
    if odd:
        found = f"properties or geometry of feature number {odd[0]} of the wrong kind"
        raise SourceError(Fault(found, "an object or null", str(path), "restore the feature"))
    if not features:
        raise SourceError(Fault("no feature", "at least one", str(path), "remove the layer from the catalogue"))
    return cast("dict[str, Any]", document)


def _has_members(feature: dict[str, Any]) -> bool:
    return all(isinstance(feature.get(key), dict | None) for key in ("properties", "geometry"))


def crs_fault(document: dict[str, Any], path: Path) -> Fault | None:
    """Return a fault if a layer names a reference system, which RFC 7946 removed from GeoJSON; else None."""
    if "crs" not in document:
        return None
    member = document["crs"]
    name = (member.get("properties") or {}).get("name", "") if isinstance(member, dict) else ""
    remedy = "save as RFC 7946 GeoJSON (EPSG:4326)"
    return Fault(f"a crs member {name}".rstrip(), "none: RFC 7946 is WGS84", str(path), remedy, SourceError.rule)


def read_rows(features: list[dict[str, Any]], layer: Layer, path: Path) -> tuple[pd.DataFrame, list[Fault]]:
    """Read ids and properties of features and check them against the schema of the layer.

    Parameters
    ----------
    features : list of dict
        GeoJSON features.
    layer : Layer
        Its role says which properties there are.
    path : pathlib.Path
        The file, for the messages.

    Returns
    -------
    pandas.DataFrame
        Column ``place_id`` and the properties, index 0-based; a value of the wrong type is missing.
    list of Fault
        Each names the feature by its id, or by its number in the file if it has none.
    """
    names = [f"feature {f.get('id') or f'number {number}'}" for number, f in enumerate(features, start=1)]
    records = [{"place_id": f.get("id"), **(f.get("properties") or {})} for f in features]
    rows, faults = _typed_rows(records, names, str(path))
    faults += _undocumented(features, names, str(path))
    try:
        check_table(rows, FEATURES[layer.role], str(path), names)
    except SchemaError as error:
        faults += error.faults
    return rows, [replace(fault, rule=SchemaError.rule) for fault in faults]


def _undocumented(features: list[dict[str, Any]], names: list[str], where: str) -> list[Fault]:
    """List faults of drawn features that do not say how they were drawn, and of others that do not say why not."""
    faults = []
    for feature, name in zip(features, names, strict=True):
        properties = feature.get("properties") or {}
        drawn = feature.get("geometry") is not None
        if drawn == (properties.get("method") == "none"):
            expected = "a drawing method" if drawn else "method none, as the geometry is null"
            found = f"method is {properties.get('method')!r}"
            faults.append(Fault(found, expected, f"{where}, {name}", "correct the method or the geometry"))
        for key in _HOW_DRAWN if drawn else _WHY_NOT:
            if not properties.get(key):
                what = "how a drawn shape came about" if drawn else "why a place is not drawn"
                faults.append(Fault(f"no {key}", what, f"{where}, {name}", f"fill in {key}"))
    return faults


def _typed_rows(records: list[dict[str, Any]], names: list[str], where: str) -> tuple[pd.DataFrame, list[Fault]]:
    """Make a frame of properties (numbers float, others text, null missing), and a fault for each other type."""
    faults = []
    columns = {}
    for name in dict.fromkeys(key for record in records for key in record):
        is_number = name in _NUMERIC
        values = [record.get(name) for record in records]
        for row, value in enumerate(values):
            # In Python a bool is an int; in a layer it is not a number.
            if value is not None and (
                isinstance(value, bool) or not isinstance(value, int | float if is_number else str)
            ):
                expected = "a number or null" if is_number else "a text or null"
                place = f"{where}, {names[row]}"
                faults.append(Fault(f"{name} is {value!r}", expected, place, "correct the value"))
                values[row] = None
        columns[name] = values
    frame = pd.DataFrame(
        {name: pd.Series(values, dtype=float if name in _NUMERIC else "str") for name, values in columns.items()}
    )
    return frame, faults


def data_files(folders: Iterable[Path]) -> list[Path]:
    """List the data files of folders in a stable order."""
    return [
        path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in {".csv", ".toml", ".geojson"}
    ]


def version_of(folders: Iterable[Path]) -> str:
    """Compute a hash of the names and bytes of all data files.

    Parameters
    ----------
    folders : iterable of pathlib.Path
        The data folders.

    Returns
    -------
    str
        The first 12 hex digits of a SHA-256: the same data has the same version on every machine.
    """
    digest = hashlib.sha256()
    for path in data_files(folders):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
