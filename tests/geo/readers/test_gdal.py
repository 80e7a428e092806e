"""Files that GDAL reads: layers one by one or together, archives of Shapefiles, drawings of other programs."""

from __future__ import annotations

import zipfile
from pathlib import Path

import ezdxf
import pytest
import shapely

from geo import Atlas
from geo.errors import SourceError
from geo.export import write_layer
from geo.readers import gdal
from tests.geo.shapes import frame

SQUARE, POINT = shapely.box(121.8, 30.9, 121.9, 31.0), shapely.Point(121.85, 30.95)
RING = [(0.0, 0.0), (100.0, 0.0), (100.0, 50.0), (0.0, 50.0)]


def test_layers_of_a_geopackage_are_read_one_by_one_or_together_in_the_system_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame(SQUARE).to_file(path, layer="plots")
    frame(POINT).to_crs("EPSG:4529").to_file(path, layer="stops")
    layers = gdal.read_layers(path)
    assert {name: rows.crs.to_epsg() for name, rows in layers.items()} == {"plots": 4490, "stops": 4529}
    whole = gdal.read(path)
    assert whole.crs.to_epsg() == 4490
    assert shapely.equals_exact(whole.geometry.to_numpy(), [SQUARE, POINT], tolerance=1e-9).all()


def test_another_file_is_one_layer_of_its_name(tmp_path: Path) -> None:
    frame(SQUARE).to_file(tmp_path / "plots.fgb", driver="FlatGeobuf")
    [(name, rows)] = gdal.read_layers(tmp_path / "plots.fgb").items()
    assert name == "plots"
    assert rows.geometry[0].equals(SQUARE)


def test_an_archive_is_read_with_the_table_of_places_without_shape(atlas: Atlas, tmp_path: Path) -> None:
    write_layer(atlas, "parks", "shp", tmp_path / "parks.shp.zip")
    found = gdal.read(tmp_path / "parks.shp.zip").set_index("BSM")
    expected = atlas.layer("parks").geometry.notna()
    assert not expected.all()
    assert dict(found.geometry.notna()) == dict(expected)


@pytest.mark.parametrize(
    ("members", "found"),
    [({"a.txt": b"text"}, "an archive without a Shapefile"), ({"a.shp": b"text"}, "a.shp, which is no Shapefile")],
)
def test_an_archive_of_something_else_is_refused(tmp_path: Path, members: dict[str, bytes], found: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    with pytest.raises(SourceError, match=found):
        gdal.read(tmp_path / "a.zip")


def test_closed_lines_of_a_drawing_are_areas_and_without_any_its_lines_stay(tmp_path: Path) -> None:
    document = ezdxf.new("R2010")
    document.modelspace().add_lwpolyline(RING, close=False)
    document.saveas(tmp_path / "line.dxf")
    assert list(gdal.read(tmp_path / "line.dxf").geom_type) == ["LineString"]
    document.modelspace().add_lwpolyline(RING, close=True)
    document.saveas(tmp_path / "ring.dxf")
    [area] = gdal.read(tmp_path / "ring.dxf").geometry
    assert area.equals(shapely.Polygon(RING))


def test_a_broken_file_is_refused_with_the_message_of_its_reader(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(SourceError, match=r"expected a \.parquet file"):
        gdal.read(tmp_path / "a.parquet")
