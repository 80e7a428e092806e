"""A layer as a table: one row per place, with what it measures and what the documents say it is for.

The rows are those of a `geo.places.filter.PlaceFilter`, so that the table, its file and the map show the same places.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from geo import words
from geo.atlas import notices
from geo.atlas.cells import none_if_missing
from geo.atlas.per_atlas import per_atlas, recent_per_atlas
from geo.atlas.rows_by_id import all_rows, feature_of, rows_of
from geo.atlas.schema import OWN_PREFIX
from geo.columns import ATTRIBUTE, Heading, TableColumns
from geo.documents import validity
from geo.errors import Fault, ParameterError
from geo.measure.area import ELLIPSOIDAL
from geo.measure.units import area_columns, balance_areas, refuse_overlap, require_digits, round_area, rounding_gap
from geo.places.filter import (
    PlaceFilter,
    documents_by_place,
    matching_claims,
    merged_area,
    merged_area_of,
    purposes,
    select,
)
from geo.places.sourced_rows import document_of
from geo.stats.layer_areas import BALANCE_RULE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.atlas.atlas import Atlas

#: What stands for all planning layers where a layer is asked for.
ALL_LAYERS = "places"

#: The columns of every table and file, in their order.
TABLE = TableColumns(
    keys=(
        *("place_id", "name_zh", "name_en", "kind", "grade", "area_km2", "area_ha", "area_mu"),
        *("stated_area_km2", "difference_km2", "parent_zh", "parent_en", "positioning_zh", "industries_zh"),
        *("documents_zh", "documents_en", "stated_area_source_zh", "stated_area_source_en"),
    ),
    off_page=frozenset({"place_id", "area_ha", "area_mu", "stated_area_source_zh", "stated_area_source_en"}),
)
#: The columns where the places of an industry are asked for; the sources say where each is named with it.
BY_INDUSTRY = replace(
    TABLE,
    keys=(*TABLE.keys, "sources_zh", "sources_en"),
    off_page=TABLE.off_page | {"documents_zh", "documents_en"},
)
#: The columns of a layer of the reader's own, before its attributes: no document says anything of it.
OWN_TABLE = TableColumns(
    keys=("place_id", "name_zh", "name_en", "area_km2", "area_ha", "area_mu", "perimeter_km"),
    off_page=frozenset({"place_id", "area_ha"}),
)
SORTABLE = ("name_zh", "name_en", "kind", "grade", "area_km2", "stated_area_km2", "difference_km2", "parent_zh")
_SEPARATOR = "、"


@dataclass(frozen=True)
class Table:
    """The rows of a selection.

    Attributes
    ----------
    layer : dict
        ``id``, ``title_zh``, ``title_en``; the id is `ALL_LAYERS` for all planning layers.
    selection : PlaceFilter
    rows : tuple of dict
        The keys of `headings`; a value that does not exist is None.
    all_rows : int
        How many rows the layer has without the filter.
    measured : int
        How many rows have an area.
    total, sum, overlap : dict
        ``area_km2``, ``area_ha``, ``area_mu`` of the union, of the plain sum, and of sum less union.
    sort : str
        Column the rows are ordered by; empty for the order of the tables.
    descending : bool
    version : str
        Hash of the data.
    digits : int or None
        Decimal places the areas were rounded to; None is full precision.
    rounding : dict or None
        The rounded sum less the sum of the rounded rows; None at full precision.
    is_balanced : bool
        Whether the rows were made to add up (`geo.measure.units.balanced`).
    attributes : tuple of str
        Names of the columns of the source, of a layer of the reader's own; their keys begin with `ATTRIBUTE`.
    as_of : str or None
        The day for which the rows answer, ``YYYY-MM-DD``; None for all documents.
    """

    layer: dict[str, str]
    selection: PlaceFilter
    rows: tuple[dict[str, Any], ...]
    all_rows: int
    measured: int
    total: dict[str, float]
    sum: dict[str, float]
    overlap: dict[str, float]
    sort: str
    descending: bool
    version: str
    digits: int | None = None
    rounding: dict[str, float] | None = None
    is_balanced: bool = False
    attributes: tuple[str, ...] = ()
    as_of: str | None = None

    @property
    def columns(self) -> TableColumns:
        """The columns; where an industry is asked for, they end with sources; of an own layer, with its attributes."""
        if not self.is_own:
            return BY_INDUSTRY if self.selection.industry else TABLE
        return replace(OWN_TABLE, keys=(*OWN_TABLE.keys, *(f"{ATTRIBUTE}{name}" for name in self.attributes)))

    @property
    def headings(self) -> dict[str, Heading]:
        """The columns with their headings in Chinese and English."""
        return self.columns.file_headings()

    @property
    def is_own(self) -> bool:
        """Whether the rows are features of the reader's own."""
        return self.layer["id"].startswith(OWN_PREFIX)

    @property
    def sortable(self) -> list[str]:
        """The columns the rows can be ordered by."""
        return [key for key in self.headings if key != "place_id"] if self.is_own else list(SORTABLE)

    def to_dict(self) -> dict[str, Any]:
        """Return the table as the body of ``/tables/<layer>.json``."""
        filters = {name: value for name, value in self.selection.given().items() if name != "layer"}
        said = asdict(self)
        balance = BALANCE_RULE if said.pop("is_balanced") else None
        return {
            **said,
            "balance": balance,
            "own": self.is_own,
            "selection": None,
            "filter": filters,
            "method": asdict(ELLIPSOIDAL),
        }

    def rounded(self, digits: int = 2, *, balance: bool = False) -> Table:
        """Round every figure by itself; arguments and errors as of `geo.stats.layer_areas.Account.rounded`."""
        require_digits(digits)
        at = [i for i, row in enumerate(self.rows) if row["area_km2"] is not None]
        exact = [self.rows[i]["area_km2"] for i in at]
        if balance:
            refuse_overlap(self.overlap["area_km2"], f"layer {self.layer['id']!r}")
        shown = balance_areas(exact, digits) if balance else [round_area(area, digits) for area in exact]
        areas = dict(zip(at, shown, strict=True))
        plain = round_area(self.sum["area_km2"], digits)
        return replace(
            self,
            rows=tuple({**row, **_rounded(row, digits), **areas.get(i, {})} for i, row in enumerate(self.rows)),
            total=round_area(self.total["area_km2"], digits),
            sum=plain,
            overlap=round_area(self.overlap["area_km2"], digits),
            digits=digits,
            rounding=rounding_gap(shown, plain, digits),
            is_balanced=balance,
        )

    def notes(self) -> list[tuple[str, str]]:
        """Make what must travel with the rows: filter and row count, and the notes of every file."""
        count = {"count": len(self.rows), "all_rows": self.all_rows}
        about = [words.both("note.filter", said=self._filter()), words.both("note.rows", **count)]
        dated = [words.both("note.as_of", day=self.as_of)] if self.as_of else []
        balance = [words.both("note.balance")] if self.is_balanced else []
        particulars = [*about, *dated, words.both("note.union"), *balance]
        return notices.texts(notices.notes([self.layer], self.version, particulars=particulars))

    def _filter(self) -> tuple[str, str]:
        """Write the filter in Chinese and English."""
        given = {name: value for name, value in self.selection.given().items() if name != "layer"}
        if not given:
            return words.both("note.no_filter")
        zh, en = (
            words.say("list.semicolon", lang).join(
                f"{words.say(f'filter.{name}', lang)}={value}" for name, value in given.items()
            )
            for lang in words.LANGUAGES
        )
        return zh, en


def table(
    atlas: Atlas,
    layer: str,
    selection: PlaceFilter,
    *,
    sort: str = "",
    descending: bool = False,
    as_of: date | None = None,
) -> Table:
    """Make the table of a layer.

    Parameters
    ----------
    atlas : Atlas
    layer : str
        A planning layer, or `ALL_LAYERS`.
    selection : PlaceFilter
        The filter; its layer is replaced by `layer`.
    sort : str
        A column of `SORTABLE`; rows without a value come last whichever way the order runs.
    descending : bool
        Largest first.
    as_of : datetime.date, optional
        Only what documents say that stood on this day (`geo.documents.validity`).

    Raises
    ------
    UnknownLayerError
        If no layer has this id.
    ParameterError
        If the layer holds background only, or the column cannot be sorted by.
    NotFoundError
        If no document stood on the day.
    """
    atlas = validity.as_of(atlas, as_of)
    titles, scope = _scope(atlas, layer)
    rows, all_rows, area = _rows(atlas, replace(selection, layer=scope))
    out = Table(
        layer=titles,
        selection=replace(selection, layer=scope),
        rows=tuple(rows),
        all_rows=all_rows,
        **area,
        sort=sort,
        descending=descending,
        version=atlas.version,
        attributes=tuple(atlas.own[layer].columns) if layer in atlas.own else (),
        as_of=as_of.isoformat() if as_of else None,
    )
    if sort and sort not in out.sortable:
        expected = "one of " + ", ".join(out.sortable)
        raise ParameterError(Fault(f"sort={sort!r}", expected, "query", "choose one of them"))
    return replace(out, rows=tuple(_sorted(rows, sort, descending=descending)))


def _rows(atlas: Atlas, selection: PlaceFilter) -> tuple[list[dict[str, Any]], int, dict[str, Any]]:
    """Return the rows of a selection in their own order, how many there are without its filter, and their area."""
    layer = selection.layer
    if layer is None or layer not in atlas.own:
        chosen = _listed(atlas, selection)
        everything = len(_listed(atlas, PlaceFilter(layer=layer)))
        return [_row(atlas, place, selection) for place in chosen], everything, merged_area(atlas, chosen)
    asked = [name for name in selection.given() if name != "layer"]
    if asked:
        expected = "no filter: no document says anything of a layer of your own"
        raise ParameterError(Fault(f"{asked[0]} of layer {layer!r}", expected, "query", "leave it out"))
    frame, attributes = atlas.layers[layer], atlas.own[layer].to_dict("records")
    rows = [_own_row(row, said) for row, said in zip(frame.to_dict("records"), attributes, strict=True)]
    return rows, len(rows), merged_area_of(frame)


@recent_per_atlas(16)
def _listed(atlas: Atlas, selection: PlaceFilter) -> list[str]:
    """List the places of a selection; with the layer of an annex, those of its rows that another layer draws too."""
    chosen = select(atlas, selection)
    annex = atlas.tables["annex_parks"]["place_id"].tolist()
    layers = atlas.places.loc[annex, "layer"]
    # The layer of an annex is the one that draws most of its rows.
    if selection.layer is None or layers.empty or layers.mode()[0] != selection.layer:
        return chosen
    elsewhere = set(annex) & set(select(atlas, replace(selection, layer=None)))
    order = {place: at for at, place in enumerate(annex)}
    return sorted(dict.fromkeys([*chosen, *elsewhere]), key=lambda place: order.get(place, len(annex)))


def _own_row(feature: dict[Any, Any], attributes: dict[Any, Any]) -> dict[str, Any]:
    area = none_if_missing(feature["area_km2"])
    return {
        **{key: feature[key] for key in ("place_id", "name_zh", "name_en")},
        **(dict.fromkeys(("area_km2", "area_ha", "area_mu")) if area is None else area_columns(float(area))),
        "perimeter_km": none_if_missing(feature["perimeter_km"]),
        "located": feature["geometry"] is not None,
        **{f"{ATTRIBUTE}{name}": value for name, value in attributes.items()},
    }


def choices(atlas: Atlas, layer: str) -> dict[str, list[str]]:
    """List the values each filter may take in a layer: kinds, grades, documents (ids), industry terms."""
    _, scope = _scope(atlas, layer)
    if scope in atlas.own:
        return {"kind": [], "grade": [], "document": [], "industry": []}
    places = select(atlas, PlaceFilter(layer=scope))
    claims = [claim for place in places for claim in purposes(atlas).get(place, ())]
    told = {document for place in places for document in documents_by_place(atlas).get(place, ())}
    grades = {none_if_missing(grade) for grade in atlas.features["grade"].reindex(places)}
    return {
        "kind": list(dict.fromkeys(atlas.places.loc[places, "kind"])),
        "grade": sorted(grade for grade in grades if grade),
        "document": [doc for doc in atlas.tables["documents"]["doc_id"] if doc in told],
        "industry": _terms(claims, "industry"),
    }


def _scope(atlas: Atlas, layer: str) -> tuple[dict[str, str], str | None]:
    if layer == ALL_LAYERS:
        title_zh, title_en = words.both("table.all_places")
        return {"id": ALL_LAYERS, "title_zh": title_zh, "title_en": title_en}, None
    entry = atlas.entry(layer)
    if entry.role == "context":
        fault = Fault(
            f"layer {layer!r}", "a planning layer", "layer", "background layers hold no places of the documents"
        )
        raise ParameterError(fault)
    return {"id": entry.id, "title_zh": entry.title_zh, "title_en": entry.title_en}, entry.id


def _row(atlas: Atlas, place_id: str, selection: PlaceFilter) -> dict[str, Any]:
    return {**_known_row(atlas, place_id), **(_sources(atlas, place_id, selection) if selection.industry else {})}


@per_atlas
def _known_row(atlas: Atlas, place_id: str) -> dict[str, Any]:
    (place,), feature = rows_of(atlas, "places", "place_id", place_id), feature_of(atlas, place_id)
    parent = next(iter(rows_of(atlas, "places", "place_id", place["parent_id"])), None)
    claims = purposes(atlas).get(place_id, [])
    said = documents_by_place(atlas).get(place_id, set())
    documents = [row for row in all_rows(atlas, "documents") if row["doc_id"] in said]
    area = none_if_missing(feature["area_km2"])
    known = {
        **{key: place[key] for key in ("place_id", "name_zh", "name_en", "kind")},
        "grade": none_if_missing(feature["grade"]),
        **(dict.fromkeys(("area_km2", "area_ha", "area_mu")) if area is None else area_columns(float(area))),
        "stated_area_km2": none_if_missing(feature["stated_area_km2"]),
        "difference_km2": none_if_missing(feature["difference_km2"]),
        "parent_zh": None if parent is None else parent["name_zh"],
        "parent_en": None if parent is None else parent["name_en"],
        "positioning_zh": _SEPARATOR.join(_terms(claims, "positioning")) or None,
        "industries_zh": _SEPARATOR.join(_terms(claims, "industry")) or None,
        "documents_zh": _SEPARATOR.join(row["short_zh"] for row in documents) or None,
        "documents_en": ", ".join(row["short_en"] for row in documents) or None,
    }
    return {
        **{key: known[key] if key in known else none_if_missing(feature[key]) for key in TABLE.keys},
        "layer": place["layer"],
        "located": feature["geometry"] is not None,
    }


def _sources(atlas: Atlas, place_id: str, selection: PlaceFilter) -> dict[str, Any]:
    """Return where a place is named with the industry of a filter: each section once, and as a text."""
    keys = ("claim_id", "section", "citation_zh", "citation_en")
    claims = matching_claims(atlas, place_id, selection)
    first = {(claim["doc_id"], claim["section"]): claim for claim in reversed(claims)}
    found = [
        {"document": document_of(atlas, claim["doc_id"]), **{key: claim[key] for key in keys}}
        for claim in reversed(first.values())
    ]
    out: dict[str, Any] = {"sources": found}
    for lang in words.LANGUAGES:
        parts = [f"{one['document'][f'short_{lang}']} {one[f'citation_{lang}']}" for one in found]
        out[f"sources_{lang}"] = words.say("list.semicolon", lang).join(parts)
    return out


def _terms(claims: Sequence[dict[str, Any]], kind: str) -> list[str]:
    return list(dict.fromkeys(term for claim in claims if claim["type"] == kind for term in claim["terms_zh"]))


def _sorted(rows: list[dict[str, Any]], sort: str, *, descending: bool) -> list[dict[str, Any]]:
    if not sort:
        return rows
    known = [row for row in rows if row[sort] is not None]
    missing = [row for row in rows if row[sort] is None]
    # A column of a source may hold both: numbers come before texts.
    return sorted(known, key=lambda row: (isinstance(row[sort], str), row[sort]), reverse=descending) + missing


def _rounded(row: dict[str, Any], digits: int) -> dict[str, float]:
    keys = ("stated_area_km2", "difference_km2", "perimeter_km")
    return {key: round(row[key], digits) + 0.0 for key in keys if row.get(key) is not None}
