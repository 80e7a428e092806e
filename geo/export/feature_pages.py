"""Read the features of a layer one page at a time, for clients of the OGC API."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.columns import FIELDS, column_names
from geo.errors import Fault, UnknownPlaceError
from geo.export.geojson import feature_text
from geo.export.layer_content import FeatureSelection, layer_content

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas


@dataclass(frozen=True)
class FeaturePage:
    """Some features of a selection.

    Attributes
    ----------
    matched : int
        Features of the whole selection.
    features : tuple of str
        The features of the page, as GeoJSON texts in longitude/latitude (RFC 7946).
    """

    matched: int
    features: tuple[str, ...]


def feature_page(atlas: Atlas, layer_id: str, selection: FeatureSelection, *, offset: int, limit: int) -> FeaturePage:
    """Return one page of the features of a selection, in the order of the layer.

    Parameters
    ----------
    atlas : Atlas
    layer_id : str
    selection : FeatureSelection
        If it selects nothing, the page is empty.
    offset, limit : int
        Number of features to leave out before the page, and most features of the page.

    Returns
    -------
    FeaturePage

    Raises
    ------
    UnknownLayerError
        If no layer has this id.
    ParameterError
        If an id of the selection does not exist in the layer.
    """
    frame = atlas.layer(layer_id)
    found = frame.index[selection.mask(frame)]
    ids = frozenset(found[offset : offset + limit])
    return FeaturePage(len(found), _texts(atlas, layer_id, replace(selection, ids=ids)) if ids else ())


def one_feature(atlas: Atlas, layer_id: str, place_id: str) -> str:
    """Return one feature of a layer as GeoJSON.

    Raises
    ------
    UnknownLayerError, UnknownPlaceError
        If there is no such layer, or no such feature in it.
    """
    if place_id not in atlas.layer(layer_id).index:
        raise UnknownPlaceError(
            Fault(f"feature {place_id!r}", f"an id of layer {layer_id}", "feature", "see the items of the collection")
        )
    return _texts(atlas, layer_id, FeatureSelection(ids=frozenset([place_id])))[0]


def _texts(atlas: Atlas, layer_id: str, selection: FeatureSelection) -> tuple[str, ...]:
    columns = column_names(FIELDS, "names")
    content = layer_content(atlas, layer_id, selection=selection)
    return tuple(feature_text(row, shape, columns) for row, shape in content.shapes())
