"""The features of a collection as typed columns, with an index of their boxes and their GeoJSON kept once written."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo.atlas.cells import none_if_missing
from geo.columns import COLUMNS, FIELDS
from geo.export.collections.served_crs import CRS84, from_crs84

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.atlas.added.stored_layer import FieldKind

#: Property with the statements of a place: a list, which no filter reads.
CLAIMS = "claims"


@dataclass(frozen=True)
class Field:
    """One property of the features.

    Attributes
    ----------
    name : str
    kind : {"text", "number", "boolean", "date", "time"}
    title : (str, str)
        In Chinese and English.
    unit : str
        Empty for texts and shares.
    """

    name: str
    kind: FieldKind
    title: tuple[str, str]
    unit: str = ""


@dataclass(frozen=True, eq=False)
class FeatureTable:
    """The features of one collection, in the order in which they are served.

    Attributes
    ----------
    ids : numpy.ndarray of str, shape (n,)
    fields : mapping of str to Field
    columns : mapping of str to numpy.ndarray, shape (n,)
        Numbers as float64 with NaN, texts and days (``YYYY-MM-DD``) as objects with None, by field.
    shapes : numpy.ndarray of shapely geometry, shape (n,), or None
        Longitude and latitude, outer rings counter-clockwise; None where a feature has no place, and for a table.
    claims : sequence of str or None
        The statements of each feature as a JSON list.
    """

    ids: NDArray[np.object_]
    fields: Mapping[str, Field]
    columns: Mapping[str, NDArray[Any]]
    shapes: NDArray[np.object_] | None = None
    claims: Sequence[str] | None = None
    _texts: dict[int, str] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def position_of(self) -> dict[str, int]:
        """Position of each id."""
        return {str(one): at for at, one in enumerate(self.ids)}

    @cached_property
    def index(self) -> shapely.STRtree:
        """Index of the boxes of the shapes."""
        return shapely.STRtree(self.shapes if self.shapes is not None else [])

    @cached_property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north; None if no feature has a place."""
        if self.shapes is None or not any(self.shapes):
            return None
        west, south, east, north = map(float, shapely.total_bounds(self.shapes))
        return west, south, east, north

    def texts(
        self,
        positions: Sequence[int] | NDArray[np.intp],
        *,
        properties: Sequence[str] | None = None,
        crs: str = CRS84,
        skip_geometry: bool = False,
    ) -> list[str]:
        """Write features as GeoJSON.

        Parameters
        ----------
        positions : sequence of int
        properties : sequence of str, optional
            Only these; by default all.
        crs : str
            URI of a served system; coordinates are in the order of its axes.
        skip_geometry : bool
            Write null for every geometry.

        Returns
        -------
        list of str
        """
        if properties is None and crs == CRS84 and not skip_geometry:
            return [self._text(int(at)) for at in positions]
        shapes = None if self.shapes is None or skip_geometry else from_crs84(self.shapes[np.asarray(positions)], crs)
        return [
            _feature(self.ids[at], self._properties(at, properties), None if shapes is None else shapes[number])
            for number, at in enumerate(map(int, positions))
        ]

    def _text(self, at: int) -> str:
        if at not in self._texts:
            shape = None if self.shapes is None else self.shapes[at]
            self._texts[at] = _feature(self.ids[at], self._properties(at, None), shape)
        return self._texts[at]

    def _properties(self, at: int, wanted: Sequence[str] | None) -> dict[str, Any]:
        names = self.columns if wanted is None else [name for name in wanted if name in self.columns]
        out = {name: _plain(self.columns[name][at]) for name in names}
        if self.claims is not None and (wanted is None or CLAIMS in wanted):
            out[CLAIMS] = json.loads(self.claims[at] or "[]")
        return out


def table_of_frame(
    frame: pd.DataFrame, fields: Mapping[str, Field], ids: Sequence[str], shapes: Sequence[Any] | None
) -> FeatureTable:
    """Make the table of a frame, first the rows that show the type of every column.

    Old versions of GDAL take the types of a layer from its first features; a column that is empty there is a text to
    them.

    Parameters
    ----------
    frame : pandas.DataFrame
        The columns of `fields`, and ``claims_json`` if there are statements.
    fields : mapping of str to Field
    ids : sequence of str
    shapes : sequence of shapely geometry or None, optional

    Returns
    -------
    FeatureTable
    """
    columns = {name: _column(frame[name], one.kind) for name, one in fields.items()}
    order = _typed_first(columns, len(frame))
    claims = [none_if_missing(one) for one in frame["claims_json"]] if "claims_json" in frame else None
    return FeatureTable(
        np.array(list(map(str, ids)), dtype=object)[order],
        fields,
        {name: values[order] for name, values in columns.items()},
        None if shapes is None else shapely.orient_polygons(_shapes(shapes))[order],
        None if claims is None else [claims[at] for at in order],
    )


def field_of(name: str, *, is_number: bool) -> Field:
    """Return the field of a column of the atlas, or of an own layer by its name alone."""
    known = FIELDS.get(name) or COLUMNS.get(name)
    if known is None:
        return Field(name, "number" if is_number else "text", (name, name))
    return Field(name, "text" if known.kind == "text" else "number", known.label, known.unit)


def _column(values: pd.Series, kind: FieldKind) -> NDArray[Any]:
    if kind == "number":
        return pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)
    return np.array([None if none_if_missing(one) is None else str(one) for one in values], dtype=object)


def _typed_first(columns: Mapping[str, NDArray[Any]], count: int) -> NDArray[np.intp]:
    """Return the order in which a few rows with a value in each number column come first."""
    numbers = [values for values in columns.values() if values.dtype == float]
    known = np.isfinite(np.array(numbers)) if numbers else np.zeros((0, count), dtype=bool)
    missing, first = known.any(axis=1), []
    while missing.any():
        best = int(known[missing].sum(axis=0).argmax())
        first.append(best)
        missing &= ~known[:, best]
    return np.array([*first, *(at for at in range(count) if at not in set(first))], dtype=np.intp)


def _shapes(shapes: Sequence[Any]) -> NDArray[np.object_]:
    out = np.empty(len(shapes), dtype=object)
    out[:] = [none_if_missing(shape) for shape in shapes]
    return out


def _feature(feature_id: str, properties: dict[str, Any], shape: Any) -> str:
    head = json.dumps({"type": "Feature", "id": feature_id, "properties": properties}, ensure_ascii=False)
    return f'{head[:-1]}, "geometry": {"null" if shape is None else shapely.to_geojson(shape)}}}'


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return None if np.isnan(value) else float(value)
    return value
