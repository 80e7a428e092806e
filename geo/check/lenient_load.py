"""Read both data rooms as far as they can be read: the ground `lingang check` works on.

`geo.atlas.load` refuses a file with the first kind of fault it meets, because a wrong atlas must not be served. A check
wants the opposite: every fault of every file in one run. So here a table with a wrong word is kept, a layer keeps the
features that are sound, and what is left out is remembered, so that no rule complains a second time about a thing that
was reported once.
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
    """A feature as its file has it.

    Attributes
    ----------
    name : str
        Its id, or ``number <n>`` where it has none.
    geometry : dict or None
        The GeoJSON geometry, not yet trusted.
    properties : dict
    """

    name: str
    geometry: Any
    properties: dict[str, Any]


@dataclass
class LoadedSoFar:
    """What could be read, and what was wrong with the rest.

    Attributes
    ----------
    layers_folder, seeds_folder : pathlib.Path
    findings : list of Finding
        All that reading found.
    tables : dict of str to pandas.DataFrame
        The seed tables that have all their columns.
    sections, control_points, containment : pandas.DataFrame or None
        The tables of `geo.atlas.schema.CHECK_TABLES`.
    catalogue : Catalogue or None
        The entries that are whole.
    members : dict of str to list of Member
        By layer id, in file order.
    frames : dict of str to geopandas.GeoDataFrame
        By layer id, as `geo.atlas.load.read_layer` gives them; the geometry of an unsound feature is None.
    unsound : set of str
        Ids of features whose geometry was reported: rules that measure leave them out.
    """

    layers_folder: Path
    seeds_folder: Path
    findings: list[Finding] = field(default_factory=list)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    sections: pd.DataFrame | None = None
    control_points: pd.DataFrame | None = None
    containment: pd.DataFrame | None = None
    catalogue: Catalogue | None = None
    members: dict[str, list[DrawnPlace]] = field(default_factory=dict)
    frames: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    unsound: set[str] = field(default_factory=set)

    def features(self) -> gpd.GeoDataFrame:
        """Give the features of all layers that could be read in one frame with a column ``layer``.

        Returns
        -------
        geopandas.GeoDataFrame
            Index ``place_id``; where an id stands in two layers (which is reported) the first counts.
        """
        frames = [frame.assign(layer=name) for name, frame in self.frames.items()]
        if not frames:
            empty = pd.DataFrame(columns=[*FEATURES["planning"].columns, "layer"], dtype=float)
            return gpd.GeoDataFrame(empty, geometry=[], crs=WGS84)
        joined = pd.concat(frames)
        return joined[~joined.index.duplicated()]

    def file_of(self, layer_id: str) -> str:
        """Name the file of a layer in a finding."""
        return f"layers/{layer_id}.geojson"

    def note(self, faults: Sequence[Fault]) -> None:
        """Keep faults of the readers as findings."""
        self.findings += [finding_of(fault, self.layers_folder, self.seeds_folder) for fault in faults]


def lenient_load(layers: Path, seeds: Path) -> LoadedSoFar:
    """Read both data rooms and keep every fault.

    Parameters
    ----------
    layers, seeds : pathlib.Path
        The data rooms.

    Returns
    -------
    LoadedSoFar
    """
    out = LoadedSoFar(layers, seeds)
    for name in TABLES:
        table = _table(out, seeds / f"{name}.csv", name)
        if table is not None:
            out.tables[name] = table
    out.sections = _table(out, seeds / "sections.csv", "sections")
    out.control_points = _table(out, layers / "control_points.csv", "control_points")
    out.containment = _table(out, layers / "containment.csv", "containment")
    out.catalogue = _catalogue(out)
    for layer in out.catalogue.layer if out.catalogue else ():
        _layer(out, layer)
    _strays(out)
    return out


def _read(out: LoadedSoFar, read: Callable[..., T], *args: object) -> T | None:
    try:
        return read(*args)
    except AtlasError as error:
        out.note(error.faults)
        return None


def _table(out: LoadedSoFar, path: Path, name: str) -> pd.DataFrame | None:
    table = _read(out, load.read_table, path, name)
    if table is not None:
        return table
    try:
        table = load.parse_table(path)
    except AtlasError:
        return None
    needed = set((TABLES | CHECK_TABLES)[name].columns)
    return table if needed <= set(table.columns) else None


def _catalogue(out: LoadedSoFar) -> Catalogue | None:
    path = out.layers_folder / "catalogue.toml"
    catalogue = _read(out, load.read_catalogue, path)
    if catalogue is not None:
        return catalogue
    try:
        document = tomllib.loads(read_text(path))
    except (AtlasError, tomllib.TOMLDecodeError):
        return None
    return Catalogue.model_construct(
        group=_whole(Group, document.get("group")),
        layer=_whole(Layer, document.get("layer")),
        coverage=_whole(Coverage, document.get("coverage")),
    )


def _whole(model: type[Entry], entries: object) -> tuple[Entry, ...]:
    kept = []
    for entry in entries if isinstance(entries, list) else ():
        try:
            kept.append(model.model_validate(entry))
        except ValidationError:
            continue  # reported by load.read_catalogue
    return tuple(kept)


def _layer(out: LoadedSoFar, layer: Layer) -> None:
    path = out.layers_folder / f"{layer.id}.geojson"
    document = _read(out, load.parse_layer, path)
    if document is None:
        return
    crs = load.crs_fault(document, path)
    out.note([crs] if crs else [])
    features = [_with_id(out, feature, layer, number) for number, feature in enumerate(document["features"], 1)]
    rows, faults = load.read_rows(features, layer, path)
    out.note(faults)
    members = [
        DrawnPlace(str(f.get("id") or f"number {number}"), f.get("geometry"), f.get("properties") or {})
        for number, f in enumerate(features, 1)
    ]
    out.members[layer.id] = members
    shapes = [_shape(out, member, layer) for member in members]
    frame = gpd.GeoDataFrame(rows, geometry=gpd.GeoSeries(shapes, index=rows.index), crs=WGS84)
    frame = frame.reindex(columns=[*frame.columns.union(_needed(layer), sort=False)])
    frame = frame[frame["place_id"].notna() & ~frame["place_id"].duplicated()]
    out.frames[layer.id] = frame.set_index("place_id", drop=False).rename_axis(None)


def _needed(layer: Layer) -> list[str]:
    return list(FEATURES[layer.role].columns)


def _with_id(out: LoadedSoFar, feature: dict[str, Any], layer: Layer, number: int) -> dict[str, Any]:
    """Take the id from the properties where a program moved it there, and say so."""
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


def _shape(out: LoadedSoFar, member: DrawnPlace, layer: Layer) -> BaseGeometry | None:
    """Give the shape of a feature, or None and a finding where it cannot be measured."""
    if member.geometry is None:
        return None
    file = out.file_of(layer.id)
    found = geometry.geometry_findings(member.geometry, file, f"feature {member.name}")
    out.findings += found
    if not any(finding.severity == "error" and finding.rule != "G007" for finding in found):
        try:
            return read_geometry([member.geometry], layer.geometry, [f"{file}, feature {member.name}"])[0]
        except GeometryError as error:
            out.note([replace(fault, rule=fault.rule or GeometryError.rule) for fault in error.faults])
    out.unsound.add(member.name)
    return None


def _strays(out: LoadedSoFar) -> None:
    """Report layer files the catalogue does not name: nobody will ever see them."""
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
