"""The table twin of each layer: a page that needs no JavaScript, the same as data, and as files of what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, json, render_template, request

from geo.columns import ATTRIBUTE, column_of
from geo.documents import validity
from geo.errors import Fault, ParameterError
from geo.export import FORMATS
from geo.places.filter import brief_document
from geo.spreadsheets.table_files import TABLE_FORMATS, worksheet_of, write_table
from geo.stats.accounts import round_as_asked
from geo.stats.layer_table import Table, choices, table
from geo.stats.printed_rows import account_totals
from geo.stats.stored.table import RowQuery, stored_table
from geo.stats.stored.table import choices as choices_of_stored
from webmap.http.assets import inline_script, module_sources
from webmap.http.current import current_atlas, is_live
from webmap.http.kept.kept_files import kept_file
from webmap.http.option import Option, whole, word
from webmap.http.query import OptionGroup, PathOptions, options, page_options, strict_blueprint
from webmap.http.ready_answers import ready
from webmap.http.responses import address_version, attached
from webmap.http.shared_options import AS_OF, BALANCE, BOM, FILTER, NAME, own_columns, stored_in
from webmap.http.shared_options import DIGITS as DIGITS_OPTION
from webmap.i18n import catalogue, current_lang, unspoken_lang
from webmap.pages.columns import foot, page_columns
from webmap.pages.context import kept_page
from webmap.service.jobs import in_worker

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from geo.atlas.atlas import Atlas
    from geo.places.filter import PlaceFilter
    from geo.stats.stored.table import StoredTable

bp = strict_blueprint("tables")

#: Formats of the layers in the folder of the static site; the others can be made of these.
OFFLINE_FORMATS = ("gpkg", "geojson", "xlsx")
#: Modules, or folders of them, that filter and sort a table of the static site.
_OFFLINE_MODULES = (
    "offline/",
    "core/api.js",
    "core/format.js",
    "core/i18n.js",
    "map/gauss_kruger.js",
    "table/columns.js",
)
#: The page of the table of a stored layer.
_PAGE: dict[str, Option] = {
    "limit": whole(10_000, "Rows of one page of a stored layer.", least=1, default=100),
    "offset": whole(999_999_999, "Rows of a stored layer to leave out at the beginning.", default=0),
}
#: Columns of a stored layer a page asks for, beside those with few values.
_MOST_ASKED = 6
_FILTERS = ("kind", "industry", "document", "grade")
_SORT = word(NAME, "Column the rows are ordered by; with - before it, the largest first.")


def _stored_options(path: Mapping[str, Any]) -> dict[str, Option]:
    """List the options of the table of a stored layer: its page and its columns; none for other layers."""
    return {**_PAGE, **own_columns(path)} if stored_in(path) else {}


_STORED = PathOptions("stored", _stored_options)
_ROUNDING = OptionGroup(
    "rounding", {"digits": DIGITS_OPTION, "balance": BALANCE}, lambda values: (values["digits"], values["balance"])
)


@bp.get("/tables/<layer>", endpoint="table")
@page_options(FILTER, _STORED, sort=_SORT, as_of=AS_OF)
@kept_page
def table_page(layer: str, place_filter: PlaceFilter, stored: dict[str, Any], sort: str, as_of: date | None) -> str:
    """Return the places of a layer as a table; filters and order stand in the address."""
    if layer in current_atlas().stored:
        return _stored_page(layer, place_filter, stored, sort)
    atlas = validity.as_of(current_atlas(), as_of)
    shown = _table(layer, place_filter, sort, as_of)
    columns = page_columns(shown.columns)
    documents = {row["doc_id"]: brief_document(row) for row in atlas.tables["documents"].to_dict("records")}
    return render_template(
        "table.html",
        table=shown,
        columns=columns,
        foot=foot(columns),
        totals=account_totals(shown),
        choices=choices(atlas, layer),
        documents=documents,
        given=_given(shown),
        layers=planning_layers(atlas),
        layer_files=_layer_files(layer),
        sort_query=lambda column: _sort_query(shown, column),
        file_query=_query({**_given(shown), **_order(shown)}),
        **({} if is_live() else _offline()),
    )


def _offline() -> dict[str, Any]:
    """Return what the page needs to filter and sort its rows without the service."""
    lang = current_lang()
    words = {key: catalogue(lang)[key] for key in ("table.rows", "table.measured", "table.nothing")}
    config = {"lang": lang, "unspoken_lang": lang, "root": "..", "messages": words}
    return {
        "inline_script": inline_script,
        "offline_modules": module_sources(_OFFLINE_MODULES),
        "offline_config": config,
    }


def _stored_page(layer: str, place_filter: PlaceFilter, stored: dict[str, Any], sort: str) -> str:
    """Return a page of the table of a stored layer."""
    atlas = current_atlas()
    shown = _stored_table(layer, place_filter, stored, sort)
    columns, known = page_columns(shown.columns), choices_of_stored(atlas.stored[layer])
    given = {name: ",".join(values) for name, values in shown.filters.items()}
    first = [*shown.fields][:_MOST_ASKED]
    order = {"sort": sort} if sort else {}
    before, following = max(shown.offset - shown.limit, 0), shown.offset + shown.limit
    return render_template(
        "table_stored.html",
        table=shown,
        columns=columns,
        asked={name: one for name, one in shown.fields.items() if name in {*known, *given, *first}},
        choices=known,
        given=given,
        layers=planning_layers(atlas),
        layer_files=_layer_files(layer),
        sort_query=lambda column: _query({**given, "sort": ("-" if _turns_down(shown, column) else "") + column}),
        file_query=_query({**given, **order}),
        previous=_query({**given, **order, "offset": before}) if shown.offset else None,
        following=_query({**given, **order, "offset": following}) if following < shown.matched else None,
    )


def _turns_down(shown: StoredTable, column: str) -> bool:
    """Return whether a click on the head of a column orders downwards: numbers first do, and what was upwards does."""
    if shown.sort == column:
        return not shown.descending
    field = shown.fields.get(column.removeprefix(ATTRIBUTE))
    return field.kind == "number" if field else column_of(column).kind != "text"


def _stored_table(layer: str, place_filter: PlaceFilter, stored: dict[str, Any], sort: str) -> StoredTable:
    return stored_table(
        current_atlas(),
        layer,
        _stored_filters(place_filter, stored),
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
        offset=stored["offset"],
        limit=stored["limit"],
    )


def _stored_filters(place_filter: PlaceFilter, stored: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the columns a stored layer is filtered by, and their values; refuse conditions on documents."""
    given = place_filter.given()
    for name in ("industry", "document"):
        if name in given:
            expected = "a filter on columns of the layer: no document says anything of a layer of your own"
            raise ParameterError(Fault(f"option {name!r}", expected, "query", "leave it out"))
    own = {name: values for name, values in stored.items() if name not in _PAGE}
    return {**{name: (value,) for name, value in given.items()}, **own}


def _refuse_balance(*, balance: bool) -> None:
    if balance:
        fault = Fault("balance=1 of a stored layer", "rows rounded by themselves", "query", "leave it out")
        raise ParameterError(fault)


def _layer_files(layer: str) -> dict[str, str]:
    """Addresses of the files of a layer by format; none for all places, which are no layer."""
    if layer not in current_atlas().layer_ids and layer not in current_atlas().stored:
        return {}
    if is_live():
        # Named by the version, so that caches keep the file for good.
        version = address_version()
        return {kind: f"{request.script_root}/export/{layer}.{kind}?v={version}" for kind in FORMATS}
    return {kind: f"{request.script_root}/data/{layer}.{FORMATS[kind].suffix}" for kind in OFFLINE_FORMATS}


@bp.get("/tables/<layer>.json")
@options(FILTER, _STORED, sort=_SORT, digits=DIGITS_OPTION, as_of=AS_OF, balance=BALANCE)
def table_json(
    layer: str,
    place_filter: PlaceFilter,
    stored: dict[str, Any],
    sort: str,
    digits: int | None,
    as_of: date | None,
    *,
    balance: bool,
) -> Response:
    """Return the rows of the table at full precision, and the values its filters may take; of a stored layer a page."""

    def write() -> str:
        if layer in current_atlas().stored:
            _refuse_balance(balance=balance)
            page = _stored_table(layer, place_filter, stored, sort)
            page = page if digits is None else page.rounded(digits)
            return json.dumps({**page.to_dict(), "choices": choices_of_stored(current_atlas().stored[layer])})
        shown = round_as_asked(_table(layer, place_filter, sort, as_of), digits, balance=balance)
        return json.dumps({**shown.to_dict(), "choices": choices(validity.as_of(current_atlas(), as_of), layer)})

    return ready(write, "application/json", f"table-{request.full_path}")


@bp.get("/tables/<layer>.<any(csv,xlsx):suffix>")
@options(FILTER, _STORED, _ROUNDING, sort=_SORT, bom=BOM, as_of=AS_OF)
def table_file(
    layer: str,
    suffix: str,
    place_filter: PlaceFilter,
    stored: dict[str, Any],
    rounding: tuple[int | None, bool],
    sort: str,
    as_of: date | None,
    *,
    bom: bool,
) -> Response:
    """Return the rows that are shown as a file, which names the filter and the number of rows.

    Of a stored layer it has all rows the filter leaves, whatever the page.
    """
    digits, balance = rounding
    name = f"lingang-{layer}-table-{current_atlas().version}.{suffix}"
    if layer in current_atlas().stored:
        _refuse_balance(balance=balance)
        rows = RowQuery(_stored_filters(place_filter, stored), sort.removeprefix("-"), sort.startswith("-"))

        def write_file(path: Path) -> None:
            function = "geo.spreadsheets.stored_table_file:write_stored_table"
            in_worker(function, layer, path, rows, suffix=suffix, digits=digits, bom=bom)

        return kept_file(write_file, TABLE_FORMATS[suffix], f"table-{request.full_path}", name)

    def write() -> bytes:
        shown = round_as_asked(_table(layer, place_filter, sort, as_of), digits, balance=balance)
        return write_table(worksheet_of(shown), suffix, bom=bom)

    response = ready(write, TABLE_FORMATS[suffix], f"table-{request.full_path}")
    return attached(response, name)


def planning_layers(atlas: Atlas) -> list[dict[str, Any]]:
    """List id and titles of all layers that have a table, in the order of the tree; stored layers come first."""
    stored = [layer.entry for layer in atlas.stored.values()]
    entries = [*stored, *(entry for entry in atlas.catalogue.layer if entry.role != "context")]
    return [{"id": entry.id, "title_zh": entry.title_zh, "title_en": entry.title_en} for entry in entries]


def _table(layer: str, place_filter: PlaceFilter, sort: str, as_of: date | None) -> Table:
    """Make the table the address asks for; ``sort=-area_km2`` is largest first."""
    return table(
        current_atlas(), layer, place_filter, sort=sort.removeprefix("-"), descending=sort.startswith("-"), as_of=as_of
    )


def _given(shown: Table) -> dict[str, str]:
    return {name: value for name, value in shown.selection.given().items() if name in _FILTERS}


def _order(shown: Table) -> dict[str, str]:
    return {"sort": ("-" if shown.descending else "") + shown.sort} if shown.sort else {}


def _sort_query(shown: Table, column: str) -> dict[str, str]:
    """Return the query that orders by a column, the other way round if the rows are ordered by it already."""
    assert column in shown.sortable  # noqa: S101 - the columns are ours
    down = not shown.descending if shown.sort == column else column_of(column).kind != "text"
    return _query({**_given(shown), "sort": ("-" if down else "") + column})


def _query(values: Mapping[str, Any]) -> dict[str, Any]:
    lang = {"lang": current_lang()} if current_lang() != unspoken_lang() else {}
    day = request.args.get("as_of")
    return {**values, **({"as_of": day} if day else {}), **lang}
