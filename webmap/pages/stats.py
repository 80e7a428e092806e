"""The pages of area statistics, of one layer or divided by another, and of stated beside drawn areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import redirect, render_template

from geo.measure.units import area_columns
from geo.screen.places_picture import places_picture
from geo.spreadsheets import account_files
from geo.stats import ledger as stated_areas
from geo.stats.crosstab import Crosstab, zone_area
from geo.stats.printed_rows import account_totals, printed_gap
from webmap.http.current import current_atlas
from webmap.http.option import word
from webmap.http.query import page_options
from webmap.http.shared_options import BY, NAME
from webmap.pages.columns import foot, page_columns
from webmap.pages.context import bp, kept_page, page_url
from webmap.service.stored.accounts import ZONES_PAGE, account

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from werkzeug import Response as PlainResponse

#: Members of a zone with less are slivers along a common edge, in km².
SLIVER_KM2 = 1e-4


@bp.get("/stats")
@page_options(
    zones=word(NAME, "Layer to account for."),
    by=word(NAME, "Layer to divide it by."),
    field=word(NAME, "Column of that layer whose values divide it."),
)
def stats_choice(zones: str, by: str, field: str) -> PlainResponse:
    """Redirect the form of the statistics page to the address of what was chosen."""
    divided = {"by": f"{by}:{field}" if field else by} if by else {}
    return redirect(page_url("pages.stats", zones=zones or current_atlas().zone_layers[0], **divided))


@bp.get("/stats/<zones>")
@page_options(ZONES_PAGE, by=BY)
@kept_page
def stats(zones: str, by: str | None, page: dict[str, int]) -> str:
    """Return the areas of the places of a layer as a table that sums, divided by another layer if ``by`` names one."""
    made = account(zones, by or None, page)
    columns = page_columns(account_files.columns(made))
    facts = {"account": made.to_dict(), "columns": columns, "foot": foot(columns), "zone_layers": _zone_layers()}
    facts |= {"file_query": {**page, **({"by": by} if by else {})}, "pages": _pages(made.page, zones, by)}
    totals = account_totals(made)
    if isinstance(made, Crosstab):
        blocks = [zone_block(of_zone) for of_zone in made.zone_rows()]
        picture = _picture(blocks)
        return render_template("stats_by.html", **facts, by=by, blocks=blocks, total=totals["total"], picture=picture)
    return render_template("stats.html", **facts, by=None, totals=totals)


@bp.get("/ledger")
@page_options()
@kept_page
def ledger() -> str:
    """Return the table of stated beside drawn areas, with the tolerance and the verdict."""
    return render_template("ledger.html", rows=stated_areas.ledger(current_atlas()))


def _pages(page: Mapping[str, int] | None, zones: str, by: str | None) -> dict[str, str]:
    """Return the addresses of the page before and after, of zones that come by pages."""
    if page is None:
        return {}
    before, after = max(page["offset"] - page["limit"], 0), page["offset"] + page["limit"]
    offsets = {"prev": before if page["offset"] else None, "next": after if after < page["matched"] else None}
    kept = {"limit": page["limit"], **({"by": by} if by else {})}
    return {
        rel: page_url("pages.stats", zones=zones, offset=at, **kept) for rel, at in offsets.items() if at is not None
    }


def zone_block(of_zone: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Arrange the rows of a zone of a cross-tab as the page shows them.

    Parameters
    ----------
    of_zone : sequence of mapping
        Its exact rows of ``/stats/<zones>.json?by=<layer>``.

    Returns
    -------
    dict
        ``place_id``, ``name_zh``, ``name_en`` of the zone; ``area_km2``, ``area_ha``, ``area_mu``, the sums of its
        rows, which are its area; ``grade``; ``share_of_zone``, which is 1; ``rows`` (members from the
        largest down, then the closing rows); ``rounding``, by how much the printed rows miss the printed area, or None;
        ``widest``, what the longest bar stands for.
    """
    # Slivers along a common edge are left out: less than 100 m².
    members = [row for row in of_zone if row["row"] == "member" and row["area_km2"] >= SLIVER_KM2]
    rows = sorted(members, key=lambda row: -row["area_km2"]) + [row for row in of_zone if row["row"] != "member"]
    areas = {**area_columns(zone_area(of_zone)), "grade": of_zone[-1]["grade"]}
    return {
        **{key: of_zone[0][key] for key in ("place_id", "name_zh", "name_en")},
        **areas,
        "share_of_zone": 1.0,
        "rows": rows,
        "rounding": printed_gap(rows, areas),
        "widest": max([areas["area_km2"], *(abs(row["area_km2"]) for row in of_zone)]),
    }


def _picture(blocks: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Compute the picture of the zones and of the places that divide them."""
    atlas = current_atlas()
    members = [row["member"] for block in blocks for row in block["rows"] if row["row"] == "member"]
    known = atlas.features.index
    return places_picture(atlas, [one for one in [*(block["place_id"] for block in blocks), *members] if one in known])


def _zone_layers() -> list[dict[str, Any]]:
    """List the layers that have an area table, in the order of the tree; stored layers come first."""
    atlas = current_atlas()
    stored = [layer for layer in atlas.stored.values() if layer.entry.geometry in ("polygon", "mixed")]
    entries = [(layer.entry, [*layer.fields]) for layer in stored]
    entries += [(atlas.entry(layer_id), []) for layer_id in atlas.zone_layers]
    return [
        {"id": entry.id, "title_zh": entry.title_zh, "title_en": entry.title_en, "fields": fields}
        for entry, fields in entries
    ]
