"""The atlas: all tables and layers, loaded, checked, joined and measured once, and never changed afterwards.

Data and look-ups only. Functions that take an atlas compute the rest: accounts (`geo.stats.accounts`), profiles
(`geo.places.profile`), the ledger (`geo.stats.ledger`), the map document (`geo.screen.map_document`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from geo.atlas import atlas_cache, load
from geo.atlas.added.own_layers import stored_feature
from geo.atlas.added.short_names import with_short_names
from geo.atlas.added.stated_sources import with_stated_sources
from geo.atlas.figures import lines_of_layers, measure
from geo.atlas.join import require_joined
from geo.atlas.schema import MAY_BE_MISSING, TABLES
from geo.errors import AtlasError, Fault, UnknownLayerError, UnknownPlaceError, one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.added.stored_layer import StoredLayer
    from geo.atlas.schema import Catalogue, Layer
    from geo.measure.uncertainty import Lines

    T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Atlas:
    """All data of the atlas, with measured features; made by `load_atlas`.

    Attributes
    ----------
    catalogue : Catalogue
        Groups and layers in tree order.
    tables : mapping of str to pandas.DataFrame
        The seed tables (`geo.atlas.schema.TABLES`), all cells text; ``anchors`` only if the folder has it.
    layers : mapping of str to geopandas.GeoDataFrame
        By layer id: index ``place_id``, EPSG:4326, the columns of `geo.atlas.figures.measure`, and ``name_zh``,
        ``name_en``, ``kind``. All threads of the server share these frames; `layer` returns a copy to work on.
    version : str
        12 hex digits, the hash of all data files.
    lines : Lines, optional
        Lines whose accuracy is known, for the bounds of areas.
    own : mapping of str to pandas.DataFrame
        The reader's own layers (`geo.store.workspace`), by id: the attributes of each feature as plain values, under
        the column names of the source. Their shapes and figures are in `layers`; no table of the documents has them.
    stored : mapping of str to StoredLayer
        Layers of any size that are read from where they lie (`geo.store`), by id. They are neither in `catalogue` nor
        in `layers`.
    without_own : Atlas, optional
        The same atlas without own and stored layers, for readers who may not see them; None if there are none.
    """

    catalogue: Catalogue
    tables: Mapping[str, pd.DataFrame]
    layers: Mapping[str, gpd.GeoDataFrame]
    version: str
    lines: Lines | None = None
    own: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    stored: Mapping[str, StoredLayer] = field(default_factory=dict)
    without_own: Atlas | None = None

    @property
    def layer_ids(self) -> list[str]:
        """Ids of all layers in tree order."""
        return [layer.id for layer in self.catalogue.layer]

    def entry(self, layer_id: str) -> Layer:
        """Look up the catalogue entry of a layer.

        Raises
        ------
        UnknownLayerError
            If no layer has this id.
        """
        for layer in self.catalogue.layer:
            if layer.id == layer_id:
                return layer
        expected = one_of(layer_id, [*self.layer_ids, *self.stored])
        raise UnknownLayerError(Fault(f"layer {layer_id!r:.100}", expected, "layer", "choose a layer that exists"))

    def layer(self, layer_id: str) -> gpd.GeoDataFrame:
        """Return a copy of the measured features of a layer: a change to it does not change the atlas.

        Raises
        ------
        UnknownLayerError
            If no layer has this id.
        """
        # A shallow copy is enough: pandas copies a column when it is written to.
        return self.layers[self.entry(layer_id).id].copy(deep=False)

    def to_geodataframe(self, *layer_ids: str) -> gpd.GeoDataFrame:
        """Return a copy of some layers as one frame.

        Parameters
        ----------
        *layer_ids : str
            By default all planning layers.

        Returns
        -------
        geopandas.GeoDataFrame
            EPSG:4326, index named ``place_id``, the columns of `layers`, and ``layer`` with the id of the layer.

        Raises
        ------
        UnknownLayerError
            If no layer has one of the ids.
        """
        chosen = layer_ids or [layer.id for layer in self.catalogue.layer if layer.role == "planning"]
        frames = [self.layer(layer_id).assign(layer=layer_id) for layer_id in chosen]
        return pd.concat(frames).drop(columns="place_id").rename_axis("place_id")

    def __repr__(self) -> str:
        counts = f"{len(self.layers)} layers, {len(self.places)} places, {len(self.tables['claims'])} claims"
        return f"<Atlas of Lingang: {counts}, data version {self.version}>"

    def _repr_html_(self) -> str:
        """Return an HTML table of the layers for notebooks."""
        rows = []
        for entry in self.catalogue.layer:
            frame = self.layers[entry.id]
            areas = int(frame["area_km2"].notna().sum())
            cells = (entry.id, entry.title_zh, entry.title_en, str(len(frame)), str(areas))
            rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
        head = "".join(f"<th>{name}</th>" for name in ("layer", "名称", "title", "features", "with an area"))
        return f"<p>{escape(repr(self))}</p><table><tr>{head}</tr>{''.join(rows)}</table>"

    @cached_property
    def places(self) -> pd.DataFrame:
        """All places: index ``place_id``, the columns of ``seeds/places.csv``."""
        return self.tables["places"].set_index("place_id", drop=False).rename_axis(None)

    @cached_property
    def features(self) -> gpd.GeoDataFrame:
        """The features of all planning layers in one frame, index ``place_id``."""
        planning = [self.layers[layer.id] for layer in self.catalogue.layer if layer.role == "planning"]
        return pd.concat(planning)

    def require_place(self, place_id: str) -> None:
        """Check that a place, a feature of the reader's own or one of a stored layer has this id.

        Raises
        ------
        UnknownPlaceError
            If there is none.
        """
        known = place_id in self.places.index or self.own_layer_of(place_id)
        if not known and stored_feature(self, place_id) is None:
            raise UnknownPlaceError(
                Fault(f"place {place_id!r}", "an id of seeds/places.csv", "place", "look the place up by its name")
            )

    def own_layer_of(self, place_id: str) -> str | None:
        """Look up the own layer that has a feature of this id; None if there is none."""
        return next((layer for layer, attributes in self.own.items() if place_id in attributes.index), None)

    def shape_of(self, place_id: str) -> BaseGeometry | None:
        """Look up the shape (EPSG:4326) of a place or of an own or stored feature; None if it is not located."""
        stored, own = stored_feature(self, place_id), self.own_layer_of(place_id)
        frame = stored if stored is not None else self.layers[own] if own else self.features
        shape: BaseGeometry | None = frame.geometry.get(place_id)
        return shape

    def name_of(self, place_id: str, lang: str) -> str:
        """Look up the Chinese (``zh``) or English (``en``) name of an existing place or own or stored feature."""
        stored, own = stored_feature(self, place_id), self.own_layer_of(place_id)
        frame = stored if stored is not None else self.layers[own] if own else self.places
        return str(frame.at[place_id, f"name_{lang}"])

    @cached_property
    def zone_layers(self) -> list[str]:
        """Ids of the planning layers and own layers with at least one area, in tree order."""
        return [
            layer.id
            for layer in self.catalogue.layer
            if layer.role != "context" and self.layers[layer.id]["area_km2"].notna().any()
        ]


def load_atlas(layers: Path | None = None, seeds: Path | None = None) -> Atlas:
    """Load, check, join and measure the atlas.

    Parameters
    ----------
    layers, seeds : pathlib.Path, optional
        The data folders; by default those of the installation.

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
    folders = layers or load.default_folder("layers"), seeds or load.default_folder("seeds")
    if layers or seeds or not all(folder.is_dir() for folder in folders):
        return Atlas(*_parts(*folders))
    version = load.version_of(folders)
    kept = atlas_cache.read(version)
    if kept:
        return Atlas(*kept)
    parts = _parts(*folders)
    if parts.version == version:  # nobody changed a file meanwhile
        atlas_cache.write(parts)
    return Atlas(*parts)


def _parts(layers: Path, seeds: Path) -> atlas_cache.Parts:
    """Read, check, join and measure the files of two folders; errors as in `load_atlas`."""
    faults: list[Fault] = []
    names = [*TABLES, *(name for name in MAY_BE_MISSING if (seeds / f"{name}.csv").exists())]
    read = {name: _collect(faults, load.read_table, seeds / f"{name}.csv", name) for name in names}
    tables = {name: table for name, table in read.items() if table is not None}
    catalogue = _collect(faults, load.read_catalogue, layers / "catalogue.toml")
    frames = {}
    for layer in catalogue.layer if catalogue else ():
        frame = _collect(faults, load.read_layer, layers / f"{layer.id}.geojson", layer)
        if frame is not None:
            frames[layer.id] = frame
    if faults or catalogue is None:
        raise AtlasError(faults)
    require_joined(tables, frames, catalogue)
    tables = with_short_names(tables)
    lines = lines_of_layers(frames, catalogue)
    measured = {
        layer.id: measure(with_stated_sources(_with_names(frames[layer.id], tables["places"], layer), tables), lines)
        for layer in catalogue.layer
    }
    return atlas_cache.Parts(catalogue, tables, measured, load.version_of([layers, seeds]), lines)


def _collect(faults: list[Fault], read: Callable[..., T], *args: object) -> T | None:
    """Run a reader; keep its faults and return None if it fails, so that one run reports the faults of all files."""
    try:
        return read(*args)
    except AtlasError as error:
        faults.extend(error.faults)
        return None


def _with_names(frame: gpd.GeoDataFrame, places: pd.DataFrame, layer: Layer) -> gpd.GeoDataFrame:
    """Add names and kinds from ``places`` to planning features and sort them as there; context features have names."""
    if layer.role == "context":
        return frame
    names = places[places["layer"] == layer.id].set_index("place_id")[["name_zh", "name_en", "kind"]]
    return frame.join(names).loc[names.index.tolist()]
