"""Zipped Shapefiles: ASCII codes, Chinese in the code page that was asked for, texts cut between characters."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pyogrio
import pytest

from geo import Atlas
from geo.columns import FIELDS
from geo.export.shapefile import TEXT_BYTES, _fit
from tests.geo.export.layer_files import export


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


@pytest.mark.parametrize(("encoding", "whole"), [("utf-8", TEXT_BYTES // 3), ("gbk", TEXT_BYTES // 2)])
def test_a_long_text_is_cut_between_characters(encoding: str, whole: int) -> None:
    assert _fit("港" * 200, encoding) == "港" * whole
    assert _fit("a" + "港" * 200, encoding) == "a" + "港" * ((TEXT_BYTES - 1) // len("港".encode(encoding)))


def test_what_a_code_page_lacks_is_replaced_and_a_missing_text_stays_missing() -> None:
    assert _fit("5 km²", "gbk") == "5 km2"
    assert _fit("a😀b", "gbk") == "a?b"
    assert _fit(None, "utf-8") is None
