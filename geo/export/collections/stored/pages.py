"""Pages of the features of a stored layer, as GeoJSON texts; a box of few features comes from what is kept of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from geo.atlas.added.stored_layer import StoredQuery
from geo.atlas.per_atlas import per_atlas
from geo.errors import Fault, ParameterError, UnknownLayerError, one_of
from geo.export.collections.collection import DIMENSIONS, stored_collection
from geo.export.collections.cql2_geometry import in_crs84
from geo.export.collections.feature_query import FeatureQuery, areas_of_box
from geo.export.collections.served_crs import CRS84
from geo.export.collections.stored.cells import FeatureCells
from geo.export.collections.stored.fields import stored_fields
from geo.export.collections.stored.ready_features import SEPARATOR, Page
from geo.export.collections.stored.texts import Form, plain_rows_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from shapely import Polygon

    from geo.atlas.added.stored_layer import PlainRows, StoredField, StoredLayer
    from geo.atlas.atlas import Atlas
    from geo.export.collections.feature_table import Field
    from geo.export.collections.stored.ready_features import ReadyFeatures
    from geo.export.collections.stored.touching import Box


class StoredPages:
    """The features of one stored layer as a collection.

    Parameters
    ----------
    layer : StoredLayer
    dimension : int, optional
        Of the shapes of the only features that count: those of a part of a mixed layer.
    """

    #: A stored layer has shapes, and no document says anything of it (`field_schema.Described`).
    shapes, claims = True, None

    def __init__(self, layer: StoredLayer, dimension: int | None = None) -> None:
        self.layer, self._whole = layer, StoredQuery(dimension=dimension)
        self._own: Mapping[str, StoredField] = {}
        self._fields: Mapping[str, Field] = {}
        self._cells = FeatureCells(layer, lambda rows: self._texts(rows, Form()), self._whole)

    @property
    def fields(self) -> Mapping[str, Field]:
        """The properties of a feature by name; those of a table in a database may change."""
        own = self.layer.fields
        if not self._fields or own != self._own:
            self._own, self._fields = own, stored_fields(self.layer)
        return self._fields

    def page(
        self,
        query: FeatureQuery,
        limit: int,
        offset: int,
        form: Form = Form(),  # noqa: B008
        ready: ReadyFeatures | None = None,
    ) -> Page:
        """Return one page of what a query selects; where it only asks for a box, from the ready features if there are.

        Raises
        ------
        ParameterError
            If the layer has no such property, or the filter makes no sense.
        """
        box = query.bbox
        if box is not None and box[0] <= box[2] and form == Form() and query == FeatureQuery(bbox=box):
            found = self._page_of_box(box, limit, offset, ready)
            if found is not None:
                return found
        self._require([*(form.properties or ()), *(name for name, _ in query.order)])
        asked = self._asked(query)
        if asked is None:
            return Page(0, 0, b"")
        rows = self.layer.plain_rows(_paged(asked, limit, offset, form))
        return page_of(self.layer.count(asked), self._texts(rows, form))

    def _page_of_box(self, box: Box, limit: int, offset: int, ready: ReadyFeatures | None) -> Page | None:
        if ready is not None:
            return ready.page(box, limit, offset, self._whole.dimension)
        found = self._cells.within(box)
        return None if found is None else page_of(len(found), found[offset : offset + limit])

    def one(self, feature_id: str, crs: str) -> bytes | None:
        """Return one feature; None if there is none of this id."""
        rows = self.layer.plain_rows(replace(self._whole, ids=(feature_id,)))
        return self._texts(rows, Form(crs=crs))[0] if len(rows.numbers) else None

    def _texts(self, rows: PlainRows, form: Form) -> list[bytes]:
        return texts_of(self.layer.entry.id, rows, self.fields, form)

    def _asked(self, query: FeatureQuery) -> StoredQuery | None:
        """Return a query as the layer takes it; None if nothing can meet it."""
        condition = query.condition
        if condition is not None and query.filter_crs != CRS84:
            condition = in_crs84(condition, query.filter_crs)
        equals = {name: wanted for name, wanted in (("kind", query.kinds), ("grade", query.grades)) if wanted}
        equals |= query.own
        asked = replace(
            self._whole,
            equals={name: tuple(sorted(wanted)) for name, wanted in equals.items()} or None,
            condition=condition,
            ids=tuple(sorted(query.ids)),
            order=query.order,
        )
        return asked if query.bbox is None else self._within(asked, areas_of_box(query.bbox, query.bbox_crs))

    def _within(self, asked: StoredQuery, areas: Sequence[Polygon]) -> StoredQuery | None:
        """Return a query for what touches one of some areas, too."""
        known = self.layer.bounds
        near = [area for area in areas if known is not None and area.intersects(shapely.box(*known))]
        if not near:
            return None
        whole = shapely.union_all(near)
        around: Box = shapely.box(*whole.bounds).bounds
        if shapely.box(*around).equals(whole):
            return replace(asked, bbox=around)
        inside = {"op": "s_intersects", "args": [{"property": "geometry"}, json.loads(shapely.to_geojson(whole))]}
        both = inside if asked.condition is None else {"op": "and", "args": [inside, asked.condition]}
        return replace(asked, bbox=around, condition=both)

    def _require(self, names: Sequence[str]) -> None:
        for name in names:
            if name not in self.fields:
                expected = "one of " + ", ".join(self.fields)
                raise ParameterError(Fault(f"property {name[:60]!r}", expected, "query", "see the schema"))


def stored_pages(atlas: Atlas, collection_id: str) -> StoredPages:
    """Return the features of a stored layer, or of a part of a mixed one.

    Raises
    ------
    UnknownLayerError
        If no stored layer has such a collection.
    """
    found, kept = stored_collection(atlas, collection_id), _kept(atlas)
    if found is None:
        raise UnknownLayerError(
            Fault(f"stored layer {collection_id!r:.100}", one_of(collection_id, atlas.stored), "layer")
        )
    layer, part = found
    known = kept.get(collection_id)
    if known is None or known.layer is not layer:
        kept[collection_id] = known = StoredPages(layer, DIMENSIONS[part] if part else None)
    return known


@per_atlas
def _kept(atlas: Atlas) -> dict[str, StoredPages]:
    """Return the pages of the stored layers of an atlas; a layer that is imported again is another."""
    return {}


def page_of(matched: int, texts: Sequence[bytes]) -> Page:
    """Make a page of the features it shows."""
    return Page(matched, len(texts), SEPARATOR.join(texts))


def _paged(asked: StoredQuery, limit: int, offset: int, form: Form) -> StoredQuery:
    return replace(asked, limit=limit, offset=offset, with_shapes=not form.skip_geometry)


def plain_texts(layer: StoredLayer, rows: gpd.GeoDataFrame) -> list[bytes]:
    """Write a frame of a stored layer as it is sent to who asks for nothing special."""
    return texts_of(layer.entry.id, plain_rows_of(rows), stored_fields(layer), Form())
