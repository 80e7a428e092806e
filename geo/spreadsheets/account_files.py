"""Write statistics as CSV, XLSX, JSON and GeoJSON: one table, the same figures in each."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

import shapely

from geo import words
from geo.atlas import notices
from geo.columns import Heading, TableColumns
from geo.documents.claims import source_rows
from geo.measure.units import area_columns
from geo.spreadsheets.code_words import spelled, with_words
from geo.spreadsheets.csv_file import csv_bytes
from geo.spreadsheets.table_files import TABLE_FORMATS, total_names
from geo.stats import crosstab, layer_areas
from geo.stats.crosstab import Crosstab, zone_area
from geo.stats.printed_rows import account_totals, printed_gap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import geopandas as gpd

    from geo.atlas.atlas import Atlas
    from geo.stats.layer_areas import Account

#: Format of an account -> media type.
ACCOUNT_FORMATS = {"json": "application/json", **TABLE_FORMATS, "geojson": "application/geo+json"}


def columns(account: Account | Crosstab) -> TableColumns:
    """Return the columns of an account."""
    return crosstab.TABLE if isinstance(account, Crosstab) else layer_areas.TABLE


def headings(account: Account | Crosstab) -> dict[str, Heading]:
    """Return the columns of an account with their headings in both languages."""
    return columns(account).file_headings()


def account_rows(account: Account | Crosstab) -> list[dict[str, Any]]:
    """List the rows of an account, all with the same columns.

    Without members its sum, overlap and union follow. Rounded rows that miss their total are followed by a row
    "rounding" that says by how much.
    """
    if isinstance(account, Crosstab):
        return [row for of_zone in account.zone_rows() for row in (*of_zone, *_zone_rounding(account, of_zone))]
    gap = account.rounding if account.rounding and any(account.rounding.values()) else None
    totals: dict[str, Mapping[str, Any]] = {
        "sum": account.sum,
        **({"rounding": gap} if gap else {}),
        "overlap": account.overlap,
        "total": account.total,
    }
    return [*(dict(row) for row in account.rows), *_total_rows(account, totals)]


def _total_rows(account: Account, totals: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    blank = dict.fromkeys(headings(account))
    return [{**blank, **total_names(name), **row} for name, row in totals.items()]


def printed_rows(account: Account | Crosstab) -> list[dict[str, Any]]:
    """List the rows of an account for a table that prints each figure by the rule of `geo.measure.units`.

    As `account_rows`; at full precision the row "rounding" says by how much the printed rows miss the printed total.
    """
    if account.digits is not None:
        return account_rows(account)
    if isinstance(account, Crosstab):
        return [row for of_zone in account.zone_rows() for row in (*of_zone, *_printed_zone_gap(account, of_zone))]
    return [*(dict(row) for row in account.rows), *_total_rows(account, account_totals(account))]


def _printed_zone_gap(account: Crosstab, of_zone: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    gap = printed_gap(of_zone, {**area_columns(zone_area(of_zone)), "grade": of_zone[-1]["grade"]})
    return [_rounding_row(account, of_zone, gap)] if gap else []


def _zone_rounding(account: Crosstab, of_zone: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Make the row that says by how much the rounded rows of a zone miss its area; none at full precision."""
    gap = account.zones_rounding.get(of_zone[0]["place_id"])
    return [] if gap is None else [_rounding_row(account, of_zone, gap)]


def _rounding_row(account: Crosstab, of_zone: Sequence[Mapping[str, Any]], gap: Mapping[str, float]) -> dict[str, Any]:
    zh, en = words.both("total.rounding")
    names = {"row": "rounding", "member_zh": zh, "member_en": en}
    zone = {key: of_zone[0][key] for key in ("place_id", "name_zh", "name_en")}
    return {**dict.fromkeys(headings(account)), **zone, **names, **gap}


def account_notes(account: Account | Crosstab) -> list[tuple[str, str]]:
    """Make what must travel with the figures, in Chinese and English."""
    said = account.to_dict()
    layers: list[Mapping[str, str | None]] = [account.zones]
    if isinstance(account, Crosstab):
        layers.append(account.by)
    return notices.texts(notices.notes(layers, account.version, particulars=[(said["note_zh"], said["note_en"])]))


def write_account(atlas: Atlas, account: Account | Crosstab, kind: str, *, bom: bool = True) -> bytes:
    """Write an account in one of the formats, the same bytes for the service and the command line.

    Parameters
    ----------
    atlas : Atlas
        That the account was made of.
    account : Account or Crosstab
    kind : str
        A key of `ACCOUNT_FORMATS`.
    bom : bool
        Whether a CSV begins with the UTF-8 byte order mark.

    Returns
    -------
    bytes
    """
    if kind == "csv":
        return account_csv(account, bom=bom)
    if kind == "xlsx":
        return workbook(atlas, [account])
    if kind == "geojson":
        return account_geojson(account, atlas.layer(account.zones["id"]))
    return json.dumps(account.to_dict(), ensure_ascii=False, indent=1).encode()


def workbook(atlas: Atlas, accounts: Sequence[Account | Crosstab]) -> bytes:
    """Write accounts as one workbook: a sheet each, one of sources, one that says how the figures were computed.

    Parameters
    ----------
    atlas : Atlas
        That the accounts were made of.
    accounts : sequence of Account or Crosstab
        At least one; either all by members or none.

    Returns
    -------
    bytes
        An XLSX file: full-precision numbers, totals as formulas, a chart on each sheet.
    """
    from geo.spreadsheets.account_workbook import Words, accounts_xlsx  # noqa: PLC0415  XlsxWriter is slow to load

    ids = dict.fromkeys(row["place_id"] for account in accounts for row in account.rows)
    said = dict.fromkeys(note for account in accounts for note in account_notes(account))
    return accounts_xlsx(accounts, Words(with_words(headings(accounts[0])), list(said)), source_rows(atlas, ids))


def account_csv(account: Account | Crosstab, *, bom: bool = True) -> bytes:
    """Write an account as CSV (RFC 4180).

    Parameters
    ----------
    account : Account
        As computed, which is full precision, or rounded.
    bom : bool
        Begin with the UTF-8 byte order mark, which Excel needs to read Chinese.

    Returns
    -------
    bytes
        Header in Chinese with units, one line per zone, then sum, overlap and union, then notes.
    """
    heads = with_words(headings(account))
    rows = ([row.get(key) for key in heads] for row in map(spelled, account_rows(account)))
    return csv_bytes([[zh for zh, _ in heads.values()], *rows, [], *account_notes(account)], bom=bom)


def account_geojson(account: Account | Crosstab, layer: gpd.GeoDataFrame) -> bytes:
    """Write the zones of an account with their figures as RFC 7946 GeoJSON.

    Parameters
    ----------
    account : Account
    layer : geopandas.GeoDataFrame
        The layer the account was made of, EPSG:4326, index ``place_id``.

    Returns
    -------
    bytes
        A FeatureCollection; full-precision figures as properties (by members: a list ``rows`` per zone), the notes as
        foreign members.
    """
    by_zone = _by_zone(account) if isinstance(account, Crosstab) else ((row["place_id"], row) for row in account.rows)
    features = [
        {
            "type": "Feature",
            "id": place_id,
            "properties": properties,
            "geometry": json.loads(shapely.to_geojson(layer.geometry[place_id])),
        }
        for place_id, properties in by_zone
    ]
    document = {
        "type": "FeatureCollection",
        "features": features,
        "notes": account_notes(account),
        "version": account.version,
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _by_zone(account: Crosstab) -> Iterator[tuple[str, dict[str, Any]]]:
    """List each zone once, with its rows as a list: a feature per member would draw the zone over itself."""
    zone_keys = ("place_id", "name_zh", "name_en")
    for place_id, group in groupby(account.rows, key=lambda row: row["place_id"]):
        rows = list(group)
        members = [{key: value for key, value in row.items() if key not in zone_keys} for row in rows]
        yield place_id, {**{key: rows[0][key] for key in zone_keys}, "rows": members}
