"""The content of an export of a stored layer: read batch by batch, as often as a writer goes through it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.atlas.added.stored_layer import StoredQuery, feature_numbers
from geo.columns import FIELDS
from geo.coordinates.crs import WGS84
from geo.errors import NOTHING_LEFT, Fault, ParameterError
from geo.export.feature_fields import free_names
from geo.export.layer_content import LayerContent, hilbert_distances, require_crs
from geo.measure.area import length_m
from geo.measure.arrays import batches

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from geo.atlas.added.stored_layer import StoredLayer
    from geo.atlas.atlas import Atlas
    from geo.export.layer_content import FeatureSelection

#: Rows of a batch: those of `geo.measure.arrays.batches`.
_BATCH = 10_000


@dataclass(frozen=True, kw_only=True)
class StoredContent(LayerContent):
    """A selection of a stored layer; `rows` is empty, as nothing holds them all.

    Attributes
    ----------
    layer : StoredLayer
    query : StoredQuery
        The selection.
    order : ndarray of int or None
        Numbers of its features in the order in which they are written; None for that of the layer.
    """

    layer: StoredLayer = field(repr=False)
    query: StoredQuery = field(default_factory=StoredQuery, repr=False)
    order: NDArray[np.int64] | None = field(default=None, repr=False, compare=False)

    def in_space(self) -> StoredContent:
        """Return the content with its features along a Hilbert curve; in memory are their numbers only."""
        bounds = self.layer.bounds or (0.0, 0.0, 1.0, 1.0)
        found = [
            (hilbert_distances(rows, bounds), feature_numbers(rows))
            for rows in self.layer.batches(replace(self.query, columns=()), _BATCH)
        ]
        distances, numbers = (np.concatenate(column) for column in zip(*found, strict=True))
        made = replace(self, order=numbers[np.argsort(distances, kind="stable")])
        # The same features: to read them all again tells nothing new.
        vars(made)["summary"] = self.summary
        return made

    def parts(self, *, brief: bool = False) -> Iterator[gpd.GeoDataFrame]:
        """Iterate over the rows in batches, in degrees, with all columns of the field dictionary unless `brief`."""
        if brief:
            yield from self.layer.batches(replace(self.query, columns=()), _BATCH)
            return
        for rows in self._batches_in_order():
            known = {key: rows[key] if key in rows else _missing(key, len(rows)) for key in FIELDS}
            shapes = rows.geometry.to_numpy()
            lengths = np.where(rows.geometry.isna(), np.nan, length_m(shapes, WGS84) / 1000.0)
            known |= {"place_id": rows.index.to_numpy(), "perimeter_km": np.where(lengths > 0, lengths, np.nan)}
            own = {name: rows[column] for column, name in self._names.items()}
            yield gpd.GeoDataFrame({**known, **own}, geometry=shapes, crs=WGS84, index=rows.index.rename(None))

    def _batches_in_order(self) -> Iterator[gpd.GeoDataFrame]:
        if self.order is None:
            yield from self.layer.batches(self.query, _BATCH)
            return
        for some in batches(len(self.order), _BATCH):
            ids = [f"{self.entry.id}_{number}" for number in self.order[some].tolist()]
            rows = self.layer.rows(replace(self.query, bbox=None, equals=None, ids=ids))
            # One that was removed meanwhile is missing.
            yield rows.loc[[one for one in ids if one in rows.index]]

    def own_of(self, part: gpd.GeoDataFrame) -> pd.DataFrame:
        """Return the own columns of the features of a batch, each of the type it has in all of them."""
        made = {}
        for name, dtype in self.attributes.dtypes.items():
            values = part[str(name)]
            is_text = not pd.api.types.is_numeric_dtype(dtype)
            made[str(name)] = _texts(values) if is_text else values.astype(dtype)
        return pd.DataFrame(made, index=part.index)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Names of the own columns in a file, by their names in frames."""
        return _file_names(self.layer)


def stored_content(atlas: Atlas, layer_id: str, crs: str, selection: FeatureSelection, day: dt.date) -> StoredContent:
    """Make the content of an export of a stored layer; arguments and errors as of `geo.export.layer_content`."""
    layer, query = atlas.stored[layer_id], query_of(selection)
    if selection.ids and layer.count(StoredQuery(ids=query.ids)) < len(selection.ids):
        raise ParameterError(
            Fault("ids that are not in the layer", "ids of this layer", "ids", "see the layer's table for its ids")
        )
    if not layer.count(query):
        remedy = "loosen the filter, or leave it out"
        raise ParameterError(Fault("an empty selection", "at least one feature", "filter", remedy, NOTHING_LEFT))
    code = require_crs(crs, layer.bounds or (np.nan,) * 4)
    documents = atlas.tables["documents"].reset_index(drop=True)
    tables = {name: atlas.tables[name].iloc[:0] for name in ("claims", "indicators", "relations")}
    types = _types(layer, query)
    attributes = pd.DataFrame({name: pd.Series(dtype=types[column]) for column, name in _file_names(layer).items()})
    return StoredContent(
        entry=layer.entry,
        rows=gpd.GeoDataFrame({key: [] for key in FIELDS}, geometry=[], crs=WGS84),
        crs_code=code,
        version=atlas.version,
        day=day,
        tables={**tables, "documents": documents},
        attributes=attributes,
        layer=layer,
        query=query,
    )


def query_of(selection: FeatureSelection) -> StoredQuery:
    """Return what a selection asks of a stored layer."""
    equals = {name: tuple(sorted(wanted)) for name, wanted in (("kind", selection.kinds), ("grade", selection.grades))}
    return StoredQuery(
        ids=tuple(sorted(selection.ids)),
        equals={**{name: wanted for name, wanted in equals.items() if wanted}, **dict(selection.own)} or None,
        bbox=selection.bbox,
    )


def _file_names(layer: StoredLayer) -> dict[str, str]:
    return dict(zip(layer.fields, free_names(layer.fields), strict=True))


def _types(layer: StoredLayer, query: StoredQuery) -> dict[str, str]:
    """Return the type of each own column in a file: whole numbers only where every feature has one."""
    numbers = [name for name, one in layer.fields.items() if one.kind == "number"]
    whole = set(numbers)
    if numbers:
        asked = StoredQuery(query.bbox, query.equals, None, query.ids, columns=numbers, with_shapes=False)
        for rows in layer.batches(asked):
            whole -= {name for name in whole if not pd.api.types.is_integer_dtype(rows[name])}
            if not whole:
                break
    return {name: "int64" if name in whole else "float64" if name in numbers else "object" for name in layer.fields}


def _missing(key: str, count: int) -> Any:
    is_text = FIELDS[key].kind == "text"
    return np.full(count, None, dtype=object) if is_text else np.full(count, np.nan)


def _texts(values: pd.Series[Any]) -> list[str | None]:
    return [None if missing else str(value) for value, missing in zip(values, values.isna(), strict=True)]
