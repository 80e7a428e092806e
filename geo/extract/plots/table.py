"""The table of plots for page and workbook: verdicts by place, conflicts, nearest park, totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from geo import words
from geo.atlas.cells import none_if_missing
from geo.atlas.per_atlas import per_atlas
from geo.atlas.rows_by_id import rows_of
from geo.coordinates.crs import WGS84
from geo.extract.boundary_band import plane_of
from geo.extract.plots.plots import Plot, Plots, plots_of, shared_ground
from geo.extract.site_answer import measure_site
from geo.extract.site_shape import merged_shape
from geo.measure.area import area_km2
from geo.measure.units import PARTITION_KM2, area_columns, round_area, rounding_gap
from geo.places.distances import nearest_of, targets_of_layers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from geo.atlas.atlas import Atlas
    from geo.extract.reach import Reach

#: The layer a plot has to lie in, and those whose boundaries it should not lie across.
FUNCTIONAL_AREAS = "functional_areas"
_WITH_BOUNDARIES = ("scopes", FUNCTIONAL_AREAS, "parks")
#: Layers of the places an investor asks for by name.
PARK_LAYERS = ("parks", "shanghai_parks", "coordination_parks", "nodes", "demonstration_zones")
#: Decimals of km² to which the plots are rounded where a table is added up; hectares and mu have two then.
DIGITS = 4


def measure_plots(atlas: Atlas, frame: gpd.GeoDataFrame, name: str | None = None) -> dict[str, Any]:
    """Measure the shapes of a body together and, where there are several, one by one.

    Returns
    -------
    dict
        `geo.extract.site_answer.measure_site` of all together, and ``plots``: `plots_json`, or None for a single shape.
    """
    whole = merged_shape(frame, "body")
    several = int(frame.geometry.notna().sum()) > 1
    plots = plots_json(atlas, plots_of(atlas, frame, name)) if several else None
    return {**measure_site(atlas, whole), "plots": plots}


def plots_json(atlas: Atlas, plots: Plots) -> dict[str, Any]:
    """Write plots as the page reads them.

    Returns
    -------
    dict
        ``count``; ``attributes`` of the file and the ``name_attribute``; ``items``, a plot each: ``number``, names,
        ``attributes``, ``type``, ``bounds``, ``area``, ``perimeter_km``, ``length_km``, ``zones`` with verdict, share
        and ±, ``nearest_park``, ``conflicts``; ``total`` (`totals`).
    """
    overlaps = _overlaps(plots)
    return {
        "count": len(plots.plots),
        "attributes": list(plots.attributes),
        "name_attribute": plots.name_attribute,
        "items": [_item(atlas, plot, overlaps.get(plot.number, [])) for plot in plots.plots],
        "total": totals(plots),
    }


def _item(atlas: Atlas, plot: Plot, overlaps: list[dict[str, Any]]) -> dict[str, Any]:
    size, zones = plot.account.size, zones_of(atlas, plot)
    return {
        "number": plot.number,
        "name_zh": plot.name_zh,
        "name_en": plot.name_en,
        "attributes": dict(plot.attributes),
        "type": size["type"],
        "bounds": [round(value, 6) for value in plot.shape.bounds],
        **{key: size[key] for key in ("area", "perimeter_km", "length_km")},
        "zones": zones,
        "nearest_park": nearest_of(targets_of_layers(atlas, PARK_LAYERS), plane_of(plot.shape)),
        "conflicts": [*conflicts(plot, zones), *overlaps],
    }


def zones_of(atlas: Atlas, plot: Plot) -> list[dict[str, Any]]:
    """List the places that reach a plot, in the order of the layers, the largest share first."""
    rank = {layer: at for at, layer in enumerate(atlas.layer_ids)}
    rows = [_zone(atlas, reach) for reach in plot.account.reach.values()]
    return sorted(rows, key=lambda row: (rank[row["layer"]], -(row["share_of_plot"] or 0.0), row["id"]))


def _zone(atlas: Atlas, reach: Reach) -> dict[str, Any]:
    (place,) = rows_of(atlas, "places", "place_id", reach.place_id)
    return {
        "id": reach.place_id,
        **{key: str(place[key]) for key in ("name_zh", "name_en", "kind", "layer")},
        "grade": _grades(atlas)[reach.place_id],
        "verdict": reach.verdict,
        "share_of_plot": reach.share_of_site,
        "share_pm": reach.share_pm,
        "distance_m": reach.distance_m,
    }


@per_atlas
def _grades(atlas: Atlas) -> dict[str, str | None]:
    return {str(place): none_if_missing(grade) for place, grade in atlas.features["grade"].items()}


def conflicts(plot: Plot, zones: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """List what somebody who decides about a plot should know: no functional area, or across a boundary.

    Parameters
    ----------
    plot : Plot
    zones : sequence of mapping
        Of `zones_of`.

    Returns
    -------
    list of dict
        ``code`` ("no_functional_area", "across_boundary", "boundary_unsure"), ``layer``, ``place_id`` or None, and
        ``text_zh`` and ``text_en``.
    """
    if shapely.get_dimensions(plot.shape) == 0:
        return []
    known = [zone for zone in zones if zone["layer"] in _WITH_BOUNDARIES]
    found = []
    if not any(zone["layer"] == FUNCTIONAL_AREAS for zone in known):
        found.append(_conflict("no_functional_area", FUNCTIONAL_AREAS))
    for zone in known:
        if zone["share_of_plot"] is None or zone["verdict"] == "inside":
            continue
        code = "across_boundary" if zone["verdict"] == "partly" else "boundary_unsure"
        names = (zone["name_zh"], zone["name_en"])
        found.append(_conflict(code, zone["layer"], zone["id"], name=names))
    return found


def _conflict(code: str, layer: str | None, place_id: str | None = None, **values: object) -> dict[str, Any]:
    zh, en = words.both(f"plot_conflict.{code}", **values)
    return {"code": code, "layer": layer, "place_id": place_id, "text_zh": zh, "text_en": en}


def _overlaps(plots: Plots) -> dict[int, list[dict[str, Any]]]:
    """List for each plot, by number, the other plots of the file it shares ground with."""
    out: dict[int, list[dict[str, Any]]] = {}
    for one, other, km2 in shared_ground(plots.plots):
        for here, there in ((one, other), (other, one)):
            names = (there.name_zh, there.name_en)
            row = _conflict("overlaps_plot", None, name=names, ha=f"{km2 * 100:,.4f}")
            out.setdefault(here.number, []).append({**row, "plot": there.number})
    return out


def totals(plots: Plots) -> dict[str, Any]:
    """Add up the plots from their exact areas.

    Returns
    -------
    dict
        ``area``, their sum; ``merged_area``, ground counted once; ``overlap``, the difference where plots share a
        square metre or more; ``rounding``: by how much the rounded total differs from the rounded rows at ``digits``
        decimals of km². All None where no plot has an area.
    """
    sizes = [plot.account.size["area"] for plot in plots.plots if plot.account.size["area"]]
    if not sizes:
        return dict.fromkeys(("area", "merged_area", "overlap", "rounding"))
    whole = sum(size["area_km2"] for size in sizes)
    areas = [plot.shape for plot in plots.plots if plot.account.size["area"]]
    merged = float(area_km2([shapely.union_all(areas)], WGS84)[0])
    rows = [round_area(size["area_km2"], DIGITS) for size in sizes]
    gap = rounding_gap(rows, round_area(whole, DIGITS), DIGITS)
    return {
        "area": area_columns(whole),
        "merged_area": area_columns(merged),
        "overlap": area_columns(whole - merged) if whole - merged >= PARTITION_KM2 else None,
        "rounding": {**gap, "digits": DIGITS},
    }
