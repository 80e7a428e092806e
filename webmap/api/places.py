"""Places as data: one place as JSON or GeoJSON, the places that meet a filter, and those that fit a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, json

from geo.documents import validity
from geo.export import geojson
from geo.places.filter import describe
from geo.places.profile import profile
from geo.places.side_by_side.comparison import side_by_side
from geo.registers.fit.answer import answer
from geo.registers.fit.table import COLUMNS, rows
from geo.spreadsheets.side_file import side_xlsx
from geo.spreadsheets.table_files import TABLE_FORMATS, Worksheet, write_table
from geo.words import both
from webmap.http.current import current_atlas
from webmap.http.fit_options import FIT
from webmap.http.json_links import link_header
from webmap.http.query import options, strict_blueprint
from webmap.http.ready_answers import ready
from webmap.http.responses import attached, daily_variant, versioned
from webmap.http.shared_options import AS_OF, BOM, LAYER_FILTER, PLACES
from webmap.i18n import current_lang

if TYPE_CHECKING:
    from datetime import date

    from geo.places.filter import PlaceFilter
    from geo.registers.fit.conditions import Condition

bp = strict_blueprint("place_data")

_JSON = "application/json"


@bp.get("/places.json")
@options(LAYER_FILTER, as_of=AS_OF)
def places(place_filter: PlaceFilter, as_of: date | None) -> Response:
    """Return the places that meet the filter, and the ground they cover together."""

    def write() -> str:
        found = describe(validity.as_of(current_atlas(), as_of), place_filter)
        return json.dumps({**found, "as_of": as_of and as_of.isoformat()})

    return ready(write, _JSON, f"places-{sorted(place_filter.given().items())}-{as_of}")


@bp.get("/places/<place_id>.json")
@options(as_of=AS_OF)
def place_json(place_id: str, as_of: date | None) -> Response:
    """Return all the atlas knows of a place."""
    return ready(lambda: json.dumps(profile(current_atlas(), place_id, as_of)), _JSON, daily_variant())


@bp.get("/places/<place_id>.geojson")
@options(as_of=AS_OF)
def place_geojson(place_id: str, as_of: date | None) -> Response:
    """Return a place as one GeoJSON feature, with all the atlas knows of it as properties."""

    def write() -> bytes:
        atlas = current_atlas()
        return geojson.place_geojson(profile(atlas, place_id, as_of), atlas.shape_of(place_id))

    response = ready(write, "application/geo+json", daily_variant())
    response.headers["Link"] = link_header("pages.place", place_id=place_id)
    return response


@bp.get("/fit.json")
@options(FIT, as_of=AS_OF)
def fit_json(conditions: tuple[Condition, ...], as_of: date | None) -> Response:
    """Return which places fit a question: ranks, scores as ranges, the answer to each condition with its evidence."""

    def write() -> str:
        return json.dumps(
            {**answer(validity.as_of(current_atlas(), as_of), conditions), "as_of": as_of and as_of.isoformat()}
        )

    return ready(write, _JSON, f"fit-{conditions}-{as_of}")


@bp.get("/fit.<any(csv,xlsx):suffix>")
@options(FIT, as_of=AS_OF, bom=BOM)
def fit_file(conditions: tuple[Condition, ...], suffix: str, as_of: date | None, *, bom: bool) -> Response:
    """Return which places fit a question as a table: one row for each place and condition."""
    found = answer(validity.as_of(current_atlas(), as_of), conditions)
    zh, en = both("fit_file.title")
    asked = [(one["title_zh"], one["title_en"]) for one in found["conditions"]]
    notes = [
        (zh, en),
        *asked,
        both("fit_file.row"),
        both("fit_file.rules"),
        both("notice.disclaimer"),
        (found["version"],) * 2,
    ]
    sheet = Worksheet(zh, COLUMNS.file_headings(), list(rows(found)), (), notes)
    body = write_table(sheet, suffix, bom=bom)
    response = versioned(body, TABLE_FORMATS[suffix], f"fit-{conditions}-{as_of}-{suffix}-{bom}")
    return attached(response, f"lingang-fit-{found['version']}.{suffix}")


@bp.get("/side.json")
@options(places=PLACES, as_of=AS_OF)
def side_json(places: tuple[str, ...], as_of: date | None) -> Response:
    """Return two to four places side by side, and what was said of each when and is due when."""
    return ready(lambda: json.dumps(side_by_side(current_atlas(), places, as_of)), _JSON, daily_variant())


@bp.get("/side.xlsx")
@options(places=PLACES, as_of=AS_OF)
def side_file(places: tuple[str, ...], as_of: date | None) -> Response:
    """Return two to four places side by side as a workbook, with every entry and where it stands."""

    def write() -> bytes:
        return side_xlsx(side_by_side(current_atlas(), places, as_of), current_lang())

    response = ready(write, TABLE_FORMATS["xlsx"], f"{daily_variant()} {current_lang()}")
    return attached(response, f"lingang-side-by-side-{current_atlas().version}.xlsx")
