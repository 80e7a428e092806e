"""What a layer of any size must answer that is read from where it lies: a store of files or a database (`geo.store`).

Its features are never all in memory. Whoever shows, counts or writes such a layer asks for one page or goes through it
by batches. A stored layer is not among the layers of the atlas's catalogue, whose features are frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.atlas.schema import Layer

#: What the values of a column are; those of ``date`` are days, those of ``time`` moments in UTC.
FieldKind = Literal["text", "number", "boolean", "date", "time"]


@dataclass(frozen=True)
class StoredField:
    """One column of a stored layer, under the name it has in its source.

    Attributes
    ----------
    name : str
    kind : {"text", "number", "boolean", "date", "time"}
        A column of times that are all midnight in UTC is one of days.
    """

    name: str
    kind: FieldKind


@dataclass(frozen=True)
class StoredQuery:
    """What is asked of a stored layer; nothing selects all, in the order of the layer.

    Attributes
    ----------
    bbox : tuple of float or None
        West, south, east, north in degrees: features whose shapes intersect it.
    equals : mapping of str to sequence of str
        Own columns, or ``kind`` and ``grade``, and the values one of which each must have, written as text; an empty
        text stands for a missing value.
    condition : dict, bool or None
        A CQL2 filter as JSON, checked by `geo.export.collections.cql2_reader.read_filter`; its shapes are in degrees.
        It may name own columns and the common ones of `StoredLayer.rows`.
    ids : sequence of str
        Ids of features; empty for all.
    order : tuple of (str, bool)
        Columns to order by, and whether downwards; missing values come last.
    offset, limit : int
        The page; a limit of None returns all, which only batches should ask for.
    columns : sequence of str or None
        Own columns to return; None for all.
    with_shapes : bool
        Whether shapes are read.
    dimension : int or None
        Only features whose shapes have it: 0 points, 1 lines, 2 areas.
    nearly : bool
        Whether features near the box may be selected too, which takes less time than to leave them out.
    """

    bbox: tuple[float, float, float, float] | None = None
    equals: Mapping[str, Sequence[str]] | None = None
    condition: Any = None
    ids: Sequence[str] = ()
    order: tuple[tuple[str, bool], ...] = ()
    offset: int = 0
    limit: int | None = None
    columns: Sequence[str] | None = None
    with_shapes: bool = True
    dimension: int | None = None
    nearly: bool = False


class PlainRows(NamedTuple):
    """A page of features without a frame, which takes longer to make than a page to read.

    Attributes
    ----------
    numbers : sequence of int
        Those in the ids of the features.
    shapes : ndarray of geometry
        In longitude/latitude; None where a feature has none.
    columns : mapping of str to sequence
        Those of `StoredLayer.rows` in their order, values as Python has them; None for a missing one.
    """

    numbers: Sequence[int]
    shapes: NDArray[np.object_]
    columns: Mapping[str, Sequence[Any]]


class StoredLayer(Protocol):
    """A layer of any size, read from where it lies.

    The id of the layer is ``entry.id``: lower case letters, digits and hyphens. The id of a feature is that of its
    layer, ``_``, and a number of the feature that an edit of others does not change.
    """

    @property
    def entry(self) -> Layer:
        """Titles, description, kind of geometry and style; its role is ``workspace``."""
        ...

    @property
    def fields(self) -> Mapping[str, StoredField]:
        """The own columns by the name they have in frames (`rows`), without the shape.

        `StoredField.name` is the name in the source.
        """
        ...

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north in degrees; None without a shape."""
        ...

    @property
    def dimensions(self) -> frozenset[int]:
        """Dimensions of the shapes: 0 points, 1 lines, 2 areas."""
        ...

    @property
    def version(self) -> str:
        """Text that changes with every edit of the layer; cheap to ask, for a database once a request."""
        ...

    def count(self, query: StoredQuery = StoredQuery()) -> int:
        """Count the features a query selects, whatever its page."""
        ...

    def rows(self, query: StoredQuery = StoredQuery()) -> gpd.GeoDataFrame:
        """Return a page of features.

        Returns
        -------
        geopandas.GeoDataFrame
            EPSG:4326, index ``place_id``; ``name_zh``, ``name_en``, ``kind``, ``grade``, ``area_km2`` (by
            `geo.measure.area`; NaN for lines and points), ``length_km``, then the own columns under their names; one
            that has the name of a common column gets ``_own`` behind it.
        """
        ...

    def plain_rows(self, query: StoredQuery = StoredQuery()) -> PlainRows:
        """Return a page of features without a frame."""
        ...

    def batches(self, query: StoredQuery = StoredQuery(), size: int = 20_000) -> Iterator[gpd.GeoDataFrame]:
        """Go through the features a query selects, as frames of at most `size` rows, in bounded memory."""
        ...

    def values(self, column: str, most: int = 50) -> list[tuple[str, int]]:
        """List the commonest values of a column with their numbers of features, the commonest first."""
        ...


def feature_numbers(rows: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """Return the numbers in the ids of features of a stored layer."""
    return np.array([int(str(one).rpartition("_")[2]) for one in rows.index], dtype=np.int64)
