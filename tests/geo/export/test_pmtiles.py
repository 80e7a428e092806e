"""PMTiles of our layers and of stored ones, read by GDAL and by the package of the format."""

from __future__ import annotations

from pathlib import Path

import pyogrio
import pytest

from geo import Atlas
from geo.errors import CRSError
from geo.export import write_layer
from geo.screen.tiles.pyramid import Pyramid
from tests.stored_layers import COUNT, LAYER, with_stored_layers, write_store


def test_a_layer_comes_back_with_its_names_and_notes(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "parks.pmtiles"
    write_layer(atlas, "parks", "pmtiles", path)
    found = pyogrio.read_dataframe(path, layer="parks")
    frame = atlas.layers["parks"]
    assert set(found["place_id"]) == set(frame.index[frame.geometry.notna()])
    first = found.drop_duplicates("place_id").set_index("place_id")["name_zh"]
    assert (first == frame["name_zh"].reindex(first.index)).all()
    made = Pyramid(path)
    assert made.most_zoom >= 14
    assert made.metadata["notes"]
    assert made.metadata["vector_layers"][0]["fields"]["area_km2"] == "Number"


def test_a_stored_layer_keeps_the_numbers_of_its_features(atlas: Atlas, tmp_path: Path) -> None:
    whole = with_stored_layers(atlas, write_store(tmp_path / "store", tmp_path / "scratch"))
    write_layer(whole, LAYER, "pmtiles", tmp_path / "own.pmtiles")
    found = pyogrio.read_dataframe(tmp_path / "own.pmtiles", layer=LAYER)
    assert found["place_id"].nunique() == COUNT - 1, "one has no shape"
    assert (found["place_id"] == [f"{LAYER}_{int(number)}" for number in found["mvt_id"]]).all()
    assert {"use", "far", "floors"} <= set(found)


def test_tiles_are_in_no_other_system(atlas: Atlas, tmp_path: Path) -> None:
    with pytest.raises(CRSError):
        write_layer(atlas, "parks", "pmtiles", tmp_path / "parks.pmtiles", crs="EPSG:4529")
