"""Drawings as CAD and GDAL read them: Chinese layer names, handles used once, lines where the shapes are."""

from __future__ import annotations

import warnings
from pathlib import Path

import ezdxf
import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from ezdxf.lldxf.encoding import decode_dxf_unicode

from geo import Atlas, load_atlas
from geo.export.dxf import _pieces, in_gbk, layer_name, nearest_aci
from geo.readers.dxf import read
from geo.store.file_layer import resolve_layer
from tests.geo.export.layer_files import export


def test_dxf_passes_the_audit_and_names_its_layers_in_chinese(atlas: Atlas, tmp_path: Path) -> None:
    path = export(atlas, tmp_path, "parks", "dxf")
    assert "EPSG:4529" in path.read_text(encoding="gbk")
    drawing = ezdxf.readfile(path)
    assert not drawing.audit().errors
    assert drawing.dxfversion == "AC1015"  # R2000: every program follows its code page
    assert drawing.header["$DWGCODEPAGE"] == "ANSI_936"
    title = atlas.entry("parks").title_zh
    assert {title, f"{title}_注记", "说明"} <= {layer.dxf.name for layer in drawing.layers}
    texts = {text.dxf.text for text in drawing.modelspace().query("TEXT")}
    located = atlas.layer("parks").dropna(subset="geometry")
    assert {name for text in texts for name in text.split("／")} == set(located["name_zh"])
    assert "大飞机产业园／大飞机园" in {text.partition("／大飞机总装")[0] for text in texts}
    note = drawing.modelspace().query("MTEXT").first.text
    assert atlas.version in note
    unlocated = set(atlas.layer("parks")["name_zh"]) - set(located["name_zh"])
    assert unlocated
    assert all(name in note for name in unlocated)


def test_every_handle_of_a_drawing_is_used_once_and_the_header_names_a_free_one(atlas: Atlas, tmp_path: Path) -> None:
    drawing = ezdxf.readfile(export(atlas, tmp_path, "functional_areas", "dxf"))
    handles = [int(entity.dxf.handle, 16) for entity in drawing.modelspace()]
    assert len(set(handles)) == len(handles)
    text = (tmp_path / "functional_areas.dxf").read_text(encoding="gbk").split("$HANDSEED")[1].split()
    assert int(text[1], 16) > max(handles)
    assert drawing.modelspace().dxf.extmin[0] == pytest.approx(
        atlas.layer("functional_areas").to_crs("EPSG:4529").total_bounds[0]
    )


def test_a_drawing_for_gis_names_the_code_page_gdal_needs(atlas: Atlas, tmp_path: Path) -> None:
    path = export(atlas, tmp_path, "parks", "dxf", encoding="utf-8")
    with warnings.catch_warnings():
        # GDAL on Linux has no name for code page 65001, says so, and takes the bytes as they are: UTF-8.
        warnings.filterwarnings("ignore", message="Recode from CP65001")
        found = pyogrio.read_dataframe(path)
    title = atlas.entry("parks").title_zh
    assert set(found["Layer"]) == {title, f"{title}_注记", "说明"}
    assert not ezdxf.readfile(path).audit().errors


def test_gdal_finds_the_dxf_lines_where_the_shapes_are(atlas: Atlas, tmp_path: Path) -> None:
    path = export(atlas, tmp_path, "functional_areas", "dxf")
    found = pyogrio.read_dataframe(path)  # without any option
    lines = found[found["Layer"] == atlas.entry("functional_areas").title_zh]
    expected = atlas.layer("functional_areas").to_crs("EPSG:4529").geometry.union_all().boundary
    assert shapely.distance(shapely.get_parts(expected), shapely.union_all(lines.geometry.array)).max() < 1e-3
    assert np.allclose(lines.total_bounds, expected.bounds, atol=1e-3)


def test_labels_fit_their_shapes(atlas: Atlas, tmp_path: Path) -> None:
    """C-48: names are as high as their shape allows, and coinciding shapes have one text."""
    drawing = ezdxf.readfile(export(atlas, tmp_path, "parks", "dxf"))
    texts = drawing.modelspace().query("TEXT")
    places = [(round(text.dxf.align_point.x), round(text.dxf.align_point.y)) for text in texts]
    assert len(set(places)) == len(places)
    assert len({round(text.dxf.height) for text in texts}) > 5
    assert nearest_aci("#ff0000") in (10, 240, 12)


def test_characters_gbk_lacks_are_escaped_and_come_back(tmp_path: Path) -> None:
    shapes = [shapely.box(121.8, 30.9, 121.81, 30.91)]
    name = "地块 m² 𠮷" + "é" * 90
    frame = gpd.GeoDataFrame({"name_zh": [name]}, geometry=shapes, crs="EPSG:4326")
    frame.to_file(tmp_path / "own.geojson")
    atlas, layer = resolve_layer(load_atlas(), str(tmp_path / "own.geojson"))
    path = export(atlas, tmp_path, layer, "dxf")
    assert path.read_bytes().decode("gbk")
    (text,) = ezdxf.readfile(path).modelspace().query("TEXT")
    assert decode_dxf_unicode(text.dxf.text).encode("utf-16", "surrogatepass").decode("utf-16") == name
    assert read(path)["name_zh"].tolist() == [name]
    assert not ezdxf.readfile(path).audit().errors
    assert in_gbk("園区 km²") == "園区 km\\U+00B2"


def test_characters_that_cad_forbids_in_a_layer_name_become_underscores() -> None:
    assert layer_name("五大功能区") == "五大功能区"
    assert layer_name('a<b>/c\\d":;?*|=`,e') == "a_b__c_d_________e"


def test_long_texts_are_divided_between_characters_and_not_within_an_escape() -> None:
    text = "地" * 79 + "\\U+00B2ab" + "x" * 300
    pieces = _pieces(text)
    assert "".join(pieces) == text
    assert pieces[0] == "地" * 79
    assert all(len(piece.encode()) <= 240 for piece in pieces)
    assert _pieces("短") == ["短"]


def test_lines_points_holes_and_parts_have_their_kind_and_their_place_in_the_extended_data(tmp_path: Path) -> None:
    hole = shapely.box(121.80, 30.90, 121.82, 30.92).difference(shapely.box(121.805, 30.905, 121.81, 30.91))
    parts = shapely.MultiPolygon([shapely.box(121.83, 30.9, 121.84, 30.91), hole])
    line = shapely.LineString([(121.85, 30.9), (121.86, 30.91), (121.87, 30.9)])
    point = shapely.Point(121.88, 30.9)
    shapes = [parts, line, None, point]
    frame = gpd.GeoDataFrame({"name_zh": list("面线无点")}, geometry=shapes, crs="EPSG:4326")
    frame.to_file(tmp_path / "own.geojson")
    atlas, layer = resolve_layer(load_atlas(), str(tmp_path / "own.geojson"))
    path = export(atlas, tmp_path, layer, "dxf")
    found = ezdxf.readfile(path).modelspace()
    assert [entity.dxftype() for entity in found].count("LWPOLYLINE") == 4
    tags = [[tag.value for tag in entity.get_xdata("LINGANG_ATLAS")][:2] for entity in found.query("LWPOLYLINE POINT")]
    assert tags == [[0, 0], [1, 0], [1, 1], [0, 0], [0, 0]]
    back = read(path).to_crs("EPSG:4326")
    assert back["name_zh"].tolist() == ["面", "线", "点"]
    assert back.geometry.geom_equals_exact(gpd.GeoSeries([parts, line, point], crs="EPSG:4326"), 1e-6).all()
