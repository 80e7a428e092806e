"""List the collections of an atlas: layers, the parts of mixed layers by geometry, seed tables, accounts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from geo import words
from geo.atlas.notices import LICENCE_EN, LICENCE_ZH, licence_of
from geo.atlas.per_atlas import per_atlas
from geo.atlas.schema import TABLES
from geo.errors import Fault, UnknownLayerError, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import geopandas as gpd

    from geo.atlas.added.stored_layer import StoredLayer
    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer

#: Endings of the collections of a mixed layer, and the geometry types of each.
PARTS: dict[str, tuple[str, ...]] = {
    "areas": ("Polygon", "MultiPolygon"),
    "lines": ("LineString", "MultiLineString"),
    "points": ("Point", "MultiPoint"),
}
#: Dimension of the shapes of each part.
DIMENSIONS = {"areas": 2, "lines": 1, "points": 0}
#: Kind of geometry of a stored layer by that of its entry.
_STORED_PARTS = {"polygon": "areas", "line": "lines", "point": "points"}
_TABLE, _ACCOUNT = "table-", "account-"


@dataclass(frozen=True)
class Collection:
    """One collection.

    Attributes
    ----------
    id : str
    source : {"layer", "stored", "table", "account"}
    name : str
        Id of the layer, or name of the table.
    title, description, licence : (str, str)
        In Chinese and English; the licence is empty where none is known.
    part : {"areas", "lines", "points"} or None
        The only kind of geometry; None for a whole layer and for a table.
    """

    id: str
    source: Literal["layer", "stored", "table", "account"]
    name: str
    title: tuple[str, str]
    description: tuple[str, str]
    licence: tuple[str, str]
    part: str | None = None


def collection(atlas: Atlas, collection_id: str) -> Collection:
    """Look up a collection.

    Raises
    ------
    UnknownLayerError
        If there is none of this id.
    """
    known = collections(atlas)
    if collection_id not in known:
        expected = one_of(collection_id, known)
        fault = Fault(f"collection {collection_id!r:.100}", expected, "collection", "see /ogc/collections")
        raise UnknownLayerError(fault)
    return known[collection_id]


def collections(atlas: Atlas) -> Mapping[str, Collection]:
    """Return all collections by id: stored layers; layers in tree order, each followed by its parts; the others."""
    return {**{one.id: one for one in _of_stored(atlas)}, **_of_atlas(atlas)}


@per_atlas
def _of_atlas(atlas: Atlas) -> Mapping[str, Collection]:
    """Return all collections but the stored layers, which come and go with their store."""
    return {one.id: one for one in [*_of_layers(atlas), *_of_tables(atlas), *_of_accounts(atlas)]}


def kinds_of_geometry(frame: gpd.GeoDataFrame) -> list[str]:
    """Return the parts (`PARTS`) a layer has features of, in their order."""
    types = set(frame.geometry.geom_type.dropna())
    return [part for part, names in PARTS.items() if types & set(names)]


def _of_layers(atlas: Atlas) -> Iterator[Collection]:
    for entry in atlas.catalogue.layer:
        whole = _of_layer(entry)
        yield whole
        parts = kinds_of_geometry(atlas.layers[entry.id])
        for part in parts if len(parts) > 1 else []:
            yield _part_of(whole, "layer", part)


def _of_stored(atlas: Atlas) -> Iterator[Collection]:
    for layer in atlas.stored.values():
        whole = _of_layer(layer.entry)
        yield replace(whole, source="stored", part=_STORED_PARTS.get(layer.entry.geometry))
        for part in stored_parts(layer):
            if f"{whole.id}-{part}" not in atlas.stored:
                yield _part_of(whole, "stored", part)


def stored_parts(layer: StoredLayer) -> list[str]:
    """List the parts of a stored layer (`PARTS`) that are collections beside it; none if it has one kind of shapes."""
    dimensions = layer.dimensions
    return [part for part, one in DIMENSIONS.items() if one in dimensions] if len(dimensions) > 1 else []


def stored_collection(atlas: Atlas, collection_id: str) -> tuple[StoredLayer, str | None] | None:
    """Look up the stored layer of a collection, and the part of it; None if the collection is of another source."""
    layer = atlas.stored.get(collection_id)
    if layer is not None:
        return layer, None
    name, _, part = collection_id.rpartition("-")
    layer = atlas.stored.get(name) if part in PARTS else None
    return (layer, part) if layer is not None and part in stored_parts(layer) else None


def _part_of(whole: Collection, source: Literal["layer", "stored"], part: str) -> Collection:
    title = words.both("collection.part", title=whole.title, part=words.both(f"geometry_part.{part}"))
    return replace(whole, id=f"{whole.id}-{part}", source=source, title=title, part=part)


def _of_layer(entry: Layer) -> Collection:
    title = (entry.title_zh, entry.title_en)
    described = (entry.description_zh, entry.description_en)
    return Collection(entry.id, "layer", entry.id, title, described, licence_of(entry.id))


def _of_tables(atlas: Atlas) -> Iterator[Collection]:
    for name in TABLES:
        if name in atlas.tables:
            title, described = words.both(f"seed_table.{name}"), words.both("collection.table")
            yield Collection(_TABLE + name, "table", name, title, described, (LICENCE_ZH, LICENCE_EN))


def _of_accounts(atlas: Atlas) -> Iterator[Collection]:
    for entry in atlas.catalogue.layer:
        if entry.role == "planning" and kinds_of_geometry(atlas.layers[entry.id])[:1] == ["areas"]:
            title = words.both("collection.account", title=(entry.title_zh, entry.title_en))
            described = words.both("collection.account_note")
            yield Collection(_ACCOUNT + entry.id, "account", entry.id, title, described, licence_of(entry.id), "areas")
