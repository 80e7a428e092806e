"""A file somebody brings, as one more layer for the length of a question: zones to measure, or what to divide them by.

The atlas itself does not change: a new one is made that has the file beside its layers, so that every account, table
and export works on it as on a layer of the house. Nothing is known of how a brought shape was drawn: it has no
accuracy, no grade, no stated area unless the file says so under those names, and no statement of any document.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo import words
from geo.atlas.figures import measure
from geo.atlas.schema import Layer, Style
from geo.atlas.symbology import FILE_LAYER
from geo.errors import Fault, ParameterError
from geo.readers.vector_file import is_vector_file, read_vector_file

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.atlas.atlas import Atlas

#: What the layers of the house say of each feature, and the type a file must have to say it too.
_NUMBERS = ("accuracy_m", "stated_area_km2")
_TEXTS = (
    *("kind", "method", "grade", "reference_zh", "reference_en", "note_zh", "note_en"),
    *("stated_area_source_zh", "stated_area_source_en"),
)
_STYLE = Style(stroke=FILE_LAYER[0], stroke_width=1.5, fill=FILE_LAYER[1], fill_opacity=0.2, hatch="none", dash="")


def resolve_layer(atlas: Atlas, name: str) -> tuple[Atlas, str]:
    """Take what a person names as a layer: an id stays as it is, a file becomes a layer.

    Parameters
    ----------
    atlas : Atlas
    name : str
        Id of a layer, or path of a vector file.

    Returns
    -------
    tuple of (Atlas, str)
        The atlas, with the file if it is one, and the id of the layer; errors as in `with_file_layer`.
    """
    if not is_vector_file(name):
        return atlas, name
    return with_file_layer(atlas, Path(name)), Path(name).name


def with_file_layer(atlas: Atlas, path: Path) -> Atlas:
    """Put a vector file beside the layers of an atlas, under its name as the id of the layer.

    Parameters
    ----------
    atlas : Atlas
        Stays as it is.
    path : pathlib.Path
        A file `geo.readers.vector_file.read_features` reads.

    Returns
    -------
    Atlas
        As `with_extra_layer` gives it; the title is the name of the file, with the reference system where it was
        guessed.

    Raises
    ------
    SourceError, CRSError, GeometryError
        As `geo.readers.vector_file.read_features` does.
    ParameterError
        If two features of the file have the same id.
    """
    taken = read_vector_file(path)
    titles = (path.name, path.name)
    if taken.guessed:
        titles = words.both("own.guessed_title", name=path.name, crs=taken.crs)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return with_extra_layer(atlas, taken.features, path.name, titles, digest)


def with_extra_layer(
    atlas: Atlas, frame: gpd.GeoDataFrame, layer_id: str, titles: tuple[str, str], digest: str
) -> Atlas:
    """Put features beside the layers of an atlas.

    Parameters
    ----------
    atlas : Atlas
        Stays as it is.
    frame : geopandas.GeoDataFrame
        As `geo.readers.vector_file.read_features` gives it.
    layer_id : str
        Id the features have as a layer; no id of the catalogue.
    titles : tuple of str
        Chinese and English title.
    digest : str
        Tells these features from others, for the version.

    Returns
    -------
    Atlas
        With the measured features in longitude/latitude, and a version that is the hash of the atlas and the features.

    Raises
    ------
    ParameterError
        If two features have the same id, or a layer of the atlas has this one.
    """
    # Not validated: a path is no id of the catalogue, and so can be that of no layer of the house.
    entry = Layer.model_construct(
        id=layer_id,
        group="",
        title_zh=titles[0],
        title_en=titles[1],
        description_zh="",
        description_en="",
        role="context",
        geometry="mixed",
        order=0,
        visible=False,
        style=_STYLE,
    )
    return with_layer_entry(atlas, frame, entry, digest)


def with_layer_entry(atlas: Atlas, frame: gpd.GeoDataFrame, entry: Layer, digest: str) -> Atlas:
    """Put features beside the layers of an atlas as a layer with this entry; all else as in `with_extra_layer`."""
    if entry.id in atlas.layers:
        raise ParameterError(Fault(f"layer {entry.id!r} exists", "an id of its own", "layer"))
    if frame.index.has_duplicates:
        twice = frame.index[frame.index.duplicated()][0]
        expected = "a place_id that names each feature once"
        raise ParameterError(Fault(f"id {twice!r} twice", expected, entry.id, "mend the ids"))
    return replace(
        atlas,
        catalogue=atlas.catalogue.model_copy(update={"layer": (*atlas.catalogue.layer, entry)}),
        layers={**atlas.layers, entry.id: measure(_completed(frame), atlas.lines)},
        version=hashlib.sha256(f"{atlas.version}{digest}".encode()).hexdigest()[:12],
    )


def _completed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give a brought frame the columns of a layer; what it does not say is missing."""
    out = frame.copy(deep=False)
    out["name_en"] = out["name_en"] if "name_en" in out else out["name_zh"]
    for name in _NUMBERS:
        out[name] = pd.to_numeric(out[name], errors="coerce") if name in out else float("nan")
    for name in _TEXTS:
        if name not in out:
            out[name] = None
    return out
