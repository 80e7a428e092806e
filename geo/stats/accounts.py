"""Area statistics of an atlas: a layer alone, by another layer, by files, and by every method of measuring.

What divides layers is imported where it is used: it takes as long to load as all else that a plain account needs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, overload

from geo.atlas.added.own_layers import stored_layer_named
from geo.atlas.cells import none_if_missing
from geo.atlas.per_atlas import per_atlas
from geo.errors import Fault, ParameterError
from geo.overlay.row_kinds import MEMBER
from geo.places.filter import merged_area_of
from geo.progress import ignore
from geo.stats.crosstab import Crosstab, Known, crosstab
from geo.stats.layer_areas import Account, layer_account, refuse_layer_without_area

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from geo.atlas.added.stored_layer import StoredLayer
    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer
    from geo.progress import Progress
    from geo.stats.layer_table import Table

#: Decimals of km² of balanced figures where none are asked for.
BALANCED_DIGITS = 2
_Rounds = TypeVar("_Rounds", "Account", "Crosstab", "Account | Crosstab", "Table")


@overload
def make_account(atlas: Atlas, zones: str) -> Account: ...


@overload
def make_account(atlas: Atlas, zones: str, by: str) -> Crosstab: ...


@overload
def make_account(atlas: Atlas, zones: str, by: str | None) -> Account | Crosstab: ...


def make_account(atlas: Atlas, zones: str, by: str | None = None) -> Account | Crosstab:
    """Compute the area statistics of a layer, or of a layer by another.

    Parameters
    ----------
    atlas : Atlas
    zones : str
        A layer id.
    by : str, optional
        ``"layer"`` for one row per zone and feature of that layer, ``"layer:field"`` for one per value of a field. A
        stored layer is read part by part (`geo.stats.stored.area`).

    Returns
    -------
    Account or Crosstab
        A `Crosstab` if `by` is given.

    Raises
    ------
    UnknownLayerError
        If no layer has this id.
    ParameterError
        If `zones` is a layer of the background, if a layer holds no area, or has no such field.
    """
    _refuse_background(atlas, zones)
    stored = None if by is None else stored_member(atlas, by)
    if by is not None and stored is not None:
        return make_account_of_stored(atlas, zones, *stored)
    if by is None:
        return _layer_account(atlas, zones)
    from geo.overlay.zonal_area import zonal_area  # noqa: PLC0415
    from geo.stats.layer_index import feature_index, zone_index  # noqa: PLC0415
    from geo.stats.place_bands import shares_in_doubt  # noqa: PLC0415

    layer, column = (by, "") if by in atlas.layers or ":" not in by else by.rsplit(":", 1)
    for layer_id in (zones, layer):
        _areas(atlas, layer_id)
    table = zonal_area(zone_index(atlas.layers[zones]), feature_index(atlas.layers[layer]), column or None)
    members = atlas.layers[layer]
    without = [frame.index[frame["area_km2"].isna()] for frame in (atlas.layers[zones], members)]
    return crosstab(
        table,
        _titles(atlas.entry(zones)),
        {**_titles(atlas.entry(layer)), "field": column or None},
        atlas.version,
        areas=merged_area_of(atlas.layers[zones]),
        known=Known(
            _names(atlas.layers[zones]),
            {} if column else _names(members),
            {**_grades(atlas.layers[zones]), **({} if column else _grades(members))},
            {} if column else shares_in_doubt(atlas, _met(table)),
        ),
        left_out=tuple(dict.fromkeys(str(name) for index in without for name in index)),
    )


@per_atlas
def _layer_account(atlas: Atlas, zones: str) -> Account:
    """Return the area statistics of a layer alone, which page, JSON and files ask for; nobody may change them."""
    return layer_account(atlas.layers[zones], atlas.entry(zones), atlas.version, atlas.lines)


def make_account_of_files(
    atlas: Atlas,
    zones: str,
    source: Path,
    column: str | None = None,
    *,
    cluster: str | None = None,
    progress: Progress = ignore,
) -> Crosstab:
    """Divide the zones of a layer among the features of GeoParquet files, which may be larger than memory.

    Parameters
    ----------
    atlas : Atlas
    zones : str
        A layer id.
    source : pathlib.Path
        A GeoParquet file or a folder of them.
    column : str, optional
        Attribute whose values are the members; by default every feature is one.
    cluster : str, optional
        Address of a Dask scheduler (`geo.stats.partitions.partitioned_area`).
    progress : Progress
        Told how much of the files is done.

    Returns
    -------
    Crosstab

    Raises
    ------
    UnknownLayerError, ParameterError, SourceError
        As `make_account` and `geo.stats.partitions.partitioned_area` do.
    """
    from geo.stats.partitions import partitioned_area  # noqa: PLC0415

    _refuse_background(atlas, zones)
    table = partitioned_area(_areas(atlas, zones), source, column, cluster=cluster, progress=progress)
    return _divided(atlas, zones, table, {"id": source.name, "title_zh": source.name, "title_en": source.name}, column)


def stored_member(atlas: Atlas, by: str) -> tuple[StoredLayer, str | None] | None:
    """Return the stored layer, and its column, that ``layer`` or ``layer:column`` names; None if it names another."""
    layer, _, column = by.partition(":")
    known = stored_layer_named(atlas, layer)
    return None if known is None else (known, column or None)


def make_account_of_stored(
    atlas: Atlas, zones: str, layer: StoredLayer, column: str | None = None, *, progress: Progress = ignore
) -> Crosstab:
    """Divide the zones of a layer among the features of a stored layer.

    Parameters
    ----------
    atlas : Atlas
    zones : str
        A layer id.
    layer : StoredLayer
    column : str, optional
        Own column whose values are the members; by default every feature is one.
    progress : Progress
        Told how many features are accounted for.

    Returns
    -------
    Crosstab

    Raises
    ------
    UnknownLayerError, ParameterError
        As `make_account` and `geo.stats.stored.area.stored_area` do.
    """
    _refuse_background(atlas, zones)
    from geo.stats.stored.area import stored_area  # noqa: PLC0415

    table = stored_area(_areas(atlas, zones), layer, column, progress=progress)
    return _divided(atlas, zones, table, _titles(layer.entry), column)


def _divided(atlas: Atlas, zones: str, table: pd.DataFrame, by: dict[str, str], column: str | None) -> Crosstab:
    """Make the statistics of a layer by features that are no layer of the atlas, known by their ids alone."""
    entry, frame = atlas.entry(zones), atlas.layers[zones]
    left_out = tuple(str(name) for name in frame.index[frame["area_km2"].isna()])
    return crosstab(
        table,
        _titles(entry),
        {**by, "field": column},
        atlas.version,
        areas=merged_area_of(frame),
        known=Known(_names(frame), {}, _grades(frame)),
        left_out=left_out,
    )


def of_input(account: Account | Crosstab, version: str) -> Account | Crosstab:
    """Return an account of shapes of the reader with the version of the data they were measured against.

    Parameters
    ----------
    account : Account or Crosstab
        Of an atlas with the shapes as a layer; the version of that becomes ``input_version``.
    version : str
        Of the atlas without the shapes.
    """
    if account.version == version:
        return account
    return replace(account, version=version, input_version=account.version)


def round_as_asked(shown: _Rounds, digits: int | None, *, balance: bool) -> _Rounds:
    """Round an account or table to the decimals asked for; balanced figures have two where none are asked for.

    Raises
    ------
    ParameterError
        If parts to balance overlap, or `digits` is out of range.
    """
    if digits is None and not balance:
        return shown
    return shown.rounded(BALANCED_DIGITS if digits is None else digits, balance=balance)


def compare_methods(atlas: Atlas, zones: str) -> list[dict[str, Any]]:
    """Measure a layer by every method; see `geo.measure.compare_methods.explain`.

    Raises
    ------
    UnknownLayerError
        If no layer has this id.
    ParameterError
        If the layer holds no area.
    """
    from geo.measure.compare_methods import explain  # noqa: PLC0415

    areas = _areas(atlas, zones)
    return explain(areas.geometry.to_numpy(), areas.crs)


def _areas(atlas: Atlas, layer_id: str) -> gpd.GeoDataFrame:
    """Return the features of a layer that have an area; refuse a layer without any."""
    frame = atlas.layers[atlas.entry(layer_id).id]
    areas = frame[frame["area_km2"].notna()]
    if areas.empty:
        refuse_layer_without_area(layer_id)
    return areas


def _refuse_background(atlas: Atlas, zones: str) -> None:
    """Refuse a layer of the background as zones: it is cut off at the edges of the map, and so is its area."""
    entry = atlas.entry(zones)
    # A file of the reader's own (`geo.store.file_layer`) has no group: it ends where its author meant it to.
    if entry.role == "context" and entry.group:
        choice = "one of " + ", ".join(atlas.zone_layers)
        raise ParameterError(Fault(f"{zones}, a layer of the background", choice, "zones", "choose a planning layer"))


def _met(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the pairs of zone and member that share ground."""
    rows = table[table["kind"] == MEMBER]
    return list(zip(rows["zone_id"].astype(str), rows["member"].astype(str), strict=True))


def _names(frame: gpd.GeoDataFrame) -> dict[object, tuple[str, str]]:
    return dict(zip(frame.index, zip(frame["name_zh"], frame["name_en"], strict=True), strict=True))


def _grades(frame: gpd.GeoDataFrame) -> dict[object, str | None]:
    return {place: none_if_missing(grade) for place, grade in frame["grade"].items()}


def _titles(entry: Layer) -> dict[str, str]:
    return {"id": entry.id, "title_zh": entry.title_zh, "title_en": entry.title_en}
