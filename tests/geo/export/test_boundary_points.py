"""界址点坐标 TXT written: the lines a land office expects, in the encoding it reads."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from geo import Atlas
from geo.errors import ParameterError
from geo.export import write_layer
from geo.export.boundary_points import _fit
from geo.measure.area import area_km2
from geo.readers.boundary_points import read


def test_a_file_has_datum_zone_unit_and_closed_numbered_rings(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "areas.txt"
    write_layer(atlas, "areas", "txt", path)
    lines = path.read_bytes().decode("gbk").split("\r\n")
    for line in (
        "坐标系=2000国家大地坐标系",
        "几度分带=3",
        "投影类型=高斯克吕格",
        "计量单位=米",
        "带号=41",
        "[地块坐标]",
    ):
        assert line in lines
    assert any(line.startswith("version=") and atlas.version in line for line in lines)
    body = lines[lines.index("[地块坐标]") + 1 :]
    heads = [number for number, line in enumerate(body) if line.endswith("@")]
    located = atlas.layer("areas").dropna(subset="geometry")
    assert len(heads) == len(located)
    for start, place_id in zip(heads, located.index, strict=True):
        cells = body[start].split(",")
        assert cells[2] == place_id
        assert float(cells[1]) == pytest.approx(located["area_km2"][place_id] * 100, abs=1e-4)
        points = [line.split(",") for line in body[start + 1 : start + 1 + int(cells[0])]]
        rings = {ring: [point for point in points if point[1] == ring] for ring in {point[1] for point in points}}
        parts = shapely.get_parts(located.geometry[place_id])
        assert len(rings) == sum(1 + len(part.interiors) for part in parts)
        for ring in rings.values():
            assert ring[0] == ring[-1]
            assert all(float(x) < 4e6 and 41e6 < float(y) < 42e6 for _, _, x, y in ring)


def test_area_comes_back_to_a_part_per_million(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "areas.txt"
    write_layer(atlas, "areas", "txt", path, encoding="utf-8")
    back = read(path).set_index("place_id")
    expected = atlas.layer("areas")["area_km2"].dropna()
    found = area_km2(back.geometry.to_numpy(), back.crs)
    assert dict(zip(back.index, found, strict=True)) == pytest.approx(dict(expected), rel=1e-6)


@pytest.mark.parametrize(("encoding", "codec"), [("gbk", "gbk"), ("utf-8", "utf-8")])
def test_a_file_is_written_in_the_encoding_that_was_asked_for(
    atlas: Atlas, tmp_path: Path, encoding: str, codec: str
) -> None:
    path = tmp_path / "areas.txt"
    write_layer(atlas, "areas", "txt", path, encoding=encoding)
    assert "坐标系=2000国家大地坐标系".encode(codec) in path.read_bytes()


def test_an_encoding_land_offices_do_not_read_is_refused(atlas: Atlas, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"encoding='big5'.*gbk or utf-8"):
        write_layer(atlas, "areas", "txt", tmp_path / "areas.txt", encoding="big5")


def test_every_byte_of_a_gbk_file_is_gbk(atlas: Atlas, tmp_path: Path) -> None:
    """The notice of the map data has a ©, which only GB18030 has."""
    path = tmp_path / "areas.txt"
    write_layer(atlas, "areas", "txt", path)
    path.read_bytes().decode("gbk")
    write_layer(atlas, "areas", "txt", path, encoding="utf-8")
    path.read_bytes().decode("utf-8")


def test_a_character_gbk_lacks_is_replaced_or_refused_by_name() -> None:
    assert _fit("© 临港… 5 m²", "gbk") == "(C) 临港… 5 m2"
    assert _fit("© 𠮷", "utf-8-sig") == "© 𠮷"
    with pytest.raises(ParameterError, match=r"U\+20BB7.*GBK lacks.*encoding=utf-8"):
        _fit("地块 𠮷 乙", "gbk")


def test_what_is_written_is_read_without_a_warning(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "areas.txt"
    for encoding in ("gbk", "utf-8"):
        write_layer(atlas, "areas", "txt", path, encoding=encoding)
        assert read(path).attrs == {"warnings": [], "guessed": False}
