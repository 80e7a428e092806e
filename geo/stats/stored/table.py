"""A page of the table of a stored layer, and all its rows batch by batch for a file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from geo import words
from geo.atlas import notices
from geo.atlas.added.own_layers import stored_version
from geo.atlas.added.stored_layer import StoredQuery
from geo.atlas.cells import plain
from geo.columns import ATTRIBUTE, TableColumns
from geo.errors import Fault, ParameterError
from geo.measure.area import ELLIPSOIDAL
from geo.measure.units import area_columns, round_area

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import geopandas as gpd

    from geo.atlas.added.stored_layer import StoredField, StoredLayer
    from geo.atlas.atlas import Atlas
    from geo.columns import Heading

#: The columns before those of the source.
COMMON = TableColumns(
    keys=("place_id", "name_zh", "name_en", "area_km2", "area_ha", "area_mu", "length_km"),
    headings={"length_km": words.both("stored.length")},
    pages={"length_km": words.both("stored.length")},
    off_page=frozenset({"place_id", "area_ha"}),
)
#: Columns that a layer of one kind of shape has nothing for.
_AREAS = frozenset({"area_km2", "area_ha", "area_mu"})
_EMPTY = {"polygon": frozenset({"length_km"}), "line": _AREAS, "point": _AREAS | {"length_km"}}
_SORTABLE = ("name_zh", "name_en", "area_km2", "length_km")
#: A column with at most so many different values is filtered by choosing one of them.
MOST_CHOICES = 30
#: Rows that show whether a column has many values.
_SAMPLE = 2_000


@dataclass(frozen=True)
class RowQuery:
    """Which rows of a stored layer are asked for, and in which order; `stored_table` describes them."""

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True)
class StoredTable:
    """A page of the rows of a stored layer.

    Attributes
    ----------
    layer : dict
        ``id``, ``title_zh``, ``title_en``.
    geometry : {"polygon", "line", "point", "mixed"}
    fields : mapping of str to StoredField
        The columns of the source.
    filters : mapping of str to tuple of str
        Columns of the source, and the values one of which each row has.
    rows : tuple of dict
        The keys of `columns`, and ``located``; a value that does not exist is None.
    matched, all_rows : int
        How many rows there are with and without the filters.
    offset, limit : int
        The page.
    sort : str
        Column the rows are ordered by; empty for the order of the layer.
    descending : bool
    version, layer_version : str
        Of the data of the atlas, and of the layer.
    """

    layer: dict[str, str]
    geometry: str
    fields: Mapping[str, StoredField]
    filters: Mapping[str, tuple[str, ...]]
    rows: tuple[dict[str, Any], ...]
    matched: int
    all_rows: int
    offset: int
    limit: int
    sort: str
    descending: bool
    version: str
    layer_version: str

    @property
    def columns(self) -> TableColumns:
        """The columns; those of the source come last, under their own names."""
        empty = _EMPTY.get(self.geometry, frozenset())
        keys = (*COMMON.keys, *(f"{ATTRIBUTE}{name}" for name in self.fields))
        return replace(COMMON, keys=keys, off_page=COMMON.off_page | empty)

    @property
    def headings(self) -> dict[str, Heading]:
        """The columns with their headings in Chinese and English."""
        return self.columns.file_headings()

    @property
    def sortable(self) -> list[str]:
        """The columns the rows can be ordered by."""
        return [*_SORTABLE, *(f"{ATTRIBUTE}{name}" for name in self.fields)]

    def rounded(self, digits: int) -> StoredTable:
        """Round the area of every row by itself to decimals of km²."""
        areas = [{} if row["area_km2"] is None else round_area(row["area_km2"], digits) for row in self.rows]
        return replace(self, rows=tuple({**row, **area} for row, area in zip(self.rows, areas, strict=True)))

    def to_dict(self) -> dict[str, Any]:
        """Return the page as the body of ``/tables/<layer>.json``."""
        return {
            "layer": self.layer,
            "own": True,
            "stored": True,
            "fields": [{"name": name, "kind": one.kind} for name, one in self.fields.items()],
            "filter": {name: list(values) for name, values in self.filters.items()},
            "rows": list(self.rows),
            "matched": self.matched,
            "all_rows": self.all_rows,
            "offset": self.offset,
            "limit": self.limit,
            "sort": self.sort,
            "descending": self.descending,
            "method": asdict(ELLIPSOIDAL),
            "version": self.version,
            "layer_version": self.layer_version,
        }

    def notes(self) -> list[tuple[str, str]]:
        """Make what must travel with the rows: filter and row count, and the notes of every file."""
        said = "；".join(f"{name}={'、'.join(values)}" for name, values in self.filters.items())
        about = words.both("note.filter", said=said) if said else words.both("note.no_filter")
        particulars = [about, words.both("note.rows", count=self.matched, all_rows=self.all_rows)]
        return notices.texts(notices.notes([self.layer], self.version, particulars=particulars))


def stored_table(
    atlas: Atlas,
    layer_id: str,
    filters: Mapping[str, tuple[str, ...]],
    *,
    sort: str = "",
    descending: bool = False,
    offset: int = 0,
    limit: int = 100,
) -> StoredTable:
    """Make a page of the table of a stored layer.

    Parameters
    ----------
    atlas : Atlas
    layer_id : str
        One of `Atlas.stored`.
    filters : mapping of str to tuple of str
        As of `StoredTable`.
    sort : str
        A column of `StoredTable.sortable`; one of the source may stand without its prefix. Rows without a value come
        last whichever way the order runs.
    descending : bool
    offset, limit : int
        The page; with a limit of 0 no row is read.

    Raises
    ------
    ParameterError
        If the column cannot be sorted by, or the layer has none of the name of a filter.
    """
    layer = atlas.stored[layer_id]
    order = _order(layer, sort, descending=descending)
    asked = StoredQuery(equals=filters or None, order=order, offset=offset, limit=limit)
    entry = layer.entry
    return StoredTable(
        layer={"id": entry.id, "title_zh": entry.title_zh, "title_en": entry.title_en},
        geometry=entry.geometry,
        fields=layer.fields,
        filters=filters,
        rows=tuple(_rows(layer.rows(asked), layer.fields)) if limit else (),
        matched=layer.count(asked),
        all_rows=layer.count(),
        offset=offset,
        limit=limit,
        sort=_full_name(layer, sort),
        descending=descending,
        version=atlas.version,
        layer_version=stored_version(atlas, [layer_id]),
    )


def all_rows(
    layer: StoredLayer, filters: Mapping[str, tuple[str, ...]], sort: str = "", *, descending: bool = False
) -> Iterator[dict[str, Any]]:
    """Go through the rows of a table, whatever their number, in bounded memory; arguments as of `stored_table`."""
    order = _order(layer, sort, descending=descending)
    for part in layer.batches(StoredQuery(equals=filters or None, order=order, with_shapes=False)):
        yield from _rows(part, layer.fields)


def choices(layer: StoredLayer) -> dict[str, list[str]]:
    """List the values of each column of the source that has few, the commonest first; none that holds a comma."""
    found = {}
    first = layer.rows(StoredQuery(limit=_SAMPLE, with_shapes=False))
    for name, one in layer.fields.items():
        # The values of a million features are counted only where a few thousand do not show that they are too many.
        if one.kind in ("text", "boolean") and first[name].nunique() <= MOST_CHOICES:
            values = layer.values(name, MOST_CHOICES + 1)
            # A list of values is written with commas.
            if 1 < len(values) <= MOST_CHOICES and not any("," in value for value, _ in values):
                found[name] = [value for value, _ in values]
    return found


def _full_name(layer: StoredLayer, sort: str) -> str:
    """Return the key of a column to sort by, with the prefix of a column of the source."""
    return f"{ATTRIBUTE}{sort}" if sort in layer.fields and sort not in _SORTABLE else sort


def _order(layer: StoredLayer, sort: str, *, descending: bool) -> tuple[tuple[str, bool], ...]:
    if not sort:
        return ()
    name = sort.removeprefix(ATTRIBUTE)
    if name not in (layer.fields if sort.startswith(ATTRIBUTE) else {*_SORTABLE, *layer.fields}):
        expected = "one of " + ", ".join([*_SORTABLE, *layer.fields])
        raise ParameterError(Fault(f"sort={sort[:60]!r}", expected, "query", "choose one of them"))
    return ((name, descending),)


def _rows(frame: gpd.GeoDataFrame, fields: Mapping[str, StoredField]) -> Iterator[dict[str, Any]]:
    names: Sequence[str] = ["name_zh", "name_en", "area_km2", "length_km", *fields]
    located = frame.geometry.notna()
    columns = [frame[name].tolist() for name in names]
    for place_id, has_shape, values in zip(frame.index, located, zip(*columns, strict=True), strict=True):
        name_zh, name_en, area, length, *own = map(plain, values)
        yield {
            "place_id": str(place_id),
            "name_zh": name_zh,
            "name_en": name_en,
            **(dict.fromkeys(("area_km2", "area_ha", "area_mu")) if area is None else area_columns(float(area))),
            "length_km": length,
            "located": bool(has_shape),
            **{f"{ATTRIBUTE}{name}": value for name, value in zip(fields, own, strict=True)},
        }
