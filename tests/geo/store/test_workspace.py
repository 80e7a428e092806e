"""The workspace: layers of the reader's own beside the atlas, from files."""

from __future__ import annotations

import hashlib
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from geo import Atlas
from geo.errors import AtlasError, CRSError, GeometryError, ParameterError, SourceError
from geo.export import FORMATS, write_layer
from geo.measure.area import area_km2
from geo.places.filter import PlaceFilter
from geo.places.profile import profile
from geo.places.search import search
from geo.readers.checks.bounds import LONGEST_TEXT
from geo.readers.vector_file import read_features
from geo.screen.first_view import first_view
from geo.screen.map_document import map_document
from geo.stats.accounts import make_account
from geo.stats.layer_table import table
from geo.store.workspace import with_workspace
from tests.geo.shapes import LONLAT, frame, tiles
from tests.workspaces import BOW_TIE, FRAME, PLOT, write_layers_named, write_workspace


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workspace(tmp_path_factory.mktemp("workspace") / "mine.gpkg")


@pytest.fixture(scope="module")
def extended(atlas: Atlas, source: Path) -> Atlas:
    return with_workspace(atlas, str(source))


def test_every_layer_of_a_geopackage_is_a_layer_on_top_of_the_tree(atlas: Atlas, extended: Atlas) -> None:
    assert extended.catalogue.group[0].title_zh == "自有图层"
    own = extended.catalogue.layer[:3]
    assert [(entry.id, entry.title_zh, entry.geometry) for entry in own] == [
        ("ws-xian-zhuang-di-kuai", "现状地块", "polygon"),
        ("ws-gui-dao-xian", "轨道线", "line"),
        ("ws-public-facilities", "Public Facilities", "point"),
    ]
    assert {entry.role for entry in own} == {"workspace"}
    assert len({entry.style.stroke for entry in own}) == 3
    atlas_strokes = [entry.style.stroke for entry in atlas.catalogue.layer]
    assert not {entry.style.stroke for entry in own} & set(atlas_strokes)
    orders = [entry.order for entry in own]
    assert min(orders) > max(entry.order for entry in atlas.catalogue.layer)
    assert orders == sorted(orders), "areas lie under lines, lines under points"
    assert extended.catalogue.layer[3:] == atlas.catalogue.layer


def test_features_are_measured_by_the_one_function_and_keep_names_and_attributes(extended: Atlas, source: Path) -> None:
    layer = extended.layer("ws-xian-zhuang-di-kuai")
    drawn = pyogrio.read_dataframe(source, layer="现状地块")
    expected = area_km2(drawn.geometry.to_numpy()[:7], drawn.crs)
    assert layer["area_km2"].to_numpy()[:7] == pytest.approx(expected, rel=1e-9)
    assert layer["name_zh"].tolist()[:2] == ["地块 00", "地块 01"]
    assert layer.index[0] == layer["place_id"].iloc[0] == "ws-xian-zhuang-di-kuai_1"
    record = profile(extended, "ws-xian-zhuang-di-kuai_4")
    assert {row["name"]: row["value"] for row in record["attributes"]} == {
        "地块名称": "地块 03",
        "用途": "<script>alert(1)</script>",
        "容积率": 1.6,
        "层数": 3,
        "备注": None,
        "MJ": 7.5,
    }
    assert record["area"]["area_km2"] == layer["area_km2"].iloc[3]
    assert record["claims"] == record["relations"] == []
    assert "没有文件依据" in record["origin_zh"]
    line = profile(extended, "ws-gui-dao-xian_1")
    assert line["area"] is None
    assert line["length_km"] == pytest.approx(float(extended.layer("ws-gui-dao-xian")["perimeter_km"].iloc[0]))


def test_a_null_geometry_is_a_row_without_a_place_on_the_map(extended: Atlas) -> None:
    record = profile(extended, "ws-xian-zhuang-di-kuai_8")
    assert record["geometry"]["type"] is None
    assert record["area"] is None
    assert map_document(extended)["layers"][0]["located"] == 11


def test_accounts_take_own_layers_as_zones_and_as_members_and_close(extended: Atlas) -> None:
    account = make_account(extended, "ws-xian-zhuang-di-kuai")
    assert len(account.rows) == 11
    whole = extended.layer("scopes").at["lg-new-area", "area_km2"]
    rows = [
        row
        for row in make_account(extended, "scopes", "ws-xian-zhuang-di-kuai:用途").rows
        if row["place_id"] == "lg-new-area"
    ]
    assert sum(row["area_km2"] for row in rows) == pytest.approx(whole, rel=1e-9)
    assert {"housing", "green"} <= {row["member"] for row in rows}
    with pytest.raises(ParameterError, match="holds no area"):
        make_account(extended, "ws-gui-dao-xian")


def test_the_atlas_stays_as_it_was_and_the_version_is_that_of_what_was_read(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    before = (atlas.version, atlas.layer_ids)
    versions = set()
    for far in (1.0, 2.0):
        frame(FRAME).assign(far=far).to_file(path)
        versions |= {with_workspace(atlas, str(path)).version for _ in range(2)}
    assert len(versions | {atlas.version}) == 3
    assert (atlas.version, atlas.layer_ids) == before


def test_the_source_is_only_read(atlas: Atlas, source: Path) -> None:
    def state() -> tuple[str, list[str]]:
        names = sorted(path.name for path in source.parent.iterdir())
        return hashlib.sha256(source.read_bytes()).hexdigest(), names

    before = state()
    with_workspace(atlas, str(source))
    assert state() == before


def test_the_first_view_is_that_of_the_atlas(atlas: Atlas, extended: Atlas) -> None:
    box = (121.46, 30.60, 122.15, 31.14)
    assert first_view(extended, box) == first_view(atlas, box)


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["a b", "A-B", "甲"], ["ws-a-b", "ws-a-b-2", "ws-jia"]),
        (["parks", "…"], ["ws-parks", "ws-layer"]),
    ],
)
def test_ids_of_layers_are_plain_and_their_own(atlas: Atlas, tmp_path: Path, names: list[str], ids: list[str]) -> None:
    path = tmp_path / "many.gpkg"
    for name in names:
        frame(FRAME).to_file(path, layer=name, mode="a" if path.exists() else "w")
    assert list(with_workspace(atlas, str(path)).own) == ids


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["x1", "x2"], ["ws-ids_x1", "ws-ids_x2"]),
        (["x", "x"], ["ws-ids_1", "ws-ids_2"]),
        (["a/b", "c"], ["ws-ids_1", "ws-ids_2"]),
        (["x", None], ["ws-ids_1", "ws-ids_2"]),
    ],
)
def test_ids_of_the_source_are_kept_where_they_can_tell_features_apart(
    atlas: Atlas, tmp_path: Path, given: list[str | None], expected: list[str]
) -> None:
    path = tmp_path / "ids.gpkg"
    frame(FRAME, FRAME).assign(BSM=given).to_file(path)
    extended = with_workspace(atlas, str(path))
    assert list(extended.layer("ws-ids").index) == expected
    assert not set(expected) & set(extended.places.index)


def test_an_exported_layer_of_the_atlas_read_back_is_another_layer(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "parks.gpkg"
    write_layer(atlas, "parks", "gpkg", path)
    extended = with_workspace(atlas, str(path))
    back = extended.layer("ws-parks")
    assert list(back.index) == [f"ws-parks_{place}" for place in atlas.layer("parks").index]
    theirs = atlas.layer("parks")["area_km2"].to_numpy()
    assert back["area_km2"].to_numpy() == pytest.approx(theirs, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("kind", [name for name in FORMATS if name != "txt"])
def test_every_format_carries_the_attributes(extended: Atlas, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"out.{FORMATS[kind].suffix}"
    content = write_layer(extended, "ws-xian-zhuang-di-kuai", kind, path)
    notes = {key: zh for key, zh, _ in content.notes()}
    assert "ODbL" not in notes["licence"]
    if kind in {"csv", "xlsx", "pmtiles"}:
        return
    if kind == "dxf":
        assert "容积率=1.6" in path.read_text(encoding="gbk")
        return
    back = read_features(path).set_index("place_id")
    row = back.loc["ws-xian-zhuang-di-kuai_4"]
    if kind == "shp":
        assert "容积率=1.6" in row["note_zh"], "its names of columns hold no Chinese"
        return
    assert pd.isna(row["note_zh"]), "what stands in a column is not said again"
    assert float(row["容积率"]) == 1.6
    assert float(row["MJ_own"]) == 7.5, "a column of the atlas is never that of the reader's own"


def test_the_table_has_the_columns_of_the_source_and_sorts_by_them(extended: Atlas) -> None:
    shown = table(extended, "ws-xian-zhuang-di-kuai", PlaceFilter(), sort="attribute:容积率", descending=True)
    values = [row["attribute:容积率"] for row in shown.rows]
    assert values == sorted(values, reverse=True)
    assert shown.headings["attribute:用途"] == ("用途", "用途")
    assert shown.measured == 11
    with pytest.raises(ParameterError, match="no filter"):
        table(extended, "ws-xian-zhuang-di-kuai", PlaceFilter(kind="park"))
    with pytest.raises(ParameterError, match="attribute:容积率"):
        table(extended, "ws-xian-zhuang-di-kuai", PlaceFilter(), sort="grade")


def test_search_finds_own_features_by_name_and_pinyin(extended: Atlas) -> None:
    for query in ("规划轨道", "ghgd"):
        found = search(extended, query)["places"]
        assert [place["id"] for place in found] == ["ws-gui-dao-xian_1", "ws-gui-dao-xian_2"]
    assert found[0]["parent_zh"] == "轨道线"


def test_any_vector_file_is_a_workspace_of_one_layer(atlas: Atlas, tmp_path: Path) -> None:
    zones = tiles(3, 2, 1)
    for name in ("a.geojson", "a.fgb", "a.shp", "a.parquet"):
        path = tmp_path / name
        zones.to_parquet(path) if name.endswith("parquet") else zones.to_file(path)
        assert len(with_workspace(atlas, str(path)).layer("ws-a")) == 6


def test_metres_without_a_system_are_placed_and_said_so(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "metres.geojson"
    shape = gpd.GeoSeries([FRAME], crs=LONLAT).to_crs("EPSG:4529").iloc[0]
    path.write_text(shapely.to_geojson(shape))
    extended = with_workspace(atlas, str(path))
    assert "未注明坐标系" in extended.entry("ws-metres").description_zh
    assert extended.layer("ws-metres")["area_km2"].iloc[0] == pytest.approx(area_km2([FRAME], LONLAT)[0], rel=1e-6)


def gpkg(path: Path, *shapes: object, crs: str | None = LONLAT) -> Path:
    frame(*shapes, crs=crs).to_file(path, layer="层")
    return path


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize(
    ("shapes", "crs", "error", "said"),
    [
        ([FRAME, BOW_TIE], LONLAT, GeometryError, "层: feature-2: Self-intersection"),
        ([FRAME], None, CRSError, "层: coordinates whose reference system"),
        ([FRAME], "EPSG:3857", CRSError, "Mercator"),
        ([shapely.GeometryCollection([FRAME, shapely.Point(121, 31)])], LONLAT, GeometryError, "GeometryCollection"),
        ([shapely.box(-179, 30, 179, 31)], LONLAT, GeometryError, "antimeridian"),
    ],
)
def test_a_broken_layer_is_refused_by_name(
    atlas: Atlas, tmp_path: Path, shapes: list[object], crs: str | None, error: type[AtlasError], said: str
) -> None:
    with pytest.raises(error, match=said):
        with_workspace(atlas, str(gpkg(tmp_path / "broken.gpkg", *shapes, crs=crs)))


def test_a_missing_an_empty_and_a_too_large_source_are_refused(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SourceError, match="the file is missing"):
        with_workspace(atlas, str(tmp_path / "nowhere.gpkg"))
    with pytest.raises(SourceError, match="no feature"):
        with_workspace(atlas, str(gpkg(tmp_path / "empty.gpkg")))
    path = gpkg(tmp_path / "two.gpkg", FRAME, FRAME)
    monkeypatch.setattr("geo.store.workspace.MOST_FEATURES", 1)
    with pytest.raises(ParameterError, match="2 features with 10 vertices; expected at most 1 features"):
        with_workspace(atlas, str(path))


def test_an_empty_layer_beside_others_is_left_out_and_an_empty_shape_is_not_located(
    atlas: Atlas, tmp_path: Path
) -> None:
    path = gpkg(tmp_path / "a.gpkg", FRAME, shapely.Polygon())
    frame().to_file(path, layer="nothing", mode="a")
    extended = with_workspace(atlas, str(path))
    assert list(extended.own) == ["ws-ceng"]
    assert extended.layer("ws-ceng").geometry.isna().tolist() == [False, True]


def test_a_text_of_a_megabyte_is_cut_wherever_it_is_shown(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "long.gpkg"
    gpd.GeoDataFrame({"name": ["甲" * 1_000_000], "note": ["x" * 5_000]}, geometry=[FRAME], crs=LONLAT).to_file(path)
    workspace = with_workspace(atlas, str(path))
    [row] = table(workspace, "ws-long", PlaceFilter()).rows
    name = workspace.layers["ws-long"]["name_zh"].iloc[0]
    assert name == "甲" * LONGEST_TEXT + f" […+{1_000_000 - LONGEST_TEXT}]"
    assert len(str(row)) < 5 * LONGEST_TEXT
    assert max(len(str(value)) for value in workspace.own["ws-long"].iloc[0]) < LONGEST_TEXT + 20


def test_layers_of_any_name_are_shown_and_one_without_features_is_told(
    atlas: Atlas, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = write_layers_named(tmp_path / "names.gpkg", ["a b\"c'd", "a/b?c#d&e", "\u202eturned", "长" * 200])
    PLOT.iloc[:0].to_file(path, layer="empty")
    own = list(with_workspace(atlas, str(path)).own)
    assert own[:3] == ["ws-a-b-c-d", "ws-a-b-c-d-e", "ws-turned"]
    assert len(own) == 4
    assert max(map(len, own)) <= 63
    assert [record.getMessage() for record in caplog.records] == [f"{path}, layer empty is left out: it has no feature"]
