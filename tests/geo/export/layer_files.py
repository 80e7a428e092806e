"""What the tests of the export formats share: a file of a layer, and a comparison of shapes."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import shapely

from geo import Atlas
from geo.export import FORMATS, write_layer

#: Degrees of a millimetre, roughly: 1e-8° of latitude is 1.1 mm.
MM_DEG = 9e-9


def export(atlas: Atlas, folder: Path, layer: str, kind: str, **options: object) -> Path:
    """Write a layer into a folder."""
    path = folder / f"{layer}.{FORMATS[kind].suffix}"
    write_layer(atlas, layer, kind, path, **options)  # type: ignore[arg-type]
    return path


def assert_same_shapes(found: gpd.GeoDataFrame, expected: gpd.GeoDataFrame, tolerance: float) -> None:
    """Compare shapes by id; the tolerance is in the units of their coordinates."""
    assert set(found.index) == set(expected.index)
    for place_id, shape in expected.geometry.items():
        back = found.geometry[place_id]
        if shape is None:
            assert back is None
        else:
            assert shapely.hausdorff_distance(back, shape) < tolerance, place_id
