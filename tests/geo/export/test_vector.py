"""Every vector format, read back by GDAL or ezdxf: same places, same shapes to a millimetre, Chinese text whole."""

from __future__ import annotations

import json
import sqlite3
import warnings
import zipfile
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import ezdxf
import geopandas as gpd
import numpy as np
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from geo import Atlas
from geo.columns import FIELDS
from geo.errors import CRSError, ParameterError, UnknownLayerError
from geo.export import FORMATS, FeatureSelection, write_layer

#: Degrees of a millimetre, roughly: 1e-8° of latitude is 1.1 mm.
MM_DEG = 9e-9
GDAL_FORMATS = ["geojson", "gpkg", "kml", "kmz", "fgb"]


def export(atlas: Atlas, folder: Path, layer: str, kind: str, **options: object) -> Path:
    path = folder / f"{layer}.{FORMATS[kind].suffix}"
    write_layer(atlas, layer, kind, path, **options)  # type: ignore[arg-type]
    return path


def assert_same_shapes(found: gpd.GeoDataFrame, expected: gpd.GeoDataFrame, tolerance: float) -> None:
    assert set(found.index) == set(expected.index)
    for place_id, shape in expected.geometry.items():
        back = found.geometry[place_id]
        if shape is None:
            assert back is None
        else:
            assert shapely.hausdorff_distance(back, shape) < tolerance, place_id


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


def test_geojson_is_rfc_7946_and_carries_what_must_travel(atlas: Atlas, tmp_path: Path) -> None:
    document = json.loads(export(atlas, tmp_path, "functional_areas", "geojson").read_text(encoding="utf-8"))
    assert "crs" not in document
    notes = " ".join(document["metadata"].values())
    for said in (
        atlas.version,
        "ODbL",
        "OpenStreetMap contributors",
        "非法定边界",
        "EPSG:4326",
        "椭球面积",
        "五大功能区",
    ):
        assert said in notes
    for feature in document["features"]:
        assert feature["id"] == feature["properties"]["place_id"]
        assert all(claim["doc_id"] and claim["section"] for claim in feature["properties"]["claims"])
        for part in shapely.get_parts(shapely.from_geojson(json.dumps(feature["geometry"]))):
            assert part.exterior.is_ccw
            assert not any(ring.is_ccw for ring in part.interiors)
    assert sum(len(feature["properties"]["claims"]) for feature in document["features"]) > 20


def test_geopackage_has_a_default_style_the_seed_tables_and_the_dictionary(atlas: Atlas, tmp_path: Path) -> None:
    path = export(atlas, tmp_path, "parks", "gpkg")
    layers = {name for name, _ in pyogrio.list_layers(path)}
    assert {"parks", "claims", "documents", "relations", "field_dictionary", "notes", "layer_styles"} <= layers
    claims = pyogrio.read_dataframe(path, layer="claims")
    expected = atlas.tables["claims"]
    assert len(claims) == expected["place_id"].isin(atlas.layer("parks").index).sum()
    assert claims["section"].notna().all()
    with closing(sqlite3.connect(path)) as database:
        style, default = database.execute("SELECT styleQML, useAsDefault FROM layer_styles").fetchone()
    assert default == 1
    root = ElementTree.fromstring(style[style.index("<qgis") :])
    colours = {option.get("value") for option in root.iter("Option") if option.get("name") == "line_color"}
    stroke = atlas.entry("parks").style.stroke
    assert ",".join(str(int(stroke[at : at + 2], 16)) for at in (1, 3, 5)) + ",255" in colours
    assert pyogrio.read_info(path, layer="parks")["layer_metadata"]["version"].count(atlas.version) == 2


@pytest.mark.parametrize(("encoding", "codepage"), [("utf-8", "UTF-8"), ("gbk", "GBK")])
def test_shapefile_has_ascii_codes_whole_chinese_and_its_companions(
    atlas: Atlas, tmp_path: Path, encoding: str, codepage: str
) -> None:
    path = export(atlas, tmp_path, "parks", "shp", encoding=encoding)
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        assert archive.read("parks_polygon.cpg").decode() == codepage
        full = archive.read("claims.csv").decode("utf-8-sig")
    assert {"field-dictionary.csv", "notes.csv", "full-text.csv", "claims.csv", "documents.csv"} <= names
    assert {"parks_polygon.shp", "parks_point.shp", "parks_none.dbf", "parks_polygon.prj"} <= names
    assert "四(" in full or "五(" in full
    found = []
    for layer, _ in pyogrio.list_layers(f"/vsizip/{path}"):
        if layer.startswith("parks"):
            rows = pyogrio.read_dataframe(f"/vsizip/{path}", layer=layer)
            columns = [name for name in rows.columns if name != "geometry"]
            assert columns == [field.code for field in FIELDS.values() if field.key != "claims_json"]
            found += list(zip(rows["BSM"], rows["MC"], strict=True))
    assert dict(found) == dict(atlas.layer("parks")["name_zh"])


def test_codes_are_ascii_of_ten_characters_and_each_once() -> None:
    codes = [field.code for field in FIELDS.values()]
    assert all(code.isascii() and len(code) <= 10 for code in codes)
    assert len(set(codes)) == len(codes)
    assert {"BSM", "YSDM", "XZQMC", "MJ", "BZ"} <= set(codes)


def test_dxf_passes_the_audit_and_names_its_layers_in_chinese(atlas: Atlas, tmp_path: Path) -> None:
    path = export(atlas, tmp_path, "parks", "dxf")
    assert "EPSG:4529" in path.read_text(encoding="utf-8")
    drawing = ezdxf.readfile(path)
    assert not drawing.audit().errors
    assert drawing.dxfversion >= "AC1024"  # R2010
    assert drawing.header["$DWGCODEPAGE"] == "ANSI_936"
    title = atlas.entry("parks").title_zh
    assert {title, f"{title}_注记", "说明"} <= {layer.dxf.name for layer in drawing.layers}
    texts = {text.dxf.text for text in drawing.modelspace().query("TEXT")}
    located = atlas.layer("parks").dropna(subset="geometry")
    assert texts == set(located["name_zh"])
    note = drawing.modelspace().query("MTEXT").first.text
    assert atlas.version in note
    unlocated = set(atlas.layer("parks")["name_zh"]) - texts
    assert unlocated
    assert all(name in note for name in unlocated)


def test_every_handle_of_a_drawing_is_used_once_and_the_header_names_a_free_one(atlas: Atlas, tmp_path: Path) -> None:
    drawing = ezdxf.readfile(export(atlas, tmp_path, "functional_areas", "dxf"))
    handles = [int(entity.dxf.handle, 16) for entity in drawing.modelspace()]
    assert len(set(handles)) == len(handles)
    text = (tmp_path / "functional_areas.dxf").read_text(encoding="utf-8").split("$HANDSEED")[1].split()
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
    pyogrio.set_gdal_config_options({"DXF_ENCODING": "UTF-8"})
    found = pyogrio.read_dataframe(path)
    pyogrio.set_gdal_config_options({"DXF_ENCODING": None})
    lines = found[found["Layer"] == atlas.entry("functional_areas").title_zh]
    expected = atlas.layer("functional_areas").to_crs("EPSG:4529").geometry.union_all().boundary
    assert shapely.distance(shapely.get_parts(expected), shapely.union_all(lines.geometry.array)).max() < 1e-3
    assert np.allclose(lines.total_bounds, expected.bounds, atol=1e-3)


def test_geoparquet_opens_in_geopandas_with_its_system_and_notes(atlas: Atlas, tmp_path: Path) -> None:
    path = export(atlas, tmp_path, "parks", "parquet", crs="EPSG:4529")
    found = gpd.read_parquet(path).set_index("place_id")
    assert found.crs.to_epsg() == 4529
    assert_same_shapes(found, atlas.layer("parks").to_crs("EPSG:4529"), 1e-3)
    metadata = pq.read_schema(path).metadata
    assert atlas.version.encode() in metadata[b"lingang:version"]
    assert json.loads(metadata[b"geo"])["version"] == "1.1.0"


def test_kml_has_the_style_and_the_sources(atlas: Atlas, tmp_path: Path) -> None:
    root = ElementTree.fromstring(export(atlas, tmp_path, "functional_areas", "kml").read_bytes())
    space = "{http://www.opengis.net/kml/2.2}"
    stroke = atlas.entry("functional_areas").style.stroke
    colour = root.find(f".//{space}LineStyle/{space}color")
    assert colour is not None
    assert colour.text == f"ff{stroke[5:7]}{stroke[3:5]}{stroke[1:3]}".lower()
    texts = [item.text or "" for item in root.iter(f"{space}description")]
    assert atlas.version in texts[0]
    assert all("2020产业规划" in text for text in texts[1:])


def test_a_selection_keeps_what_was_asked_for(atlas: Atlas, tmp_path: Path) -> None:
    chosen = FeatureSelection(kinds=frozenset({"featured_park"}), bbox=(121.8, 30.8, 122.0, 31.0))
    found = pyogrio.read_dataframe(export(atlas, tmp_path, "parks", "gpkg", selection=chosen), layer="parks")
    parks = atlas.layer("parks")
    inside = parks[
        parks.geometry.intersects(shapely.box(121.8, 30.8, 122.0, 31.0)) & (parks["kind"] == "featured_park")
    ]
    assert 0 < len(inside) < len(parks)
    assert list(found["place_id"]) == list(inside.index)
    claims = pyogrio.read_dataframe(tmp_path / "parks.gpkg", layer="claims")
    assert set(claims["place_id"]) == set(inside.index)


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
