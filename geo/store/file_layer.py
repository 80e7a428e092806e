"""File layers: a reader's file as one more layer of the atlas for one question, as zones or as what divides them.

The atlas itself does not change. A new one is made that has the file beside its layers, so every account, table and
export works on it as on the atlas's layers. How its shapes were drawn is unknown: they have an accuracy, a grade or a
stated area only if the file has columns of those names, and no claim of any document.

The entry of a file layer is not validated: its id is the name of a file, which no id of the catalogue can be.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo import words
from geo.atlas.added.stored_layer import StoredQuery
from geo.atlas.figures import measure
from geo.atlas.schema import Layer, Style
from geo.atlas.symbology import FILE_LAYER
from geo.columns import FIELDS
from geo.errors import Fault, ParameterError
from geo.readers.file_names import is_vector_file
from geo.store.own.plain_value import plain_value

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas.atlas import Atlas

#: Features of a stored layer that are held in memory.
MOST_HELD = 100_000
#: Columns of the atlas's layers that a file may have too: numbers and texts.
_NUMBERS = ("accuracy_m", "stated_area_km2", "derived_area_km2")
_TEXTS = (
    *("kind", "method", "grade", "reference_zh", "reference_en", "note_zh", "note_en"),
    *("stated_area_source_id", "stated_area_source_zh", "stated_area_source_en"),
    *("derived_area_basis_zh", "derived_area_basis_en"),
)
#: Columns that are measured, or that GeoParquet adds, and that no format has among the columns of the atlas.
_BESIDE = ("scatter_km2", "bbox")
_STYLE = Style.model_construct(
    stroke=FILE_LAYER[0], stroke_width=1.5, fill=FILE_LAYER[1], fill_opacity=0.2, hatch="none", dash=""
)


def resolve_layer(atlas: Atlas, name: str) -> tuple[Atlas, str]:
    """Resolve a layer argument. The id of a layer is returned as it is; a file is read and added as a layer.

    Parameters
    ----------
    atlas : Atlas
    name : str
        Id of a layer, or path of a vector file.

    Returns
    -------
    tuple of (Atlas, str)
        The atlas, with the file layer if `name` is a file, and the id of the layer.

    Raises
    ------
    AtlasError
        As in `with_file_layer`.
    """
    if not is_vector_file(name):
        return atlas, name
    return with_file_layer(atlas, Path(name)), Path(name).name


def with_file_layer(atlas: Atlas, path: Path) -> Atlas:
    """Make an atlas with a vector file as one more layer; the name of the file is the id of the layer.

    Parameters
    ----------
    atlas : Atlas
        Does not change.
    path : pathlib.Path
        A file that `geo.readers.vector_file.read_vector_file` can read.

    Returns
    -------
    Atlas
        As in `with_extra_layer`. The title is the name of the file, with the reference system if that was guessed; the
        description says what was assumed to read it, and what in it does not fit.

    Raises
    ------
    SourceError, CRSError, GeometryError
        As in `geo.readers.vector_file.read_vector_file`.
    ParameterError
        If two features of the file have the same id.
    """
    from geo.readers.vector_file import read_vector_file  # noqa: PLC0415  GDAL, which most commands do not need

    read = read_vector_file(path)
    titles = (path.name, path.name)
    if read.guessed:
        titles = words.both("own.guessed_title", name=path.name, crs=read.crs)
    digest = _digest(path)
    zh, en = "".join(zh for zh, _ in read.warnings), " ".join(en for _, en in read.warnings)
    return with_extra_layer(atlas, read.features, path.name, titles, digest, descriptions=(zh, en))


def with_attributes(atlas: Atlas, layer_id: str) -> Atlas:
    """Make an atlas in which a file layer has the columns of its file as attributes, which an export carries.

    Parameters
    ----------
    atlas : Atlas
        As `with_file_layer` returns it; does not change.
    layer_id : str
        Id of the file layer.

    Returns
    -------
    Atlas
    """
    rows = atlas.layers[layer_id]
    known = {*FIELDS, *_NUMBERS, *_TEXTS, *_BESIDE, rows.geometry.name}
    strange = [name for name in rows if str(name) not in known]
    columns = {str(name): pd.Series(map(plain_value, rows[name]), index=rows.index, dtype=object) for name in strange}
    return replace(atlas, own={**atlas.own, layer_id: pd.DataFrame(columns, index=rows.index)})


def with_stored_rows(atlas: Atlas, layer_id: str, query: StoredQuery | None = None) -> Atlas:
    """Make an atlas that holds features of a stored layer in memory, as zones of an account need them.

    Parameters
    ----------
    atlas : Atlas
        Does not change.
    layer_id : str
        Id of a stored layer.
    query : StoredQuery, optional
        Which of its features; by default all.

    Returns
    -------
    Atlas
        As `with_layer_entry` returns it.

    Raises
    ------
    ParameterError
        If these are more than `MOST_HELD`.
    """
    layer, query = atlas.stored[layer_id], query or StoredQuery()
    if query.limit is None and (count := layer.count(query)) > MOST_HELD:
        expected = f"at most {MOST_HELD:,}, as an account has a row for each"
        remedy = f"export them as csv, which has their areas, or take pages of /stats/{layer_id}.csv from a service"
        raise ParameterError(Fault(f"{count:,} zones", expected, layer_id, remedy))
    rows = layer.rows(query)
    return with_layer_entry(atlas, rows.assign(place_id=rows.index), layer.entry, layer.version)


def _digest(path: Path) -> str:
    """Return the hash of a file, or of all files of a folder."""
    if path.is_dir():
        inside = [f"{file.name} {_digest(file)}" for file in sorted(path.iterdir()) if file.is_file()]
        return hashlib.sha256("\n".join(inside).encode()).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def with_extra_layer(
    atlas: Atlas,
    frame: gpd.GeoDataFrame,
    layer_id: str,
    titles: tuple[str, str],
    digest: str,
    *,
    descriptions: tuple[str, str] = ("", ""),
) -> Atlas:
    """Make an atlas with some features as an extra layer.

    Parameters
    ----------
    atlas : Atlas
        Does not change.
    frame : geopandas.GeoDataFrame
        Features as returned by `geo.readers.vector_file.read_features`.
    layer_id : str
        Id of the extra layer; no id of the catalogue.
    titles : tuple of str
        Chinese and English title.
    digest : str
        Hash of what the features were read from; it changes the version of the atlas.
    descriptions : tuple of str
        Chinese and English description.

    Returns
    -------
    Atlas
        With the measured features in longitude/latitude. Its version is a hash of the version of `atlas` and `digest`.

    Raises
    ------
    ParameterError
        If two features have the same id, or the atlas has a layer with this id.
    """
    entry = Layer.model_construct(
        id=layer_id,
        group="",
        title_zh=titles[0],
        title_en=titles[1],
        description_zh=descriptions[0],
        description_en=descriptions[1],
        role="context",
        geometry="mixed",
        order=0,
        visible=False,
        style=_STYLE,
    )
    return with_layer_entry(atlas, frame, entry, digest)


def with_layer_entry(atlas: Atlas, frame: gpd.GeoDataFrame, entry: Layer, digest: str) -> Atlas:
    """Make an atlas with some features as a layer with a given entry.

    Parameters
    ----------
    atlas, frame, digest
        As in `with_extra_layer`.
    entry : Layer
        Entry of the layer in the catalogue; it may be one that was not validated.

    Returns
    -------
    Atlas
        As in `with_extra_layer`.

    Raises
    ------
    ParameterError
        If two features have the same id, or the atlas has a layer with this id.
    """
    if entry.id in atlas.layers:
        raise ParameterError(Fault(f"layer {entry.id!r} exists", "an id of its own", "layer"))
    if frame.index.has_duplicates:
        twice = frame.index[frame.index.duplicated()][0]
        expected = "a place_id that names each feature once"
        raise ParameterError(Fault(f"id {twice!r} twice", expected, entry.id, "mend the ids"))
    return replace(
        atlas,
        catalogue=atlas.catalogue.model_copy(update={"layer": (*atlas.catalogue.layer, entry)}),
        layers={**atlas.layers, entry.id: measure(_with_all_columns(frame), atlas.lines)},
        version=hashlib.sha256(f"{atlas.version}{digest}".encode()).hexdigest()[:12],
    )


def _with_all_columns(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a copy of a frame with all columns of a layer; values of columns it does not have are missing."""
    out = frame.copy(deep=False)
    out["name_en"] = out["name_en"] if "name_en" in out else out["name_zh"]
    for name in _NUMBERS:
        out[name] = pd.to_numeric(out[name], errors="coerce") if name in out else float("nan")
    for name in _TEXTS:
        if name not in out:
            out[name] = None
    return out
