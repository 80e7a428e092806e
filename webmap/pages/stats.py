"""The pages of area statistics, of one layer or divided by another, and of stated beside drawn areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import redirect, render_template

from geo.measure.units import add_areas
from geo.spreadsheets import account_files
from geo.stats import ledger as stated_areas
from geo.stats.accounts import make_account
from webmap.http.current import current_atlas
from webmap.http.option import word
from webmap.http.query import page_options
from webmap.http.shared_options import BY, NAME
from webmap.pages.columns import foot, page_columns
from webmap.pages.context import bp, grouped, kept_page, page_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from werkzeug import Response as PlainResponse

STATS_DIGITS = 2


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
@page_options(by=BY)
@kept_page
def stats(zones: str, by: str | None) -> str:
    """Return the areas of the places of a layer as a table that sums, divided by another layer if ``by`` names one."""
    shown = make_account(current_atlas(), zones, by or None).rounded(STATS_DIGITS)
    account, columns = shown.to_dict(), page_columns(account_files.columns(shown))
    facts = {"account": account, "columns": columns, "foot": foot(columns), "zone_layers": _zone_layers()}
    if not by:
        return render_template("stats.html", **facts, by=None)
    return render_template("stats_by.html", **facts, by=by, blocks=zone_blocks(account["rows"]))


@bp.get("/ledger")
@page_options()
@kept_page
def ledger() -> str:
    """Return the table of stated beside drawn areas, with the tolerance and the verdict."""
    return render_template("ledger.html", rows=stated_areas.ledger(current_atlas()))


def zone_blocks(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Group the rows of a cross-tab by zone, as the page shows them.

    Parameters
    ----------
    rows : iterable of mapping
        Rounded rows of ``/stats/<zones>.json?by=<layer>``; those of a zone stand together.

    Returns
    -------
    list of dict
        ``place_id``, ``name_zh``, ``name_en`` of the zone; ``area_km2``, ``area_ha``, ``area_mu``, the sums of its
        rows, which are its area; ``share_of_zone``, which is 1; ``rows`` (members from the largest down, then the
        closing rows); ``widest``, what the longest bar stands for.
    """
    blocks = []
    for group in grouped(rows, lambda row: row["place_id"]):
        # A share that rounds to zero is a sliver along a common edge; it adds nothing to the sum.
        shared = [row for row in group if row["row"] == "member" and row["area_km2"]]
        members = sorted(shared, key=lambda row: -row["area_km2"])
        closing = [row for row in group if row["row"] != "member"]
        names = {key: group[0][key] for key in ("place_id", "name_zh", "name_en")}
        areas = add_areas(group, STATS_DIGITS)
        widest = max([areas["area_km2"], *(abs(row["area_km2"]) for row in group)])
        blocks.append({**names, **areas, "share_of_zone": 1.0, "rows": members + closing, "widest": widest})
    return blocks


def _zone_layers() -> list[dict[str, Any]]:
    """List the layers that have an area table, in the order of the tree."""
    atlas = current_atlas()
    entries = [atlas.entry(layer_id) for layer_id in atlas.zone_layers]
    return [{"id": entry.id, "title_zh": entry.title_zh, "title_en": entry.title_en} for entry in entries]
