"""The workspace: the reader's own layers beside the atlas, from a vector file or the tables of a PostGIS database.

Each of its layers becomes a layer of the atlas with the role ``workspace``: measured, drawn, counted, exported and
served like any other, and marked as the reader's own, because it comes from no document. The source is read once and
never written to; the version of the atlas changes with what was read.

The entry of an own layer is not validated: its id begins with ``ws-``, which no id of the catalogue can.
"""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo import words
from geo.atlas.added.own_layers import GROUP
from geo.atlas.schema import GRADES, METHODS
from geo.errors import Fault, GeometryError, ParameterError, SourceError
from geo.readers import postgis
from geo.readers.checks.bounds import with_short_texts
from geo.readers.vector_file import read_layers, vector_file_of
from geo.store.file_layer import with_layer_entry
from geo.store.own.entry import LOWEST_ORDER, geometry_of, own_entry, own_style
from geo.store.own.layer_ids import layer_id_of, title_of
from geo.store.own.name_column import english_column, name_column
from geo.store.own.plain_value import plain_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer
    from geo.readers.vector_file import VectorFile

#: Limits, because the browser draws all of it: above them the page takes seconds to open.
MOST_FEATURES, MOST_VERTICES = 20_000, 500_000

_LOG = logging.getLogger(__name__)
_SHAPES = [*(f"{many}{kind}" for kind in ("Polygon", "LineString", "Point") for many in ("", "Multi"))]

_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


@dataclass(frozen=True)
class _OwnLayer:
    """A layer of the workspace: its entry, its features (index ``place_id``) and their attributes as in the source."""

    entry: Layer
    features: gpd.GeoDataFrame
    attributes: pd.DataFrame


def with_workspace(atlas: Atlas, source: str) -> Atlas:
    """Make an atlas with the layers of a workspace beside its own.

    Parameters
    ----------
    atlas : Atlas
        Does not change.
    source : str
        Path of a file that `geo.readers.vector_file` can read (all layers of a GeoPackage), or the address of a
        PostGIS database (`geo.readers.postgis.read_tables`).

    Returns
    -------
    Atlas
        With a group `GROUP` on top of the tree. The id of a layer is ``ws-`` and its name in letters. The id of a
        feature is the id of its layer, ``_``, and its own id if the source has unique ones, else its number. No id of
        the atlas has this form.

    Raises
    ------
    SourceError
        If the source cannot be read, or holds no feature.
    CRSError
        If a layer names no reference system and its coordinates fit none used in the city, or if it is in Mercator.
    GeometryError
        If a shape is invalid or mixes areas, lines and points.
    ParameterError
        If it exceeds `MOST_FEATURES` or `MOST_VERTICES`.
    """
    is_database = postgis.is_address(source)
    named = postgis.read_tables(source) if is_database else read_layers(Path(source))
    where = postgis.printable_address(source) if is_database else source
    filled = {name: with_short_texts(frame, f"{where}, layer {name}") for name, frame in named.items() if len(frame)}
    if not filled:
        raise SourceError(Fault("no feature", "at least one layer with features", where, "name another source"))
    for name in named.keys() - filled.keys():
        _LOG.warning("%s, layer %s is left out: it has no feature", where, name)
    _require_drawable(filled, where)
    ids = _layer_ids(filled)
    origin = postgis.database_of(source) if is_database else Path(source).name
    layers = [_layer(ids[name], name, frame, (f"{where}, layer {name}", origin)) for name, frame in filled.items()]
    return _with_own_layers(atlas, _in_drawing_order(layers))


def _with_own_layers(atlas: Atlas, layers: list[_OwnLayer]) -> Atlas:
    without_own, atlas_layers = atlas.without_own or atlas, atlas.catalogue.layer
    for own in layers:
        atlas = with_layer_entry(atlas, own.features, own.entry, _digest(own))
    catalogue = atlas.catalogue.model_copy(
        update={"group": (GROUP, *atlas.catalogue.group), "layer": (*(own.entry for own in layers), *atlas_layers)}
    )
    attributes = {own.entry.id: own.attributes for own in layers}
    return replace(atlas, catalogue=catalogue, own=attributes, without_own=without_own)


def _require_drawable(named: dict[str, gpd.GeoDataFrame], where: str) -> None:
    features = sum(map(len, named.values()))
    vertices = sum(int(shapely.get_num_coordinates(frame.geometry.to_numpy()).sum()) for frame in named.values())
    if features > MOST_FEATURES or vertices > MOST_VERTICES:
        found = f"{features} features with {vertices} vertices"
        expected = f"at most {MOST_FEATURES} features and {MOST_VERTICES} vertices, which a map can draw"
        remedy = "`lingang import FILE --as NAME` puts any number into a store, and `lingang serve --store` shows it"
        raise ParameterError(Fault(found, expected, where, remedy))


def _layer(layer_id: str, name: str, raw: gpd.GeoDataFrame, source: tuple[str, str]) -> _OwnLayer:
    where, origin = source
    vector_file = vector_file_of(raw, where)
    features = _with_drawable_shapes(vector_file.features, where)
    names, english = _names(raw, name)
    own_ids = _feature_ids(layer_id, raw, vector_file)
    attributes = pd.DataFrame(
        {str(key): pd.Series(map(plain_value, raw[key]), index=own_ids, dtype=object) for key in _columns(raw)},
        index=own_ids,
    )
    features = features.assign(place_id=own_ids, name_zh=names, name_en=english or names)
    features["grade"] = _known_words(features, "grade", GRADES)
    features["method"] = _known_words(features, "method", METHODS)
    # `vector_file_of` may have renamed columns: keep the names of the source too.
    missing = {key: raw[key].to_numpy() for key in _columns(raw) if key not in features}
    features = features.assign(**missing).set_index("place_id", drop=False).rename_axis(None)
    return _OwnLayer(_entry(layer_id, name, features, _descriptions(origin, vector_file)), features, attributes)


def _with_drawable_shapes(features: gpd.GeoDataFrame, where: str) -> gpd.GeoDataFrame:
    """Return features with None for empty shapes; raise GeometryError if a shape cannot be drawn."""
    shapes = features.geometry.to_numpy()
    strange = ~np.isin(features.geom_type.fillna("Point"), _SHAPES)
    if strange.any():
        at = int(np.flatnonzero(strange)[0])
        found = f"{features['place_id'].iloc[at]}: {shapes[at].geom_type}"
        raise GeometryError(Fault(found, "areas, lines or points", where, "split it into its parts"))
    return features.set_geometry(np.where(shapely.is_empty(shapes), None, shapes), crs=features.crs)


def _entry(layer_id: str, title: str, features: gpd.GeoDataFrame, descriptions: tuple[str, str]) -> Layer:
    dimensions = set(shapely.get_dimensions(features.geometry.dropna().to_numpy()).tolist())
    return own_entry(layer_id, (title_of(title), title_of(title)), descriptions, geometry_of(dimensions), 0)


def _descriptions(origin: str, vector_file: VectorFile) -> tuple[str, str]:
    """Return the Chinese and English description of an own layer: where it comes from."""
    key = "own.guessed" if vector_file.guessed else "own.said"
    zh, en = words.both(key, origin=origin, crs=vector_file.crs)
    return "".join([zh, *(zh for zh, _ in vector_file.warnings)]), " ".join(
        [en, *(en for _, en in vector_file.warnings)]
    )


def _in_drawing_order(layers: list[_OwnLayer]) -> list[_OwnLayer]:
    """Set colour and order of each layer: areas under lines under points, among equals the first of the source on top.

    No two layers have the same order.
    """
    depth = np.array([("polygon", "mixed", "line", "point").index(own.entry.geometry) for own in layers])
    order = np.empty(len(layers), dtype=int)
    order[np.lexsort((-np.arange(len(layers)), depth))] = np.arange(len(layers)) + LOWEST_ORDER
    return [
        replace(own, entry=own.entry.model_copy(update={"style": own_style(number), "order": int(order[number])}))
        for number, own in enumerate(layers)
    ]


def _layer_ids(names: Iterable[str]) -> dict[str, str]:
    """Map each name to an id of its own."""
    given: dict[str, str] = {}
    for name in names:
        given[name] = layer_id_of(name, given.values())
    return given


def _columns(raw: gpd.GeoDataFrame) -> list[Any]:
    return [key for key in raw.columns if key != raw.geometry.name]


def _names(raw: gpd.GeoDataFrame, title: str) -> tuple[list[str], list[str] | None]:
    """Return the names of features from the column of names, else numbers, and the English names if there are any."""
    columns = {str(key): key for key in _columns(raw)}
    kinds = {
        name: "text" if any(isinstance(one, str) for one in raw[key]) else "other" for name, key in columns.items()
    }
    column, english = name_column(kinds), english_column(kinds)
    plain = [f"{title} {number}" for number in range(1, len(raw) + 1)]

    def filled(name: str, instead: list[str]) -> list[str]:
        given = [plain_value(value) for value in raw[columns[name]]]
        return [other if value is None else str(value) for value, other in zip(given, instead, strict=True)]

    names = plain if column is None else filled(column, plain)
    return names, filled(english, names) if english else None


def _feature_ids(layer_id: str, raw: gpd.GeoDataFrame, vector_file: VectorFile) -> list[str]:
    """Return ids from those of the source if all are unique and fit into a URL; else from numbers."""
    column = next((name for name in ("place_id", "BSM") if name in raw), None)
    given = [str(value) for value in vector_file.features["place_id"]]
    has_ids = column is not None and bool(raw[column].notna().all())
    sound = has_ids and len(set(given)) == len(given) and all(map(_SAFE_ID.fullmatch, given))
    return [f"{layer_id}_{one}" for one in (given if sound else range(1, len(raw) + 1))]


def _known_words(features: gpd.GeoDataFrame, column: str, words: list[str]) -> pd.Series[Any] | None:
    """Return a column with only the words the atlas knows, None if there is no such column."""
    if column not in features:
        return None
    known: pd.Series[Any] = features[column].where(features[column].isin(words), None)
    return known


def _digest(own: _OwnLayer) -> str:
    """Compute a hash of everything that was read of a layer."""
    digest = hashlib.sha256(f"{own.entry.id}\n{own.entry.title_zh}\n{own.entry.description_zh}".encode())
    for shape in shapely.to_wkb(own.features.geometry.to_numpy()):
        digest.update(shape or b"-")
    digest.update(own.attributes.to_json(orient="split", force_ascii=False).encode())
    return digest.hexdigest()
