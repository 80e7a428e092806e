"""界址点坐标 TXT: the lines a land office expects, out; whole parcels with holes, in."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from geo import Atlas
from geo.errors import GeometryError, ParameterError, SourceError
from geo.export import write_layer
from geo.measure.area import area_km2
from geo.readers.boundary_points import read

HEAD = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n投影类型=高斯克吕格\n计量单位=米\n带号=41\n[地块坐标]\n"
SQUARE = "J1,1,3420000,41400000\nJ2,1,3420000,41400100\nJ3,1,3420100,41400100\nJ4,1,3420100,41400000\n"
HOLE = (
    "J5,2,3420040,41400040\nJ6,2,3420040,41400060\nJ7,2,3420060,41400060\n"
    "J8,2,3420060,41400040\nJ5,2,3420040,41400040\n"
)


def test_a_file_has_datum_zone_unit_and_closed_numbered_rings(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "areas.txt"
    write_layer(atlas, "areas", "txt", path)
    lines = path.read_bytes().decode("gb18030").split("\r\n")
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


def test_a_parcel_with_a_hole_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "parcel.txt"
    path.write_text(f"{HEAD}9,0.96,7,试验地块,面,,工业,,@\n{SQUARE}{HOLE}", encoding="gbk")
    parcels = read(path)
    assert parcels.crs.to_epsg() == 4529
    assert list(parcels["place_id"]) == ["7"]
    assert list(parcels["name_zh"]) == ["试验地块"]
    assert parcels.geometry[0].area == pytest.approx(100 * 100 - 20 * 20)
    assert parcels["stated_area_ha"][0] == 0.96


def test_area_comes_back_to_a_part_per_million(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "areas.txt"
    write_layer(atlas, "areas", "txt", path, encoding="utf-8")
    back = read(path).set_index("place_id")
    expected = atlas.layer("areas")["area_km2"].dropna()
    found = area_km2(back.geometry.to_numpy(), back.crs)
    assert dict(zip(back.index, found, strict=True)) == pytest.approx(dict(expected), rel=1e-6)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("J1,1,1,1\n", SourceError),
        (HEAD, SourceError),
        (HEAD.replace("41", "99") + f"4,1,1,a,面,,,,@\n{SQUARE}", SourceError),
        (HEAD.replace("2000国家", "1980西安") + f"4,1,1,a,面,,,,@\n{SQUARE}", SourceError),
        (f"{HEAD}4,1,1,a,面,,,,@\nJ1,1,x,y\n", SourceError),
        (f"{HEAD}2,1,1,a,面,,,,@\nJ1,1,3420000,41400000\nJ2,1,3420000,41400100\n", GeometryError),
        (f"{HEAD}4,1,1,a,面,,,,@\nJ1,1,0,0\nJ2,1,1,1\nJ3,1,1,0\nJ4,1,0,1\n", GeometryError),
    ],
)
def test_a_file_that_cannot_be_read_says_so(tmp_path: Path, text: str, error: type[Exception]) -> None:
    path = tmp_path / "bad.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error):
        read(path)


@pytest.mark.parametrize(("encoding", "codec"), [("gbk", "gb18030"), ("utf-8", "utf-8")])
def test_a_file_is_written_in_the_encoding_that_was_asked_for(
    atlas: Atlas, tmp_path: Path, encoding: str, codec: str
) -> None:
    path = tmp_path / "areas.txt"
    write_layer(atlas, "areas", "txt", path, encoding=encoding)
    assert "坐标系=2000国家大地坐标系".encode(codec) in path.read_bytes()


def test_an_encoding_land_offices_do_not_read_is_refused(atlas: Atlas, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"encoding='big5'.*gbk or utf-8"):
        write_layer(atlas, "areas", "txt", tmp_path / "areas.txt", encoding="big5")
