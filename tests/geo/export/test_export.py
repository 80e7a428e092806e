"""Every vector format, read back by GDAL: same places, same shapes to a millimetre; and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyogrio
import pytest

from geo import Atlas
from geo.errors import CRSError, ParameterError, UnknownLayerError
from geo.export import FeatureSelection, write_layer
from tests.geo.export.layer_files import MM_DEG, assert_same_shapes, export

GDAL_FORMATS = ["geojson", "gpkg", "kml", "kmz", "fgb"]


@pytest.mark.parametrize("layer", ["parks", "functional_areas", "belts", "nodes"])
@pytest.mark.parametrize("kind", GDAL_FORMATS)
def test_gdal_reads_the_same_places_and_shapes(atlas: Atlas, tmp_path: Path, layer: str, kind: str) -> None:
    path = export(atlas, tmp_path, layer, kind)
    found = pyogrio.read_dataframe(path, layer=0).set_index("place_id")
    expected = atlas.layer(layer)
    assert found.crs.to_epsg() == 4326
    assert dict(found["name_zh"]) == dict(expected["name_zh"])
    assert_same_shapes(found, expected, MM_DEG)


@pytest.mark.parametrize("kind", ["gpkg", "fgb", "shp"])
@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4529", "EPSG:4550"])
def test_the_chosen_system_is_in_the_file_and_shapes_are_equal_to_a_millimetre(
    atlas: Atlas, tmp_path: Path, kind: str, crs: str
) -> None:
    path = export(atlas, tmp_path, "functional_areas", kind, crs=crs, naming="codes")
    source = f"/vsizip/{path}" if kind == "shp" else path
    found = pyogrio.read_dataframe(source, layer="functional_areas").set_index("BSM")
    assert found.crs.to_epsg() == int(crs[-4:])
    expected = atlas.layer("functional_areas").to_crs(crs)
    assert_same_shapes(found, expected, 1e-3 if found.crs.is_projected else MM_DEG)
    area = atlas.layer("functional_areas")["area_km2"]
    assert np.allclose(found["MJ"], area.loc[found.index] * 1e6, rtol=1e-12)


@pytest.mark.parametrize(
    ("kind", "options", "error"),
    [
        ("pdf", {}, ParameterError),
        ("gpkg", {"crs": "EPSG:3857"}, CRSError),
        ("gpkg", {"crs": "EPSG:999999"}, CRSError),
        ("gpkg", {"crs": "+proj=longlat"}, CRSError),
        ("gpkg", {"crs": "EPSG:27700"}, CRSError),
        ("geojson", {"crs": "EPSG:4529"}, CRSError),
        ("kml", {"crs": "EPSG:4529"}, CRSError),
        ("dxf", {"crs": "EPSG:4326"}, CRSError),
        ("txt", {"crs": "EPSG:4550"}, ParameterError),
        ("shp", {"encoding": "big5"}, ParameterError),
        ("gpkg", {"encoding": "gbk"}, ParameterError),
        ("gpkg", {"naming": "pinyin"}, ParameterError),
        ("gpkg", {"selection": FeatureSelection(grades=frozenset({"D"}))}, ParameterError),
        ("gpkg", {"selection": FeatureSelection(ids=frozenset({"nowhere"}))}, ParameterError),
    ],
)
def test_what_makes_no_sense_is_refused(
    atlas: Atlas, tmp_path: Path, kind: str, options: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        write_layer(atlas, "parks", kind, tmp_path / "out", **options)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_an_unknown_layer_is_refused(atlas: Atlas, tmp_path: Path) -> None:
    with pytest.raises(UnknownLayerError):
        write_layer(atlas, "nowhere", "gpkg", tmp_path / "out.gpkg")
