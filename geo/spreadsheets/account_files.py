"""Write statistics as CSV, XLSX, JSON and GeoJSON: one table, the same figures in each.

Every text of a CSV passes `geo.spreadsheets.safe_text.safe_text`; numbers never do. In XLSX a text is written as a
string cell, which no program runs, so it stays as it is.
"""

from __future__ import annotations

import csv
import io
import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

import shapely

from geo.columns import TOTALS
from geo.columns import headings as columns_of
from geo.documents.claims import source_rows
from geo.export.layer_content import licence_of
from geo.measure.area import ELLIPSOIDAL
from geo.places.profile import DISCLAIMER_EN, DISCLAIMER_ZH
from geo.spreadsheets.safe_text import BOM, csv_cell, safe_text
from geo.stats import crosstab, layer_areas
from geo.stats.crosstab import Crosstab

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas
    from geo.stats.layer_areas import Account

#: Format of an account -> media type.
ACCOUNT_FORMATS = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}


def headings(account: Account | Crosstab) -> dict[str, tuple[str, str]]:
    """Give the columns of an account with their headings in both languages."""
    return columns_of(crosstab.COLUMNS if isinstance(account, Crosstab) else layer_areas.COLUMNS)


def account_rows(account: Account | Crosstab) -> list[dict[str, Any]]:
    """Give the rows of an account, all with the same columns; without members its sum, overlap and union follow."""
    rows = [dict(row) for row in account.rows]
    if isinstance(account, Crosstab):
        return rows
    blank = dict.fromkeys(headings(account))
    for name, (zh, en) in TOTALS.items():
        rows.append({**blank, "place_id": name, "name_zh": zh, "name_en": en, **getattr(account, name)})
    return rows


def notes(account: Account | Crosstab) -> list[tuple[str, str]]:
    """Give what must travel with the figures: layer, method, data version, what a total means, disclaimer."""
    said = account.to_dict()
    by = account.by if isinstance(account, Crosstab) else None
    licences = dict.fromkeys(licence_of(str(layer["id"])) for layer in (account.zones, by) if layer)
    members = [(f"按图层：{by['title_zh']}", f"By layer: {by['title_en']}")] if by else []
    return [
        (f"图层：{account.zones['title_zh']}", f"Layer: {account.zones['title_en']}"),
        *members,
        (f"面积计算：{ELLIPSOIDAL.name_zh}", f"Area: {ELLIPSOIDAL.name_en}"),
        (f"数据版本：{account.version}", f"Data version: {account.version}"),
        (said["note_zh"], said["note_en"]),
        (f"坐标系：{ELLIPSOIDAL.crs}", f"CRS: {ELLIPSOIDAL.crs}"),
        *((f"许可：{zh}", f"Licence: {en}") for zh, en in licences),
        (DISCLAIMER_ZH, DISCLAIMER_EN),
    ]


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
    said = dict.fromkeys(note for account in accounts for note in notes(account))
    return accounts_xlsx(accounts, Words(headings(accounts[0]), TOTALS, list(said)), source_rows(atlas, ids))


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
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    columns = headings(shown)
    writer.writerow([zh for zh, _ in columns.values()])
    for row in account_rows(shown):
        writer.writerow([csv_cell(row[key]) for key in columns])
    writer.writerow([])
    for zh, en in notes(shown):
        writer.writerow([safe_text(zh), safe_text(en)])
    return ((BOM if bom else "") + out.getvalue()).encode()


def place_geojson(place: dict[str, Any], geometry: BaseGeometry | None) -> bytes:
    """Write one place as an RFC 7946 feature.

    Parameters
    ----------
    place : dict
        As `geo.atlas.atlas.Atlas.place` gives it; becomes the properties.
    geometry : shapely geometry or None
        In degrees (EPSG:4326); None where nobody locates the place.

    Returns
    -------
    bytes
    """
    shape = None if geometry is None else json.loads(shapely.to_geojson(geometry))
    feature = {"type": "Feature", "id": place["id"], "properties": place, "geometry": shape}
    return json.dumps(feature, ensure_ascii=False).encode()


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
    document = {"type": "FeatureCollection", "features": features, "notes": notes(account), "version": account.version}
    return json.dumps(document, ensure_ascii=False).encode()


def _by_zone(account: Crosstab) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each zone once, with its rows as a list: a feature per member would draw the zone over itself."""
    zone_keys = ("place_id", "name_zh", "name_en")
    for place_id, group in groupby(account.rows, key=lambda row: row["place_id"]):
        rows = list(group)
        members = [{key: value for key, value in row.items() if key not in zone_keys} for row in rows]
        yield place_id, {**{key: rows[0][key] for key in zone_keys}, "rows": members}
