"""Where the features of a drawing come from: a store, which is read batch by batch, or a layer in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.atlas.added.stored_layer import StoredQuery
from geo.measure.arrays import batches

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from geo.atlas.added.stored_layer import StoredLayer
    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer
    from geo.screen.crowd.feature_drawing import Box, FeatureSource


def source_of(atlas: Atlas, layer_id: str) -> FeatureSource:
    """Return the features of a stored layer, or of another of the reader's own."""
    return StoredSource(atlas.stored[layer_id]) if layer_id in atlas.stored else FrameSource(atlas, layer_id)


class StoredSource:
    """A stored layer as a `geo.screen.crowd.feature_drawing.FeatureSource`."""

    def __init__(self, layer: StoredLayer) -> None:
        self._layer = layer

    @property
    def entry(self) -> Layer:
        """Titles and style."""
        return self._layer.entry

    @property
    def bounds(self) -> Box | None:
        """West, south, east, north in degrees."""
        return self._layer.bounds

    def count(self, box: Box | None) -> int:
        """Count the features that meet a box in degrees, or all."""
        return self._layer.count(StoredQuery(bbox=box))

    def batches(self, box: Box | None, column: str | None, size: int) -> Iterator[gpd.GeoDataFrame]:
        """Go through them, with one own column or none."""
        yield from self._layer.batches(StoredQuery(bbox=box, columns=(column,) if column else ()), size)


class FrameSource:
    """A layer of the reader's own in memory as a `geo.screen.crowd.feature_drawing.FeatureSource`."""

    def __init__(self, atlas: Atlas, layer_id: str) -> None:
        self._atlas, self._id = atlas, layer_id

    @property
    def entry(self) -> Layer:
        """Titles and style."""
        return self._atlas.entry(self._id)

    @property
    def bounds(self) -> Box | None:
        """None: whether anything is on a drawing is seen by its features."""
        return None

    def count(self, box: Box | None) -> int:
        """Count all features."""
        return len(self._atlas.layers[self._id])

    def batches(self, box: Box | None, column: str | None, size: int) -> Iterator[gpd.GeoDataFrame]:
        """Go through all features, with one own column or none."""
        frame = self._atlas.layers[self._id][["geometry"]]
        if column:
            frame = frame.join(self._atlas.own[self._id][[column]])
        for some in batches(len(frame), size):
            yield frame.iloc[some]
