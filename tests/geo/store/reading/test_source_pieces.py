"""A file as pieces of bounded size."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import SourceError
from geo.store.reading import source_pieces
from geo.store.reading.source_pieces import open_source
from tests.geo.store.conftest import plots


@pytest.mark.parametrize("ending", [".gpkg", ".parquet", ".geojson", ".json"])
def test_pieces_are_not_larger_than_asked_and_keep_the_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(source_pieces, "PIECE", 10)
    monkeypatch.setattr(source_pieces, "_LARGE", 2_000 if ending == ".json" else 10**9)
    path = tmp_path / f"p{ending}"
    frame = plots().drop(columns="built")
    frame.to_parquet(path) if ending == ".parquet" else frame.to_file(path, driver={".json": "GeoJSON"}.get(ending))
    with open_source(path) as source:
        assert source.count == 36
        pieces = list(source.pieces)
    assert [len(piece.shapes) for piece in pieces] == [10, 10, 10, 6]
    assert [one for piece in pieces for one in piece.columns.column("id").to_pylist()] == list(range(36))
    assert all(piece.columns.schema == source.schema for piece in pieces)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "no.gpkg", tmp_path):
        with pytest.raises(SourceError), open_source(path):
            pass


@pytest.mark.parametrize("name", ["终稿!.gpkg", "a;b.gpkg"])
def test_a_name_that_would_be_cut_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(_geopackage(tmp_path))
    with pytest.raises(SourceError, match="rename the file"), open_source(tmp_path / name):
        pass


def _geopackage(folder: Path) -> bytes:
    plots().iloc[:1].to_file(folder / "plain.gpkg")
    return (folder / "plain.gpkg").read_bytes()
