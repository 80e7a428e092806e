"""Make the features of a collection from the atlas, once for each atlas."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from geo.atlas.per_atlas import per_atlas
from geo.columns import FIELDS
from geo.columns.seed_columns import SEED_HEADINGS
from geo.export.collections.collection import PARTS, collection
from geo.export.collections.feature_table import FeatureTable, Field, field_of, table_of_frame
from geo.export.layer_content import layer_content
from geo.stats.accounts import make_account
from geo.words import both

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.atlas.added.stored_layer import FieldKind
    from geo.atlas.atlas import Atlas
    from geo.export.collections.collection import Collection

#: The day from which the atlas knows of a place: that of the earliest document that names it. Of a row of a seed table
#: that of its document.
SINCE = "first_named_on"
#: Columns of the seed tables that hold numbers.
_NUMBERS = frozenset({"value", "year", "order", "position", "sequence", "occurrence", "weight", "strength"})
_DAYS = frozenset({"issued_on", "stands_from", "in_force_from", "in_force_to", "date"})


class Extent(NamedTuple):
    """Whether a collection has shapes, their west, south, east and north in degrees, and the first day of a place."""

    has_shapes: bool
    bounds: tuple[float, float, float, float] | None
    since: str | None


@per_atlas
def feature_table(atlas: Atlas, collection_id: str) -> FeatureTable:
    """Return the features of a collection.

    Raises
    ------
    UnknownLayerError
        If no collection has this id.
    """
    one = collection(atlas, collection_id)
    return {"layer": _of_layer, "table": _of_seed_table, "account": _of_account}[one.source](atlas, one)


def extent(atlas: Atlas, collection_id: str) -> Extent:
    """Return where and since when a collection is, without making its features.

    Raises
    ------
    UnknownLayerError
        If no collection has this id.
    """
    one = collection(atlas, collection_id)
    if one.source == "stored":  # not kept, as an edit changes it
        return Extent(True, atlas.stored[one.name].bounds, None)
    return _extent(atlas, collection_id)


@per_atlas
def _extent(atlas: Atlas, collection_id: str) -> Extent:
    one = collection(atlas, collection_id)
    if one.source == "table":
        return Extent(False, None, _earliest(_standing_since(atlas, atlas.tables[one.name])))
    rows = atlas.layers[one.name]
    if one.part:
        rows = rows[rows.geometry.geom_type.isin(PARTS[one.part])]
    west, south, east, north = map(float, rows.total_bounds)
    bounds = (west, south, east, north) if west <= east else None
    return Extent(True, bounds, _earliest(_first_named(atlas, rows.index)))


def _earliest(days: Iterable[object]) -> str | None:
    return min((day for day in days if isinstance(day, str)), default=None)


def _of_layer(atlas: Atlas, one: Collection) -> FeatureTable:
    if atlas.layers[one.name].empty:
        return table_of_frame(pd.DataFrame(), {}, [], [])
    content = layer_content(atlas, one.name)
    rows = pd.concat(content.batches())
    if one.part:
        rows = rows[rows.geometry.geom_type.isin(PARTS[one.part])]
    rows[SINCE] = _first_named(atlas, rows.index)
    fields = {name: field_of(name, is_number=False) for name in FIELDS if name != "claims_json"}
    fields[SINCE] = Field(SINCE, "date", both("collection.since"))
    for name in content.attributes:
        is_number = pd.api.types.is_numeric_dtype(content.attributes[name])
        fields[str(name)] = field_of(str(name), is_number=is_number)
    return table_of_frame(rows, fields, list(rows.index), list(rows.geometry))


def _of_seed_table(atlas: Atlas, one: Collection) -> FeatureTable:
    rows = atlas.tables[one.name]
    fields = {}
    for column in map(str, rows.columns):
        known = rows[column][rows[column] != ""]
        is_number = column in _NUMBERS and len(known) > 0 and bool(pd.to_numeric(known, errors="coerce").notna().all())
        kind: FieldKind = "number" if is_number else "date" if column in _DAYS else "text"
        heading = SEED_HEADINGS.get(f"{one.name}.{column}") or SEED_HEADINGS.get(column)
        fields[column] = Field(column, kind, heading or field_of(column, is_number=is_number).title)
    rows = rows.replace("", None)
    if "doc_id" in rows:
        rows[SINCE] = pd.Series(_standing_since(atlas, rows), index=rows.index, dtype=object)
        fields[SINCE] = Field(SINCE, "date", both("collection.standing"))
    first = str(rows.columns[0])
    ids = rows[first].tolist() if rows[first].is_unique and rows[first].notna().all() else range(1, len(rows) + 1)
    return table_of_frame(rows, fields, list(map(str, ids)), None)


def _of_account(atlas: Atlas, one: Collection) -> FeatureTable:
    rows = pd.DataFrame([dict(row) for row in make_account(atlas, one.name).rows])
    fields = {str(key): field_of(str(key), is_number=False) for key in rows.columns}
    rows[SINCE] = _first_named(atlas, pd.Index(rows["place_id"]))
    fields[SINCE] = Field(SINCE, "date", both("collection.since"))
    shapes = atlas.layers[one.name].geometry
    return table_of_frame(rows, fields, rows["place_id"].tolist(), [shapes[place] for place in rows["place_id"]])


def _standing_since(atlas: Atlas, rows: pd.DataFrame) -> list[str | None]:
    """Return the day from which the document of each row of a seed table counts; nothing for a table without any."""
    if "doc_id" not in rows:
        return []
    documents = atlas.tables["documents"]
    since: dict[str, str] = dict(zip(documents["doc_id"], documents["stands_from"], strict=True))
    return [since.get(document) for document in rows["doc_id"]]


def _first_named(atlas: Atlas, ids: pd.Index) -> np.ndarray:
    return first_named(atlas.tables["documents"], atlas.tables["claims"], ids)


def first_named(documents: pd.DataFrame, claims: pd.DataFrame, ids: pd.Index) -> np.ndarray:
    """Return the day of the earliest document that names each place, missing where none does."""
    since = claims["doc_id"].map(dict(zip(documents["doc_id"], documents["stands_from"], strict=True)))
    first = since.groupby(claims["place_id"]).min()
    return first.reindex(ids).to_numpy(dtype=object)
