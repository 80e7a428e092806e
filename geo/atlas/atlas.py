"""The atlas: all tables and layers, loaded, checked, joined and measured once, and never changed afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

import pandas as pd

from geo.atlas import load
from geo.atlas.cells import none_if_missing
from geo.atlas.figures import lines_of_layers, measure
from geo.atlas.join import require_joined
from geo.atlas.schema import TABLES
from geo.errors import AtlasError, Fault, ParameterError, UnknownLayerError, UnknownPlaceError
from geo.measure import compare_methods
from geo.overlay.prepare import Features, Zones, prepare_features, prepare_zones
from geo.overlay.zonal_area import zonal_area
from geo.places import profile
from geo.screen import map_document
from geo.stats import crosstab, layer_areas, ledger
from geo.stats.partitions import partitioned_area

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.schema import Catalogue, Layer
    from geo.measure.uncertainty import Lines

    T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Atlas:
    """Everything the atlas knows, measured; made by `load_atlas`.

    Attributes
    ----------
    catalogue : Catalogue
        Groups and layers in tree order.
    tables : mapping of str to pandas.DataFrame
        The seed tables (`geo.atlas.schema.TABLES`), all cells text.
    layers : mapping of str to geopandas.GeoDataFrame
        By layer id: index ``place_id``, EPSG:4326, the columns of `geo.atlas.figures.measure`, and ``name_zh``,
        ``name_en``, ``kind``. Treat frames as read-only: they are shared by all threads of the server.
    version : str
        12 hex digits, the hash of all data files.
    lines : Lines, optional
        Lines whose accuracy is known, for the bounds of areas.
    own : mapping of str to pandas.DataFrame
        Layers of the reader's own (`geo.store.workspace`), by id: the attributes of each feature under the names of the
        source, plain values. Their shapes and figures are in `layers`; they are in no table of the documents.
    """

    catalogue: Catalogue
    tables: Mapping[str, pd.DataFrame]
    layers: Mapping[str, gpd.GeoDataFrame]
    version: str
    lines: Lines | None = None
    own: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    _prepared: dict[tuple[str, str], Zones | Features] = field(default_factory=dict, repr=False)

    @property
    def layer_ids(self) -> list[str]:
        """Ids of all layers in tree order."""
        return [layer.id for layer in self.catalogue.layer]

    def entry(self, layer_id: str) -> Layer:
        """Give the catalogue entry of a layer.

        Raises
        ------
        UnknownLayerError
            If no layer has this id.
        """
        for layer in self.catalogue.layer:
            if layer.id == layer_id:
                return layer
        raise UnknownLayerError(
            Fault(f"layer {layer_id!r}", "one of " + ", ".join(self.layer_ids), "layer", "choose a layer that exists")
        )

    def layer(self, layer_id: str) -> gpd.GeoDataFrame:
        """Give the measured features of a layer.

        Raises
        ------
        UnknownLayerError
            If no layer has this id.
        """
        return self.layers[self.entry(layer_id).id]

    @cached_property
    def places(self) -> pd.DataFrame:
        """All places: index ``place_id``, the columns of ``seeds/places.csv``."""
        return self.tables["places"].set_index("place_id", drop=False).rename_axis(None)

    @cached_property
    def features(self) -> gpd.GeoDataFrame:
        """The features of all planning layers in one frame, index ``place_id``."""
        planning = [self.layers[layer.id] for layer in self.catalogue.layer if layer.role == "planning"]
        return pd.concat(planning)

    def place(self, place_id: str) -> dict[str, Any]:
        """Tell all that is known of a place, or a feature of the reader's own, as the body of ``/places/<id>.json``.

        Raises
        ------
        UnknownPlaceError
            If no place has this id.
        """
        own = self.own_layer_of(place_id)
        if own:
            return profile.own_profile(self, own, place_id)
        self.require_place(place_id)
        return profile.profile(self, place_id)

    def require_place(self, place_id: str) -> None:
        """Raise UnknownPlaceError if no place, and no feature of the reader's own, has this id."""
        if place_id not in self.places.index and not self.own_layer_of(place_id):
            raise UnknownPlaceError(
                Fault(f"place {place_id!r}", "an id of seeds/places.csv", "place", "look the place up by its name")
            )

    def own_layer_of(self, place_id: str) -> str | None:
        """Give the layer of a feature of the reader's own, None if there is none of this id."""
        return next((layer for layer, attributes in self.own.items() if place_id in attributes.index), None)

    def shape_of(self, place_id: str) -> BaseGeometry | None:
        """Give the shape (EPSG:4326) of an existing place, or of a feature of the reader's own; None if not located."""
        own = self.own_layer_of(place_id)
        frame = self.layers[own] if own else self.features
        shape: BaseGeometry | None = frame.geometry.get(place_id)
        return shape

    def name_of(self, place_id: str, lang: str) -> str:
        """Give the Chinese (``zh``) or English name of an existing place, or of a feature of the reader's own."""
        own = self.own_layer_of(place_id)
        return str((self.layers[own] if own else self.places).at[place_id, f"name_{lang}"])

    @overload
    def account(self, zones: str) -> layer_areas.Account: ...

    @overload
    def account(self, zones: str, by: str) -> crosstab.Crosstab: ...

    @overload
    def account(self, zones: str, by: str | None) -> layer_areas.Account | crosstab.Crosstab: ...

    def account(self, zones: str, by: str | None = None) -> layer_areas.Account | crosstab.Crosstab:
        """Make the area statistics of a layer, or of a layer by another.

        Parameters
        ----------
        zones : str
            A layer id.
        by : str, optional
            ``"layer"`` for one row per zone and feature of that layer, ``"layer:field"`` for one per value of a field.

        Returns
        -------
        Account or Crosstab
            A `Crosstab` if `by` is given.

        Raises
        ------
        UnknownLayerError
            If no layer has this id.
        ParameterError
            If `zones` is a layer of the background, if a layer holds no area, or has no such field.
        """
        self._refuse_background(zones)
        if by is None:
            return layer_areas.account(self.layer(zones), self.entry(zones), self.version, self.lines)
        layer, column = (by, "") if by in self.layers or ":" not in by else by.rsplit(":", 1)
        table = zonal_area(self._zones(zones), self._features(layer), column or None)
        features = self.layer(layer)
        names = {} if column else _names(features)
        without = [frame.index[frame["area_km2"].isna()] for frame in (self.layer(zones), features)]
        return crosstab.crosstab(
            table,
            _titles(self.entry(zones)),
            {**_titles(self.entry(layer)), "field": column or None},
            self.version,
            zone_names=_names(self.layer(zones)),
            member_names=names,
            left_out=tuple(dict.fromkeys(str(name) for index in without for name in index)),
        )

    def account_of_files(
        self, zones: str, source: Path, column: str | None = None, *, cluster: str | None = None
    ) -> crosstab.Crosstab:
        """Divide the zones of a layer among the features of GeoParquet files, which may be larger than memory.

        Parameters
        ----------
        zones : str
            A layer id.
        source : pathlib.Path
            A GeoParquet file or a folder of them.
        column : str, optional
            Attribute whose values are the members; by default every feature is one.
        cluster : str, optional
            Address of a Dask scheduler (`geo.stats.partitions.partitioned_area`).

        Returns
        -------
        Crosstab

        Raises
        ------
        UnknownLayerError, ParameterError, SourceError
            As `account` and `geo.stats.partitions.partitioned_area` do.
        """
        self._refuse_background(zones)
        entry, frame = self.entry(zones), self.layer(zones)
        table = partitioned_area(self._areas(zones), source, column, cluster=cluster)
        by: dict[str, str | None] = {"id": source.name, "title_zh": source.name, "title_en": source.name}
        left_out = tuple(str(name) for name in frame.index[frame["area_km2"].isna()])
        return crosstab.crosstab(
            table,
            _titles(entry),
            {**by, "field": column},
            self.version,
            zone_names=_names(frame),
            member_names={},
            left_out=left_out,
        )

    def explain(self, zones: str) -> list[dict[str, Any]]:
        """Measure a layer by every method; see `geo.measure.compare_methods.explain`.

        Raises
        ------
        UnknownLayerError
            If no layer has this id.
        ParameterError
            If the layer holds no area.
        """
        return compare_methods.explain(self._areas(zones).geometry.to_numpy(), self.layer(zones).crs)

    def _zones(self, layer_id: str) -> Zones:
        """Index a layer as zones, once."""
        if ("zones", layer_id) not in self._prepared:
            self._prepared["zones", layer_id] = prepare_zones(self._areas(layer_id))
        return cast("Zones", self._prepared["zones", layer_id])

    def _features(self, layer_id: str) -> Features:
        """Index a layer as features, once."""
        if ("features", layer_id) not in self._prepared:
            self._prepared["features", layer_id] = prepare_features(self._areas(layer_id))
        return cast("Features", self._prepared["features", layer_id])

    def _areas(self, layer_id: str) -> gpd.GeoDataFrame:
        frame = self.layer(layer_id)
        areas = frame[frame["area_km2"].notna()]
        if areas.empty:
            layer_areas.refuse_layer_without_area(layer_id)
        return areas

    def ledger(self) -> list[dict[str, Any]]:
        """Give every stated area beside the drawn one (`geo.stats.ledger.ledger`), with the names of the places.

        Returns
        -------
        list of dict
            The columns of the ledger, ``name_zh`` and ``name_en``; a value that does not exist is None.
        """
        features = self.features.assign(layer=self.places["layer"])
        rows = ledger.ledger(features).merge(self.features[["place_id", "name_zh", "name_en"]], on="place_id")
        return [{str(key): none_if_missing(value) for key, value in row.items()} for row in rows.to_dict("records")]

    def _refuse_background(self, zones: str) -> None:
        """Refuse the background as zones: it is cut off at its edges, its area is none of the thing."""
        entry = self.entry(zones)
        # A file of the reader's own (`geo.store.file_layer`) is in no group of the tree: it ends where its author meant
        # it to.
        if entry.role == "context" and entry.group:
            choice = "one of " + ", ".join(self.zone_layers)
            raise ParameterError(
                Fault(f"{zones}, a layer of the background", choice, "zones", "choose a planning layer")
            )

    @cached_property
    def zone_layers(self) -> list[str]:
        """Ids of the planning layers, and those of the reader's own, that hold at least one area, in tree order."""
        return [
            layer.id
            for layer in self.catalogue.layer
            if layer.role != "context" and self.layers[layer.id]["area_km2"].notna().any()
        ]

    def map_bundle(self) -> dict[str, Any]:
        """Give all layers as one document, the body of ``/map.json``."""
        return map_document.map_document(self)


def load_atlas(layers: Path | None = None, seeds: Path | None = None) -> Atlas:
    """Load, check, join and measure the atlas.

    Parameters
    ----------
    layers, seeds : pathlib.Path, optional
        The data rooms; by default those that came with the installation.

    Returns
    -------
    Atlas

    Raises
    ------
    AtlasError
        With the faults of all files if one of them is missing or malformed.
    JoinError
        With every row and feature that joins to nothing.
    """
    layers = layers or load.default_folder("layers")
    seeds = seeds or load.default_folder("seeds")
    faults: list[Fault] = []
    tables = {name: _collect(faults, load.read_table, seeds / f"{name}.csv", name) for name in TABLES}
    catalogue = _collect(faults, load.read_catalogue, layers / "catalogue.toml")
    frames = {}
    for layer in catalogue.layer if catalogue else ():
        frames[layer.id] = _collect(faults, load.read_layer, layers / f"{layer.id}.geojson", layer)
    if faults or catalogue is None:
        raise AtlasError(faults)
    require_joined(tables, frames, catalogue)
    lines = lines_of_layers(frames, catalogue)
    measured = {
        layer.id: measure(_named(frames[layer.id], tables["places"], layer), lines) for layer in catalogue.layer
    }
    return Atlas(catalogue, tables, measured, load.version_of([layers, seeds]), lines)


def _collect(faults: list[Fault], read: Callable[..., T], *args: object) -> T:
    """Run a reader and keep its faults, so that one run reports the faults of all files."""
    try:
        return read(*args)
    except AtlasError as error:
        faults.extend(error.faults)
        return None  # type: ignore[return-value]  # never used: load_atlas raises when there are faults


def _named(frame: gpd.GeoDataFrame, places: pd.DataFrame, layer: Layer) -> gpd.GeoDataFrame:
    """Give planning features their names and order of the seeds; context features bring their own."""
    if layer.role == "context":
        return frame
    names = places[places["layer"] == layer.id].set_index("place_id")[["name_zh", "name_en", "kind"]]
    return frame.join(names).loc[names.index.tolist()]


def _names(frame: gpd.GeoDataFrame) -> dict[object, tuple[str, str]]:
    return dict(zip(frame.index, zip(frame["name_zh"], frame["name_en"], strict=True), strict=True))


def _titles(entry: Layer) -> dict[str, str]:
    return {"id": entry.id, "title_zh": entry.title_zh, "title_en": entry.title_en}
