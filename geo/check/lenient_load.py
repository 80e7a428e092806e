"""Lenient load: both data folders as far as they can be read, for `lingang check`.

`geo.atlas.load` refuses a file with faults, because a wrong atlas must not be served. A check must find every fault of
every file in one run. So here a table with a wrong word is kept, a layer keeps its sound features, and `LoadedSoFar`
records which geometries are unsound, so that no other rule reports them again.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import geopandas as gpd
import pandas as pd
from pydantic import BaseModel, ValidationError

from geo.atlas import load
from geo.atlas.read_geometry import read_geometry
from geo.atlas.schema import CHECK_TABLES, FEATURES, TABLES, Catalogue, Coverage, Group, Layer
from geo.check import geometry
from geo.check.rules import Finding, finding_of
from geo.coordinates.crs import WGS84
from geo.errors import AtlasError, Fault, GeometryError
from geo.text_files import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    Entry = TypeVar("Entry", bound=BaseModel)
    T = TypeVar("T")


@dataclass(frozen=True)
class DrawnPlace:
    """A feature as it is in its file.

    Attributes
    ----------
    name : str
        Its id, or ``number <n>`` where it has none.
    geometry : dict or None
        The GeoJSON geometry, which may be malformed.
    properties : dict
        The GeoJSON properties.
    """

    name: str
    geometry: Any
    properties: dict[str, Any]


@dataclass
class LoadedSoFar:
    """The data that could be read, and findings on the rest.

    Attributes
    ----------
    layers_folder, seeds_folder : pathlib.Path
        The data folders.
    findings : list of Finding
        All findings of reading.
    tables : dict of str to pandas.DataFrame
        The seed tables that have all their columns.
    sections : pandas.DataFrame or None
        The table ``sections``, which `tables` has too.
    control_points, street_anchors, hierarchy : pandas.DataFrame or None
        The tables ``control_points``, ``street_anchors`` and ``containment`` of
        `geo.atlas.schema.CHECK_TABLES`.
    catalogue : Catalogue or None
        The entries that are valid.
    drawn_places : dict of str to list of DrawnPlace
        By layer id, in file order.
    frames : dict of str to geopandas.GeoDataFrame
        By layer id, as returned by `geo.atlas.load.read_layer`; the geometry of an unsound feature is None.
    unsound : set of str
        Ids of features whose geometry has an error. Rules that measure leave them out.
    anchors, judged_sample : pandas.DataFrame or None
        The tables of these names, which a folder need not have.
    """

    layers_folder: Path
    seeds_folder: Path
    findings: list[Finding] = field(default_factory=list)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    sections: pd.DataFrame | None = None
    control_points: pd.DataFrame | None = None
    street_anchors: pd.DataFrame | None = None
    hierarchy: pd.DataFrame | None = None
    catalogue: Catalogue | None = None
    drawn_places: dict[str, list[DrawnPlace]] = field(default_factory=dict)
    frames: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    unsound: set[str] = field(default_factory=set)
    anchors: pd.DataFrame | None = None
    judged_sample: pd.DataFrame | None = None

    def features(self) -> gpd.GeoDataFrame:
        """Return the features of all layers that could be read as one frame with a column ``layer``.

        Returns
        -------
        geopandas.GeoDataFrame
            Index ``place_id``. Of an id in two layers, which is reported, the first is kept.
        """
        frames = [frame.assign(layer=name) for name, frame in self.frames.items()]
        if not frames:
            empty = pd.DataFrame(columns=[*FEATURES["planning"].columns, "layer"], dtype=float)
            return gpd.GeoDataFrame(empty, geometry=[], crs=WGS84)
        joined = pd.concat(frames)
        return joined[~joined.index.duplicated()]

    def file_of(self, layer_id: str) -> str:
        """Return the file of a layer as findings name it."""
        return f"layers/{layer_id}.geojson"

    def note(self, faults: Sequence[Fault]) -> None:
        """Add faults as findings."""
        self.findings += [finding_of(fault, self.layers_folder, self.seeds_folder) for fault in faults]


def lenient_load(layers: Path, seeds: Path) -> LoadedSoFar:
    """Read both data folders and collect every fault.

    Parameters
    ----------
    layers, seeds : pathlib.Path
        The data folders.

    Returns
    -------
    LoadedSoFar
        With a finding for each fault of a file.
    """
    out = LoadedSoFar(layers, seeds)
    for name in TABLES:
        table = _read_table(out, seeds / f"{name}.csv", name)
        if table is not None:
            out.tables[name] = table
    out.sections = out.tables.get("sections")
    out.control_points = _read_table(out, layers / "control_points.csv", "control_points")
    out.street_anchors = _read_table(out, layers / "street_anchors.csv", "street_anchors")
    out.hierarchy = _read_table(out, layers / "containment.csv", "containment")
    out.catalogue = _read_catalogue(out)
    for layer in out.catalogue.layer if out.catalogue else ():
        _read_layer(out, layer)
    out.anchors = _read_if_there(out, seeds / "anchors.csv")
    out.judged_sample = _read_if_there(out, seeds / "judged_sample.csv")
    _note_unlisted_files(out)
    return out


def _read_or_note(out: LoadedSoFar, read: Callable[..., T], *args: object) -> T | None:
    """Run a function that reads; add its faults to the findings and return None if it fails."""
    try:
        return read(*args)
    except AtlasError as error:
        out.note(error.faults)
        return None


def _read_table(out: LoadedSoFar, path: Path, name: str) -> pd.DataFrame | None:
    table = _read_or_note(out, load.read_table, path, name)
    if table is not None:
        return table
    try:
        table = load.parse_table(path)
    except AtlasError:
        return None
    needed = set((TABLES | CHECK_TABLES)[name].columns)
    return table if needed <= set(table.columns) else None


def _read_if_there(out: LoadedSoFar, path: Path) -> pd.DataFrame | None:
    return _read_table(out, path, path.stem) if path.exists() else None


def _read_catalogue(out: LoadedSoFar) -> Catalogue | None:
    path = out.layers_folder / "catalogue.toml"
    catalogue = _read_or_note(out, load.read_catalogue, path)
    if catalogue is not None:
        return catalogue
    try:
        document = tomllib.loads(read_text(path))
    except (AtlasError, tomllib.TOMLDecodeError):
        return None
    return Catalogue.model_construct(
        group=_valid_entries(Group, document.get("group")),
        layer=_valid_entries(Layer, document.get("layer")),
        coverage=_valid_entries(Coverage, document.get("coverage")),
    )


def _valid_entries(model: type[Entry], entries: object) -> tuple[Entry, ...]:
    kept = []
    for entry in entries if isinstance(entries, list) else ():
        try:
            kept.append(model.model_validate(entry))
        except ValidationError:
            continue  # reported by load.read_catalogue
    return tuple(kept)


def _read_layer(out: LoadedSoFar, layer: Layer) -> None:
    path = out.layers_folder / f"{layer.id}.geojson"
    document = _read_or_note(out, load.parse_layer, path)
    if document is None:
        return
    crs = load.crs_fault(document, path)
    out.note([crs] if crs else [])
    features = [_with_own_id(out, feature, layer, number) for number, feature in enumerate(document["features"], 1)]
    rows, faults = load.read_rows(features, layer, path)
    out.note(faults)
    places = [
        DrawnPlace(str(f.get("id") or f"number {number}"), f.get("geometry"), f.get("properties") or {})
        for number, f in enumerate(features, 1)
    ]
    out.drawn_places[layer.id] = places
    shapes = [_measurable_shape(out, place, layer) for place in places]
    frame = gpd.GeoDataFrame(rows, geometry=gpd.GeoSeries(shapes, index=rows.index), crs=WGS84)
    frame = frame.reindex(columns=[*frame.columns.union(_columns_of(layer), sort=False)])
    frame = frame[frame["place_id"].notna() & ~frame["place_id"].duplicated()]
    out.frames[layer.id] = frame.set_index("place_id", drop=False).rename_axis(None)


def _columns_of(layer: Layer) -> list[str]:
    return list(FEATURES[layer.role].columns)


def _with_own_id(out: LoadedSoFar, feature: dict[str, Any], layer: Layer, number: int) -> dict[str, Any]:
    """Return a feature with the id that a program moved into its properties, and add a finding."""
    properties = feature.get("properties") or {}
    moved = next((properties[key] for key in ("id", "place_id") if properties.get(key)), None)
    if feature.get("id") or moved is None:
        return feature
    found, expected = f"the id {moved!r} stands among the properties", 'a member "id" of the feature itself'
    remedy = 'save with the layer option ID_FIELD, or move "id" up'
    item = f"feature {moved}"
    out.findings.append(Finding("S002", "error", out.file_of(layer.id), item, found, expected, remedy))
    kept = {key: value for key, value in properties.items() if key not in ("id", "place_id")}
    return {**feature, "id": str(moved), "properties": kept}


def _measurable_shape(out: LoadedSoFar, place: DrawnPlace, layer: Layer) -> BaseGeometry | None:
    """Return the shape of a feature; None, with a finding, if it cannot be measured."""
    if place.geometry is None:
        return None
    file = out.file_of(layer.id)
    found = geometry.geometry_findings(place.geometry, file, f"feature {place.name}")
    out.findings += found
    if not any(finding.severity == "error" and finding.rule != "G007" for finding in found):
        try:
            return read_geometry([place.geometry], layer.geometry, [f"{file}, feature {place.name}"])[0]
        except GeometryError as error:
            out.note([replace(fault, rule=fault.rule or GeometryError.rule) for fault in error.faults])
    out.unsound.add(place.name)
    return None


def _note_unlisted_files(out: LoadedSoFar) -> None:
    """Add a finding for each layer file that is not in the catalogue and so is never shown."""
    if out.catalogue is None:
        return
    known = {layer.id for layer in out.catalogue.layer}
    for path in sorted(out.layers_folder.glob("*.geojson")) if out.layers_folder.is_dir() else ():
        if path.stem not in known:
            out.findings.append(
                Finding(
                    "S004",
                    "warning",
                    f"layers/{path.name}",
                    "",
                    "no entry in the catalogue",
                    "a [[layer]] with this id",
                    "add the entry to catalogue.toml, or remove the file",
                )
            )
