"""The table twin of each layer: a page that needs no JavaScript, the same as data, and as files of what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, json, render_template, request

from geo.columns import column_of
from geo.errors import Fault, ParameterError
from geo.export import FORMATS
from geo.places.filter import PlaceFilter, brief_document
from geo.spreadsheets.table_files import TABLE_FORMATS, worksheet_of, write_table
from geo.stats.layer_table import Table, choices, table
from webmap.http.current import current_atlas
from webmap.http.responses import attached, versioned
from webmap.i18n import LANGUAGES, current_lang
from webmap.pages.columns import foot, page_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

bp = Blueprint("tables", __name__)

DIGITS = 2
_FILTERS = ("kind", "industry", "document", "grade")


@bp.get("/tables/<layer>", endpoint="table")
def table_page(layer: str) -> str:
    """Show the places of a layer as a table; filters and order stand in the address."""
    atlas = current_atlas()
    shown = _table(layer).rounded(DIGITS)
    columns = page_columns(shown.columns)
    documents = {row["doc_id"]: brief_document(row) for row in atlas.tables["documents"].to_dict("records")}
    return render_template(
        "table.html",
        table=shown,
        columns=columns,
        foot=foot(columns),
        choices=choices(atlas, layer),
        documents=documents,
        given=_given(shown),
        layers=planning_layers(),
        export_layers=atlas.layer_ids,
        export_formats=list(FORMATS),
        sort_query=lambda column: _sort_query(shown, column),
        file_query=_query({**_given(shown), **_order(shown)}),
    )


@bp.get("/tables/<layer>.json")
def table_json(layer: str) -> Response:
    """Give the rows of the table at full precision, and the values its filters may take."""
    shown = _table(layer)
    if _digits() is not None:
        shown = shown.rounded(_digits() or 0)
    body = {**shown.to_dict(), "choices": choices(current_atlas(), layer)}
    return versioned(json.dumps(body), "application/json", f"table-{request.full_path}")


@bp.get("/tables/<layer>.<any(csv,xlsx):suffix>")
def table_file(layer: str, suffix: str) -> Response:
    """Give exactly the rows that are shown as a file; filter and row count stand in it."""
    shown = _table(layer)
    digits = _digits()
    if suffix == "csv" or digits is not None:
        shown = shown.rounded(DIGITS if digits is None else digits)
    body = write_table(worksheet_of(shown), suffix, bom=request.args.get("bom", "1") != "0")
    response = versioned(body, TABLE_FORMATS[suffix], f"table-{request.full_path}")
    return attached(response, f"lingang-{layer}-table-{shown.version}.{suffix}")


def planning_layers() -> list[dict[str, Any]]:
    """Give id and titles of all layers that have a table, in tree order."""
    atlas = current_atlas()
    entries = [entry for entry in atlas.catalogue.layer if entry.role != "context"]
    return [{"id": entry.id, "title_zh": entry.title_zh, "title_en": entry.title_en} for entry in entries]


def _table(layer: str) -> Table:
    """Make the table the address asks for; ``sort=-area_km2`` is largest first."""
    sort = request.args.get("sort", "")
    column = sort.removeprefix("-")
    return table(current_atlas(), layer, PlaceFilter.read(request.args), sort=column, descending=sort.startswith("-"))


def _given(shown: Table) -> dict[str, str]:
    return {name: value for name, value in shown.selection.given().items() if name in _FILTERS}


def _order(shown: Table) -> dict[str, str]:
    return {"sort": ("-" if shown.descending else "") + shown.sort} if shown.sort else {}


def _sort_query(shown: Table, column: str) -> dict[str, str]:
    """Query that orders by a column, and the other way round if the rows are ordered by it already."""
    assert column in shown.sortable  # noqa: S101 - the columns are ours
    down = not shown.descending if shown.sort == column else column_of(column).kind != "text"
    return _query({**_given(shown), "sort": ("-" if down else "") + column})


def _query(values: Mapping[str, str]) -> dict[str, str]:
    return {**values, **({"lang": current_lang()} if current_lang() != LANGUAGES[0] else {})}


def _digits() -> int | None:
    text = request.args.get("digits")
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or int(text) > 9:
        raise ParameterError(
            Fault(f"digits={text!r}", "a whole number from 0 to 9", "query", "leave it out, or mend it")
        )
    return int(text)
