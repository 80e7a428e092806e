"""The kept atlas: the same data to the last digit, of these files and this code only."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal

from geo import Atlas, load_atlas
from geo.atlas import atlas_cache
from geo.atlas.load import default_folder


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for the kept atlas."""
    monkeypatch.setattr(atlas_cache, "cache_folders", lambda: [tmp_path / "kept"])
    return tmp_path / "kept"


@pytest.fixture(scope="module")
def read_from_files() -> Atlas:
    return load_atlas(default_folder("layers"), default_folder("seeds"))


def parts(atlas: Atlas) -> atlas_cache.Parts:
    return atlas_cache.Parts(atlas.catalogue, dict(atlas.tables), dict(atlas.layers), atlas.version, atlas.lines)


def test_what_is_kept_is_what_the_files_say(place: Path, read_from_files: Atlas) -> None:
    atlas_cache.write(parts(read_from_files))
    kept = atlas_cache.read(read_from_files.version)
    assert kept is not None
    assert (kept.version, kept.catalogue) == (read_from_files.version, read_from_files.catalogue)
    assert list(kept.layers) == list(read_from_files.layers)
    for name, table in read_from_files.tables.items():
        pd.testing.assert_frame_equal(kept.tables[name], table, check_exact=True)
    for name, frame in read_from_files.layers.items():
        assert_geodataframe_equal(kept.layers[name], frame)
        pd.testing.assert_frame_equal(
            pd.DataFrame(kept.layers[name].drop(columns="geometry")),
            pd.DataFrame(frame.drop(columns="geometry")),
            check_exact=True,
        )
    assert kept.lines is not None
    assert read_from_files.lines is not None
    assert kept.lines.accuracy_m.tolist() == read_from_files.lines.accuracy_m.tolist()
    assert [path.name for path in place.iterdir()] == ["atlas.pickle"]


def test_the_atlas_is_kept_when_it_is_loaded_and_read_the_next_time(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_atlas().version
    assert (place / "atlas.pickle").is_file()
    monkeypatch.setattr("geo.atlas.atlas.measure", lambda *_: pytest.fail("measured again"))
    assert load_atlas().layer("parks")["area_km2"].notna().any()


def test_other_data_or_code_is_not_what_is_kept(
    place: Path, read_from_files: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert atlas_cache.read(read_from_files.version) is None
    atlas_cache.write(parts(read_from_files))
    assert atlas_cache.read("0123456789ab") is None
    monkeypatch.setattr(atlas_cache, "sources_hash", lambda *_: "another")
    assert atlas_cache.read(read_from_files.version) is None


def test_a_torn_file_is_passed_over(place: Path, read_from_files: Atlas) -> None:
    atlas_cache.write(parts(read_from_files))
    path = place / "atlas.pickle"
    path.write_bytes(path.read_bytes()[:-1])
    assert atlas_cache.read(read_from_files.version) is None


def test_without_a_place_the_atlas_is_read_from_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(atlas_cache, "cache_folders", lambda: [tmp_path / "file" / "x"])
    assert load_atlas().version
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
