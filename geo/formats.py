"""Write statistics as CSV, XLSX, JSON and GeoJSON: one table, the same figures in each.

Every text of a CSV passes `geo.export.guard.safe_text`; numbers never do. In XLSX a text is written as a string cell,
which no program runs, so it stays as it is.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import shapely

from geo.area import ELLIPSOIDAL
from geo.export.delivery import LICENCE_EN, LICENCE_ZH
from geo.export.guard import BOM, csv_cell, safe_text
from geo.export.workbook import Words, accounts_xlsx
from geo.profile import DISCLAIMER_EN, DISCLAIMER_ZH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.statistics import Account

#: Column -> heading in both languages; the unit stands in the heading.
HEADINGS = {
    "place_id": ("编号", "id"),
    "name_zh": ("名称", "name (zh)"),
    "name_en": ("英文名称", "name (en)"),
    "kind": ("类型", "kind"),
    "grade": ("精度等级", "grade"),
    "area_km2": ("面积（平方公里）", "area (km²)"),
    "area_ha": ("面积（公顷）", "area (ha)"),
    "area_mu": ("面积（亩）", "area (mu)"),
    "perimeter_km": ("周长（公里）", "perimeter (km)"),
    "stated_area_km2": ("公布面积（平方公里）", "stated area (km²)"),
    "difference_km2": ("差值（平方公里）", "difference (km²)"),
    "difference_share": ("相对差", "difference (share)"),
    "uncertainty_km2": ("面积误差限（平方公里）", "uncertainty ± (km²)"),
}
_TOTALS = {"sum": ("各行之和", "sum of rows"), "overlap": ("重叠", "overlap"), "total": ("合并面积", "union")}


#: Format of an account -> media type.
ACCOUNT_FORMATS = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}


def account_rows(account: Account) -> list[dict[str, Any]]:
    """Give the rows of an account followed by its sum, overlap and union, all with the same columns."""
    rows = [dict(row) for row in account.rows]
    for name, (zh, en) in _TOTALS.items():
        rows.append(
            {**dict.fromkeys(HEADINGS), "place_id": name, "name_zh": zh, "name_en": en, **getattr(account, name)}
        )
    return rows


def notes(account: Account) -> list[tuple[str, str]]:
    """Give what must travel with the figures: layer, method, data version, what a total means, disclaimer."""
    said = account.to_dict()
    return [
        (f"图层：{account.zones['title_zh']}", f"Layer: {account.zones['title_en']}"),
        (f"面积计算：{ELLIPSOIDAL.name_zh}", f"Area: {ELLIPSOIDAL.name_en}"),
        (f"数据版本：{account.version}", f"Data version: {account.version}"),
        (said["note_zh"], said["note_en"]),
        (f"坐标系：{ELLIPSOIDAL.crs}", f"CRS: {ELLIPSOIDAL.crs}"),
        (f"许可：{LICENCE_ZH}", f"Licence: {LICENCE_EN}"),
        (DISCLAIMER_ZH, DISCLAIMER_EN),
    ]


def write_account(
    account: Account,
    kind: str,
    layer: gpd.GeoDataFrame,
    *,
    bom: bool = True,
    sources: Sequence[Mapping[str, str]] = (),
) -> bytes:
    """Write an account in one of the formats, the same bytes for the service and the command line.

    Parameters
    ----------
    account : Account
    kind : str
        A key of `ACCOUNT_FORMATS`.
    layer : geopandas.GeoDataFrame
        The layer the account was made of, EPSG:4326, index ``place_id``.
    bom : bool
        Whether a CSV begins with the UTF-8 byte order mark.
    sources : sequence of mapping
        Rows of `geo.export.sources.source_rows`, for the workbook.

    Returns
    -------
    bytes
    """
    if kind == "csv":
        return account_csv(account, bom=bom)
    if kind == "xlsx":
        return account_xlsx(account, sources)
    if kind == "geojson":
        return account_geojson(account, layer)
    return json.dumps(account.to_dict(), ensure_ascii=False, indent=1).encode()


def account_csv(account: Account, *, bom: bool = True) -> bytes:
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
    writer.writerow([zh for zh, _ in HEADINGS.values()])
    for row in account_rows(shown):
        writer.writerow([csv_cell(row[key]) for key in HEADINGS])
    writer.writerow([])
    for zh, en in notes(shown):
        writer.writerow([safe_text(zh), safe_text(en)])
    return ((BOM if bom else "") + out.getvalue()).encode()


def account_xlsx(account: Account, sources: Sequence[Mapping[str, str]] = ()) -> bytes:
    """Write an account as a workbook: full-precision numbers, totals as formulas, a chart, sources, how computed.

    Parameters
    ----------
    account : Account
    sources : sequence of mapping
        Rows of `geo.export.sources.source_rows`.

    Returns
    -------
    bytes
        An XLSX file.
    """
    return accounts_xlsx([account], Words(HEADINGS, _TOTALS, notes(account)), sources)


def place_geojson(place: dict[str, Any], geometry: BaseGeometry | None) -> bytes:
    """Write one place as an RFC 7946 feature.

    Parameters
    ----------
    place : dict
        As `geo.atlas.Atlas.place` gives it; becomes the properties.
    geometry : shapely geometry or None
        In degrees (EPSG:4326); None where nobody locates the place.

    Returns
    -------
    bytes
    """
    shape = None if geometry is None else json.loads(shapely.to_geojson(geometry))
    feature = {"type": "Feature", "id": place["id"], "properties": place, "geometry": shape}
    return json.dumps(feature, ensure_ascii=False).encode()


def account_geojson(account: Account, layer: gpd.GeoDataFrame) -> bytes:
    """Write the zones of an account with their figures as RFC 7946 GeoJSON.

    Parameters
    ----------
    account : Account
    layer : geopandas.GeoDataFrame
        The layer the account was made of, EPSG:4326, index ``place_id``.

    Returns
    -------
    bytes
        A FeatureCollection; full-precision figures as properties, the notes as foreign members.
    """
    features = [
        {
            "type": "Feature",
            "id": row["place_id"],
            "properties": row,
            "geometry": json.loads(shapely.to_geojson(layer.geometry[row["place_id"]])),
        }
        for row in account.rows
    ]
    document = {"type": "FeatureCollection", "features": features, "notes": notes(account), "version": account.version}
    return json.dumps(document, ensure_ascii=False).encode()
