"""Read the two data rooms: seeds/ (CSV) and layers/ (catalogue and GeoJSON).

The one reader of the atlas. It checks form (encoding, columns, vocabularies, geometry) and keeps every fault it
meets; meaning (does the id exist, do the parts add up) is checked afterwards by ``geo.join``.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
from pydantic import ValidationError

from geo.crs import WGS84
from geo.errors import Fault, SchemaError, SourceError
from geo.schema import FEATURES, TABLES, Catalogue, Layer, check_table
from geo.topology import read_geometry

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMERIC = ("accuracy_m", "stated_area_km2")


def default_folder(name: str) -> Path:
    """Find a data room: inside the installed package, or beside it in a checkout.

    Parameters
    ----------
    name : {"layers", "seeds"}

    Returns
    -------
    pathlib.Path
        The folder; it may not exist, which the readers report.
    """
    package = Path(__file__).resolve().parent
    installed = package / "data" / name
    return installed if installed.is_dir() else package.parent / name


def read_text(path: Path) -> str:
    """Read a UTF-8 file, with or without byte order mark.

    Raises
    ------
    SourceError
        If the file is missing or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        fault = Fault("the file is missing", "a readable file", str(path), "restore it or name another folder")
        raise SourceError(fault) from error
    except (OSError, UnicodeDecodeError) as error:
        guess = "bytes that are not UTF-8 (GBK?)" if isinstance(error, UnicodeDecodeError) else str(error)
        raise SourceError(Fault(guess, "UTF-8 text", str(path), "save the file again as UTF-8")) from error


def read_table(path: Path, name: str) -> pd.DataFrame:
    """Read one seed table.

    Parameters
    ----------
    path : pathlib.Path
        A CSV file with a header line.
    name : str
        A key of `geo.schema.TABLES`.

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
    records = list(csv.reader(io.StringIO(read_text(path)), strict=True))
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
    table = pd.DataFrame(rows, columns=header, dtype=str)
    check_table(table, TABLES[name], str(path))
    return table


def read_catalogue(path: Path) -> Catalogue:
    """Read the catalogue of layers.

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
        Index and column ``place_id``, the properties of the contract (`geo.schema.FEATURES`), geometry in EPSG:4326;
        a feature without location has geometry None.

    Raises
    ------
    SourceError
        If the file is missing or not GeoJSON.
    SchemaError, GeometryError
        With every fault of the properties, or of the geometries.
    """
    features = _features(path)
    rows = _typed_rows([_properties(feature) for feature in features], str(path))
    check_table(rows, FEATURES[layer.role], str(path), first_row=1)
    where = [f"{path}, feature {name}" for name in rows["place_id"]]
    shapes = read_geometry([f.get("geometry") for f in features], layer.geometry, where)
    frame = gpd.GeoDataFrame(rows, geometry=gpd.GeoSeries(shapes, index=rows.index), crs=WGS84)
    return frame.set_index("place_id", drop=False).rename_axis(None)


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        document = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise SourceError(
            Fault(str(error), "GeoJSON", str(path), "mend the line named, or restore the file")
        ) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise SourceError(Fault("no list of features", "a GeoJSON FeatureCollection", str(path), "restore the file"))
    if not features:
        raise SourceError(Fault("no feature", "at least one", str(path), "remove the layer from the catalogue"))
    if "crs" in document:
        fault = Fault("a crs member", "none: RFC 7946 is WGS84", str(path), "save as RFC 7946 GeoJSON (EPSG:4326)")
        raise SourceError(fault)
    return features


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    return {"place_id": feature.get("id"), **(feature.get("properties") or {})}


def _typed_rows(records: list[dict[str, Any]], where: str) -> pd.DataFrame:
    """Make a frame of properties: numbers float, all else text, null missing; a value of another type is a fault."""
    faults = []
    columns = {}
    for name in dict.fromkeys(key for record in records for key in record):
        is_number = name in _NUMERIC
        values = [record.get(name) for record in records]
        for record, value in zip(records, values, strict=True):
            # bool is an int to Python and no number to a planner.
            if value is not None and (
                isinstance(value, bool) or not isinstance(value, int | float if is_number else str)
            ):
                expected = "a number or null" if is_number else "a text or null"
                place = f"{where}, feature {record['place_id']}"
                faults.append(Fault(f"{name} is {value!r}", expected, place, "correct the value"))
        columns[name] = values
    if faults:
        raise SchemaError(faults)
    return pd.DataFrame(
        {name: pd.Series(values, dtype=float if name in _NUMERIC else "str") for name, values in columns.items()}
    )


def data_files(folders: Iterable[Path]) -> list[Path]:
    """List the data files of folders in a stable order."""
    return [
        path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in {".csv", ".toml", ".geojson"}
    ]


def version_of(folders: Iterable[Path]) -> str:
    """Hash the names and bytes of all data files.

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
