"""The lenient load keeps what is sound in a broken folder, and a finding for the rest."""

from __future__ import annotations

import json

from geo import Atlas
from geo.atlas.added.short_names import with_short_names
from geo.atlas.schema import MAY_BE_MISSING
from geo.check.lenient_load import lenient_load
from tests.conftest import DataFolders


def edit_features(folders: DataFolders, layer: str, **changes: dict) -> None:
    path = folders.layers / f"{layer}.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    for feature in document["features"]:
        feature.update(changes.get(feature["id"].replace("-", "_"), {}))
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def test_sound_folders_are_read_as_the_strict_load_reads_them(atlas: Atlas, folders: DataFolders) -> None:
    loaded = lenient_load(folders.layers, folders.seeds)
    assert loaded.findings == []
    # The anchors are read apart: a folder may do without them.
    assert set(loaded.tables) == set(atlas.tables) - set(MAY_BE_MISSING)
    named = with_short_names(loaded.tables)
    assert all(named[name].equals(atlas.tables[name]) for name in named)
    assert loaded.catalogue == atlas.catalogue
    assert list(loaded.frames) == atlas.layer_ids
    for layer, frame in loaded.frames.items():
        theirs = atlas.layers[layer].loc[frame.index]
        assert frame.geometry.geom_equals(theirs.geometry).sum() == theirs.geometry.notna().sum()
    assert len(loaded.features()) == sum(map(len, loaded.frames.values()))
    assert (loaded.sections is not None, loaded.control_points is not None, loaded.hierarchy is not None) == (True,) * 3


def test_an_unsound_geometry_is_dropped_and_its_feature_stays(folders: DataFolders) -> None:
    broken = {"type": "Polygon", "coordinates": [[[121.8, 30.8], [121.9, 30.9], [121.9, 30.8], [121.8, 30.8001]]]}
    edit_features(folders, "clusters", xinghuo={"geometry": broken})
    loaded = lenient_load(folders.layers, folders.seeds)
    assert loaded.unsound == {"xinghuo"}
    assert {finding.rule for finding in loaded.findings} == {"G006"}
    frame = loaded.frames["clusters"]
    assert frame.geometry["xinghuo"] is None
    assert frame.geometry.drop("xinghuo").notna().any()


def test_a_ring_that_runs_the_wrong_way_is_reported_and_still_measured(folders: DataFolders, atlas: Atlas) -> None:
    shape = atlas.layers["clusters"].geometry["xinghuo"]
    clockwise = {"type": "Polygon", "coordinates": [list(map(list, shape.exterior.coords))[::-1]]}
    edit_features(folders, "clusters", xinghuo={"geometry": clockwise})
    loaded = lenient_load(folders.layers, folders.seeds)
    assert [finding.rule for finding in loaded.findings] == ["G007"]
    assert loaded.unsound == set()
    assert loaded.frames["clusters"].geometry["xinghuo"].equals(shape)


def test_a_table_with_a_wrong_word_is_kept_and_one_without_a_column_is_not(folders: DataFolders) -> None:
    folders.edit("places.csv", ",belt,lingang,", ",belt,lingan,")
    folders.edit("claims.csv", "summary_en", "summary")
    loaded = lenient_load(folders.layers, folders.seeds)
    assert "places" in loaded.tables
    assert "claims" not in loaded.tables
    assert {finding.file for finding in loaded.findings} == {"seeds/places.csv", "seeds/claims.csv"}


def test_a_catalogue_keeps_its_valid_entries(folders: DataFolders, atlas: Atlas) -> None:
    folders.edit("catalogue.toml", 'role = "planning"', 'role = "plan"')
    loaded = lenient_load(folders.layers, folders.seeds)
    assert loaded.catalogue is not None
    assert len(loaded.catalogue.layer) == len(atlas.catalogue.layer) - 1
    assert loaded.catalogue.group == atlas.catalogue.group
    assert len(loaded.frames) == len(loaded.catalogue.layer)


def test_two_features_of_one_id_leave_the_first(folders: DataFolders) -> None:
    path = folders.layers / "clusters.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["features"].append({**document["features"][0], "geometry": None})
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    loaded = lenient_load(folders.layers, folders.seeds)
    name = document["features"][0]["id"]
    assert loaded.frames["clusters"].index.is_unique
    assert loaded.frames["clusters"].geometry[name] is not None
    assert len(loaded.drawn_places["clusters"]) == len(document["features"])


def test_nothing_at_all_is_findings_and_an_empty_frame(folders: DataFolders) -> None:
    loaded = lenient_load(folders.layers / "nowhere", folders.seeds / "nowhere")
    assert loaded.catalogue is None
    assert loaded.tables == loaded.frames == {}
    assert {finding.rule for finding in loaded.findings} == {"S001"}
    assert len(loaded.features()) == 0
    assert loaded.features().crs == "EPSG:4326"
