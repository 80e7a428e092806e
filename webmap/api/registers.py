"""What the documents hold, kind by kind, as data and as files: documents, measures, figures, industries, cities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, json, request

from geo.registers.all_registers import REGISTERS, document_on, register_on
from geo.spreadsheets.table_files import TABLE_FORMATS, Worksheet, write_table
from webmap.http.current import current_atlas
from webmap.http.query import options, strict_blueprint
from webmap.http.ready_answers import ready
from webmap.http.responses import attached, today, versioned
from webmap.http.shared_options import AS_OF, BOM

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from geo.registers.register import Register

bp = strict_blueprint("register_data")

_NAMES = ",".join(REGISTERS)


@bp.get(f"/<any({_NAMES}):register>.json")
@options(as_of=AS_OF)
def register_json(register: str, as_of: date | None) -> Response:
    """Return all documents, measures, figures, industries or cities, with all they lead to."""
    return _json(lambda: register_on(current_atlas(), register, as_of))


@bp.get(f"/<any({_NAMES}):register>.<any(csv,xlsx):suffix>")
@options(bom=BOM, as_of=AS_OF)
def register_file(register: str, suffix: str, as_of: date | None, *, bom: bool) -> Response:
    """Return all documents, measures, figures, industries or cities as a table."""
    return _file(register_on(current_atlas(), register, as_of), suffix, register, bom=bom)


@bp.get("/documents/<doc_id>.json")
@options(as_of=AS_OF)
def document_json(doc_id: str, as_of: date | None) -> Response:
    """Return all that a document says, section by section."""
    return _json(lambda: document_on(current_atlas(), doc_id, as_of))


@bp.get("/documents/<doc_id>.<any(csv,xlsx):suffix>")
@options(bom=BOM, as_of=AS_OF)
def document_file(doc_id: str, suffix: str, as_of: date | None, *, bom: bool) -> Response:
    """Return all that a document says as a table, in the order of its sections."""
    return _file(document_on(current_atlas(), doc_id, as_of), suffix, doc_id, bom=bom)


def _json(make: Callable[[], Register]) -> Response:
    return ready(lambda: json.dumps(make().body), "application/json", f"register {request.full_path} {today()}")


def _file(register: Register, suffix: str, name: str, *, bom: bool) -> Response:
    sheet = Worksheet(register.title[0], register.headings, register.rows, (), register.notes())
    body = write_table(sheet, suffix, bom=bom)
    response = versioned(body, TABLE_FORMATS[suffix], f"register-{request.full_path}")
    return attached(response, f"lingang-{name}-{register.body['version']}.{suffix}")
