"""界址点坐标 TXT read: whole parcels with holes, and a message for every file that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import GeometryError, SourceError
from geo.readers.boundary_points import parse, read

HEAD = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n投影类型=高斯克吕格\n计量单位=米\n带号=41\n[地块坐标]\n"
SQUARE = "J1,1,3420000,41400000\nJ2,1,3420000,41400100\nJ3,1,3420100,41400100\nJ4,1,3420100,41400000\n"
HOLE = (
    "J5,2,3420040,41400040\nJ6,2,3420040,41400060\nJ7,2,3420060,41400060\n"
    "J8,2,3420060,41400040\nJ5,2,3420040,41400040\n"
)


def test_a_parcel_with_a_hole_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "parcel.txt"
    path.write_text(f"{HEAD}9,0.96,7,试验地块,面,,工业,,@\n{SQUARE}{HOLE}", encoding="gbk")
    parcels = read(path)
    assert parcels.crs.to_epsg() == 4529
    assert list(parcels["place_id"]) == ["7"]
    assert list(parcels["name_zh"]) == ["试验地块"]
    assert parcels.geometry[0].area == pytest.approx(100 * 100 - 20 * 20)
    assert parcels["stated_area_ha"][0] == 0.96


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_the_encoding_is_recognised_and_a_file_that_has_none_is_refused(encoding: str) -> None:
    text = f"{HEAD}4,1,7,试验地块,面,,,,@\n{SQUARE}"
    assert parse(text.encode(encoding), "a.txt")["name_zh"][0] == "试验地块"
    with pytest.raises(SourceError, match="neither UTF-8 nor GBK"):
        parse(text.encode("utf-8") + b"\xff", "a.txt")


def test_a_parcel_without_name_and_area_keeps_its_number() -> None:
    parcels = parse(f"{HEAD}4,,7,,面,,,,@\n{SQUARE}".encode(), "a.txt")
    assert parcels["name_zh"][0] == "7"
    assert parcels["stated_area_ha"].isna().all()
