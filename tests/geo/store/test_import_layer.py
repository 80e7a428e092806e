"""Import into a folder and a database: every format, whole or not at all, repairs seen, any name."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.atlas.added.stored_layer import StoredQuery
from geo.errors import AtlasError, CRSError, GeometryError, ParameterError, SourceError, UnknownLayerError
from geo.readers.checks.bounds import LONGEST_TEXT
from geo.store.import_layer import ImportOptions, import_layer, remove_layer
from geo.store.open_store import open_store
from tests.geo.store.conftest import plots
from tests.workspaces import write_layers_named

BOW_TIE = shapely.Polygon([(121.8, 30.9), (121.9, 30.91), (121.9, 30.9), (121.8, 30.91)])
NAMES = ["a b\"c'd", "a/b?c#d&e", "\u202eright to left\u200f", "长" * 200, "../../etc", "%s {0} :x", "ws-twice"]


def small(**columns: Any) -> gpd.GeoDataFrame:
    shapes = [shapely.box(121.7 + 0.01 * one, 30.85, 121.705 + 0.01 * one, 30.855) for one in range(2)]
    return gpd.GeoDataFrame({"名称": ["甲", "乙"], **columns}, geometry=shapes, crs="EPSG:4326")


@pytest.fixture(scope="session")
def own_store(store: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store to write to: the database, or a folder of its own."""
    return store if store.startswith("postgresql") else str(tmp_path_factory.mktemp("other"))


def _write(frame: gpd.GeoDataFrame, path: Path) -> Path:
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    elif path.suffix == ".zip":
        frame.to_file(path.with_suffix(".shp"))
        with zipfile.ZipFile(path, "w") as archive:
            for part in path.parent.glob(f"{path.stem}.[!z]*"):
                archive.write(part, part.name)
    else:
        frame.to_file(path, driver={".kml": "LIBKML", ".gdb": "OpenFileGDB"}.get(path.suffix))
    return path


@pytest.mark.parametrize(
    "ending",
    [".gpkg", ".shp", ".zip", ".fgb", ".geojson", ".kml", ".gml", ".gpx", ".tab", ".mif", ".parquet", ".gdb", ".dxf"],
)
def test_every_format_of_the_table_is_imported(tmp_path: Path, ending: str) -> None:
    frame = small().rename(columns={"名称": "Name"})
    if ending == ".gpx":
        points = shapely.points([(121.7, 30.85), (121.71, 30.85)])
        frame = gpd.GeoDataFrame({"name": ["甲", "乙"]}, geometry=points, crs=frame.crs)
    elif ending == ".dxf":
        frame = frame[["geometry"]].to_crs("EPSG:4529")
    elif ending in {".tab", ".mif"}:
        frame["Name"] = ["A", "B"]
    path = _write(frame, tmp_path / f"plots{ending}")
    note = import_layer(path, tmp_path / "store", ImportOptions("plots"))
    rows = open_store(tmp_path / "store")[note.id].rows()
    if ending != ".dxf":
        assert sorted(rows["name_zh"]) == sorted(frame.get("Name", frame.get("name")))
    boxes = np.sort(rows.geometry.bounds.to_numpy(), axis=0)
    assert boxes == pytest.approx(small().bounds.to_numpy() if ending != ".gpx" else frame.bounds.to_numpy(), abs=2e-6)


def test_any_name_is_a_layer_with_a_plain_id(own_store: str, plots_file: Path) -> None:
    ids = [import_layer(plots_file, own_store, ImportOptions(name, force=True)).id for name in NAMES]
    assert len(set(ids)) == len(NAMES)
    for layer_id in ids:
        layer = open_store(own_store)[layer_id]
        assert layer_id.removeprefix("ws-").replace("-", "").isalnum()
        assert layer_id.isascii()
        assert len(layer_id) <= 64
        assert len(layer.entry.title_zh) <= 200
        assert not set("\u202e\u200f") & set(layer.entry.title_zh)
        assert layer.rows(StoredQuery(limit=1))["name_zh"].tolist() == [f"{layer.entry.title_zh} 1"]
        assert layer.count() == 36


def test_a_layer_is_replaced_only_if_asked_and_keeps_its_number(
    own_store: str, plots_file: Path, tmp_path: Path
) -> None:
    first = import_layer(plots_file, own_store, ImportOptions("again", force=True))
    before = open_store(own_store)[first.id].version
    with pytest.raises(ParameterError, match="--force"):
        import_layer(plots_file, own_store, ImportOptions("again"))
    path = _write(small(), tmp_path / "two.gpkg")
    second = import_layer(path, own_store, ImportOptions("again", force=True, title="Two"))
    layer = open_store(own_store)[second.id]
    assert (layer.count(), layer.entry.title_en, second.number) == (2, "Two", first.number)
    assert layer.version != before
    remove_layer(own_store, second.id)


def test_an_invalid_shape_is_refused_or_repaired_where_all_can_see_it(own_store: str, tmp_path: Path) -> None:
    frame = small()
    frame.loc[1, "geometry"] = BOW_TIE
    path = _write(frame, tmp_path / "tie.gpkg")
    with pytest.raises(GeometryError, match=r"feature 2: Self-intersection.*--repair"):
        import_layer(path, own_store, ImportOptions("tie"))
    assert "ws-tie" not in open_store(own_store)
    note = import_layer(path, own_store, ImportOptions("tie", repair=True))
    assert note.repaired == 1
    assert note.repairs[0].startswith("2: Self-intersection")
    layer = open_store(own_store)[note.id]
    assert "Invalid shapes repaired at the import: 1." in layer.entry.description_en
    assert layer.rows().geometry.is_valid.all()
    assert layer.entry.geometry == "polygon"
    remove_layer(own_store, note.id)


def test_names_come_from_the_chosen_column_and_not_from_numbers(own_store: str, tmp_path: Path) -> None:
    path = _write(small(id=[0, 1], owner=["A", ""]).drop(columns="名称"), tmp_path / "p.gpkg")
    layer_id = import_layer(path, own_store, ImportOptions("named", force=True)).id
    assert open_store(own_store)[layer_id].rows()["name_zh"].tolist() == ["named 1", "named 2"]
    import_layer(path, own_store, ImportOptions("named", force=True, name_field="owner"))
    assert open_store(own_store)[layer_id].rows()["name_zh"].tolist() == ["A", "named 2"]
    with pytest.raises(ParameterError, match="no column 'x'; expected one of id, owner"):
        import_layer(path, own_store, ImportOptions("named", force=True, name_field="x"))
    remove_layer(own_store, layer_id)


def test_columns_whose_names_are_taken_or_strange_keep_their_values(own_store: str, tmp_path: Path) -> None:
    columns: dict[str, Any] = {"fid": [7, 8], "area_km2": [1.0, 2.0], "Area_KM2": ["x", "y"], 'a"b%': ["1", "2"]}
    columns["long"] = ["z" * 5000, ""]
    path = tmp_path / "p.geojson"
    small(**columns).to_file(path)
    layer_id = import_layer(path, own_store, ImportOptions("strange", force=True)).id
    layer = open_store(own_store)[layer_id]
    rows = layer.rows()
    assert rows['a"b%'].tolist() == ["1", "2"]
    assert rows["fid_own"].tolist() == [7, 8]
    assert sorted(name for name in layer.fields if name.casefold().startswith("area")) == ["Area_KM2_2", "area_km2_own"]
    assert len(rows["long"].iloc[0]) < LONGEST_TEXT + 20
    assert layer.rows(StoredQuery(equals={'a"b%': ["2"]})).index.tolist() == [f"{layer_id}_2"]
    assert layer.values('a"b%') == [("1", 1), ("2", 1)]
    remove_layer(own_store, layer_id)


@pytest.mark.parametrize(
    ("frame", "error", "said"),
    [
        (small().iloc[:0], SourceError, "no feature"),
        (small().to_crs("EPSG:3857"), CRSError, "Mercator"),
        (small(), CRSError, "does not name"),
    ],
)
def test_what_cannot_be_measured_leaves_nothing(
    own_store: str, tmp_path: Path, frame: gpd.GeoDataFrame, error: type[AtlasError], said: str
) -> None:
    path = _write(frame, tmp_path / ("p.shp" if len(frame) else "p.gpkg"))
    if "name" in said:
        path.with_suffix(".prj").unlink()
    with pytest.raises(error, match=said):
        import_layer(path, own_store, ImportOptions("nothing"))
    assert "ws-nothing" not in open_store(own_store)
    if not own_store.startswith("postgresql"):
        names = [one.name for one in Path(own_store).iterdir()]
        assert not [name for name in names if "nothing" in name or name.endswith(".part")]


def test_layers_of_a_file_may_have_any_name(tmp_path: Path) -> None:
    path = write_layers_named(tmp_path / "many.gpkg", NAMES)
    for name in NAMES:
        note = import_layer(path, tmp_path / "store", ImportOptions(name, layer=name))
        assert open_store(tmp_path / "store")[note.id].count() == 1


def test_a_file_of_several_layers_asks_which(tmp_path: Path) -> None:
    path = tmp_path / "many.gpkg"
    small().to_file(path, layer="one")
    plots().to_file(path, layer="two")
    with pytest.raises(ParameterError, match="--layer with one of one, two"):
        import_layer(path, tmp_path / "store", ImportOptions("x"))
    with pytest.raises(ParameterError, match="no layer 'three'"):
        import_layer(path, tmp_path / "store", ImportOptions("x", layer="three"))
    assert import_layer(path, tmp_path / "store", ImportOptions("x", layer="two")).count == 36


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.gml", b"{}", "content that is no .gml"),
        ("x.gpx", b"<!DOCTYPE x [<!ENTITY y 'z'>]><gpx/>", "content that is no .gpx"),
        ("x.gpkg", b"nothing", "content that is no .gpkg"),
        ("x.csv", b"", "a file named"),
    ],
)
def test_content_that_is_not_what_its_name_says_is_refused(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=said):
        import_layer(tmp_path / name, tmp_path / "store", ImportOptions("x"))


def test_progress_ends_with_all_features(own_store: str, plots_file: Path) -> None:
    told: list[tuple[str, int, int]] = []
    import_layer(plots_file, own_store, ImportOptions("told", force=True), lambda *step: told.append(step))
    assert told == [("importing plots.gpkg", 0, 36), ("importing plots.gpkg", 36, 36)]
    remove_layer(own_store, "ws-told")


_KILLED = """
import os, signal, sys
from pathlib import Path
from typing import Any
from geo.store import import_layer
real = import_layer.ready_pieces
def stop(*args, **more):
    yield from real(*args, **more)
    os.kill(os.getpid(), signal.SIGKILL)
import_layer.ready_pieces = stop
import_layer.import_layer(Path(sys.argv[1]), sys.argv[2], import_layer.ImportOptions("killed"))
"""


def test_a_killed_import_leaves_nothing_to_be_seen_and_the_next_one_goes_through(
    tmp_path: Path, plots_file: Path
) -> None:
    done = subprocess.run([sys.executable, "-c", _KILLED, plots_file, tmp_path], check=False, capture_output=True)
    assert done.returncode == -9, done.stderr
    store = open_store(tmp_path)
    assert "ws-killed" not in store
    assert store.left_out == ()
    note = import_layer(plots_file, tmp_path, ImportOptions("killed"))
    assert open_store(tmp_path)[note.id].count() == 36
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ws-killed.gpkg", "ws-killed.layer.json"]
    remove_layer(tmp_path, note.id)
    assert not list(tmp_path.iterdir())


def test_an_import_that_fails_leaves_nothing_and_a_layer_that_is_gone_cannot_be_removed(
    own_store: str, plots_file: Path
) -> None:
    def stop(step: str, done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_layer(plots_file, own_store, ImportOptions("stopped"), stop)
    assert "ws-stopped" not in open_store(own_store)
    with pytest.raises(UnknownLayerError, match="lingang layers --store"):
        remove_layer(own_store, "ws-stopped")
