"""Write statistics as CSV, XLSX, JSON and GeoJSON: one table, the same figures in each."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

import shapely

from geo.atlas import notices
from geo.columns import Heading, TableColumns
from geo.documents.claims import source_rows
from geo.spreadsheets.csv_file import csv_bytes
from geo.spreadsheets.table_files import TABLE_FORMATS, TOTALS, total_names
from geo.stats import crosstab, layer_areas
from geo.stats.crosstab import Crosstab

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
    """List the rows of an account, all with the same columns; without members its sum, overlap and union follow."""
    rows = [dict(row) for row in account.rows]
    if isinstance(account, Crosstab):
        return rows
    blank = dict.fromkeys(headings(account))
    return rows + [{**blank, **total_names(name), **getattr(account, name)} for name in TOTALS]


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
    return accounts_xlsx(accounts, Words(headings(accounts[0]), list(said)), source_rows(atlas, ids))


def account_csv(account: Account | Crosstab, *, bom: bool = True) -> bytes:
    """Write an account as CSV (RFC 4180), rounded so that the rows add up.

    Parameters
    ----------
    account : Account
        As computed or already rounded; full precision is rounded to 2 decimals of km².
    bom : bool
        Begin with the UTF-8 byte order mark, which Excel needs to read Chinese.

    Returns
    -------
    bytes
        Header in Chinese with units, one line per zone, then sum, overlap and union, then notes.
    """
    shown = account if account.digits is not None else account.rounded()
    heads = headings(shown)
    rows = ([row[key] for key in heads] for row in account_rows(shown))
    return csv_bytes([[zh for zh, _ in heads.values()], *rows, [], *account_notes(shown)], bom=bom)


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
