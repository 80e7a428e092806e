"""What the documents hold as data and as files: documents, measures, figures, industries, cities, themes, timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, json, request

from geo.documents import validity
from geo.registers.all_registers import REGISTERS
from geo.registers.documents import document
from geo.registers.themes.all_themes import theme, theme_list
from geo.registers.timeline import timeline
from geo.spreadsheets.table_files import TABLE_FORMATS, Worksheet, write_table
from webmap.http.current import current_atlas
from webmap.http.query import options, strict_blueprint
from webmap.http.ready_answers import ready
from webmap.http.responses import attached, today, versioned
from webmap.http.shared_options import AS_OF, BOM, UNTIL

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from geo import Atlas
    from geo.registers.register import Register

bp = strict_blueprint("register_data")

_NAMES = ",".join(REGISTERS)


@bp.get(f"/<any({_NAMES}):register>.json")
@options(as_of=AS_OF)
def register_json(register: str, as_of: date | None) -> Response:
    """Return all documents, measures, figures, industries or cities, with all they lead to."""
    return _json(lambda: REGISTERS[register](_then(as_of), None, as_of), as_of)


@bp.get(f"/<any({_NAMES}):register>.<any(csv,xlsx):suffix>")
@options(bom=BOM, as_of=AS_OF)
def register_file(register: str, suffix: str, as_of: date | None, *, bom: bool) -> Response:
    """Return all documents, measures, figures, industries or cities as a table."""
    return _file(REGISTERS[register](_then(as_of), None, as_of), suffix, register, as_of, bom=bom)


@bp.get("/documents/<doc_id>.json")
@options(as_of=AS_OF)
def document_json(doc_id: str, as_of: date | None) -> Response:
    """Return all that a document says, section by section."""
    return _json(lambda: document(_then(as_of), doc_id, as_of), as_of)


@bp.get("/documents/<doc_id>.<any(csv,xlsx):suffix>")
@options(bom=BOM, as_of=AS_OF)
def document_file(doc_id: str, suffix: str, as_of: date | None, *, bom: bool) -> Response:
    """Return all that a document says as a table, in the order of its sections."""
    return _file(document(_then(as_of), doc_id, as_of), suffix, doc_id, as_of, bom=bom)


@bp.get("/themes.json")
@options(as_of=AS_OF)
def themes_json(as_of: date | None) -> Response:
    """Return the list of themes, each with the number of places that have an answer."""

    def write() -> str:
        atlas = _then(as_of)
        return json.dumps({"themes": theme_list(atlas), "version": atlas.version})

    return ready(write, "application/json", f"themes {request.full_path}")


@bp.get("/themes/<theme_id>.json")
@options(as_of=AS_OF)
def theme_json(theme_id: str, as_of: date | None) -> Response:
    """Return a theme: classes with their colours, and the answer for each place with its sources."""
    return _json(lambda: theme(_then(as_of), theme_id, as_of), as_of)


@bp.get("/themes/<theme_id>.<any(csv,xlsx):suffix>")
@options(bom=BOM, as_of=AS_OF)
def theme_file(theme_id: str, suffix: str, as_of: date | None, *, bom: bool) -> Response:
    """Return a theme as a table, with a row for each source of each place."""
    return _file(theme(_then(as_of), theme_id, as_of), suffix, theme_id, as_of, bom=bom)


@bp.get("/timeline.json")
@options(until=UNTIL)
def timeline_json(until: str) -> Response:
    """Return what was said of every place by a stop of the timeline, and the targets set by then with their years."""
    return _json(lambda: timeline(current_atlas(), until), None)


@bp.get("/timeline.<any(csv,xlsx):suffix>")
@options(bom=BOM, until=UNTIL)
def timeline_file(suffix: str, until: str, *, bom: bool) -> Response:
    """Return all that was said by a stop of the timeline, and the targets set by then, as a table."""
    return _file(timeline(current_atlas(), until), suffix, "timeline", None, bom=bom)


def _then(as_of: date | None) -> Atlas:
    """Return the atlas of a day, that of today without one."""
    return validity.as_of(current_atlas(), as_of)


def _json(make: Callable[[], Register], as_of: date | None) -> Response:
    def write() -> str:
        return json.dumps({**make().body, "as_of": as_of and as_of.isoformat()})

    return ready(write, "application/json", f"register {request.full_path} {today()}")


def _file(register: Register, suffix: str, name: str, as_of: date | None, *, bom: bool) -> Response:
    sheet = Worksheet(register.title[0], register.headings, register.rows, (), register.notes(as_of))
    body = write_table(sheet, suffix, bom=bom)
    response = versioned(body, TABLE_FORMATS[suffix], f"register-{request.full_path}")
    return attached(response, f"lingang-{name}-{register.body['version']}.{suffix}")
