"""界址点坐标 TXT read: whole parcels with holes, and a message for every file that cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import words
from geo.errors import GeometryError, SourceError
from geo.readers.boundary_points import parse, read

HEAD = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n投影类型=高斯克吕格\n计量单位=米\n带号=41\n[地块坐标]\n"
SQUARE = "J1,1,3420000,41400000\nJ2,1,3420000,41400100\nJ3,1,3420100,41400100\nJ4,1,3420100,41400000\n"
BOW = "J1,1,3420000,41400000\nJ2,1,3420100,41400100\nJ3,1,3420100,41400000\nJ4,1,3420000,41400100\n"
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
        (f"{HEAD}4,1,1,a,面,,,,@\n{BOW}", GeometryError),
        (f"{HEAD}4,1,1,a,面,,,,@\n", GeometryError),
        (f"{HEAD}4,1,1,a,面,,,,@\nJ1,1,0,0\nJ2,1,1,1\nJ3,1,1,0\n", SourceError),
        (f"{HEAD}4,1,1,a,面,,,,@\nJ1,x,3420000,41400000\n", SourceError),
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


def warnings_of(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = parse(text.encode(), "a.txt").attrs["warnings"]
    return found


def test_a_sound_file_has_no_warning() -> None:
    assert warnings_of(f"{HEAD}9,0.9602,7,试验地块,面,,工业,,@\n{SQUARE}{HOLE}") == []
    closed = SQUARE + "J1,1,3420000,41400000\n"
    for count in (4, 5):
        assert warnings_of(f"{HEAD}{count},1,7,甲,面,,,,@\n{closed}") == []


def test_a_stated_area_and_a_stated_count_that_do_not_fit_are_told_with_both_figures() -> None:
    area, count = warnings_of(f"{HEAD}99,999,7,甲,面,,,,@\n{SQUARE}")[::-1]
    assert count == words.both("points.count", name="甲", stated=99, found=4)
    assert "999" in area[0]
    assert "0.9998" in area[1]


def test_of_many_misfits_the_first_are_listed_and_the_rest_counted() -> None:
    found = warnings_of(HEAD + f"99,,7,甲,面,,,,@\n{SQUARE}" * 8)
    assert len(found) == 6
    assert found[-1] == words.both("points.more", count=3)


def test_a_ring_without_number_ends_where_it_closes() -> None:
    """The square, closed, then its hole; neither has the number of its ring."""
    square = "A,3420000,41400000\nB,3420000,41400100\nC,3420100,41400100\nD,3420100,41400000\nA,3420000,41400000\n"
    hole = HOLE.replace(",2,", ",")
    parcels = parse(f"{HEAD}10,0.96,7,甲,面,,,,@\n{square}{hole}".encode(), "a.txt")
    assert parcels.geometry[0].area == pytest.approx(9600)
    assert parcels.attrs["warnings"] == [words.both("points.no_rings")]


def test_bare_points_are_one_parcel_and_all_that_was_assumed_is_told() -> None:
    lines = [" ".join(line.split(",")[2:]) for line in SQUARE.splitlines()]
    parcels = parse("\n".join(lines).encode(), "a.txt")
    assert parcels.geometry[0].area == pytest.approx(10_000)
    keys = ("no_header", "no_parcel", "no_rings", "datum")
    assert parcels.attrs["warnings"] == [words.both(f"points.{key}") for key in keys]
    assert parcels.attrs["guessed"] is False


#: A parcel with a hole, in degrees.
SITE = shapely.Polygon(
    [(121.90, 30.90), (121.91, 30.90), (121.912, 30.905), (121.90, 30.91)],
    [[(121.903, 30.902), (121.903, 30.904), (121.906, 30.904), (121.906, 30.902)]],
)
#: System of the numbers -> zone of the header, decimal places.
SYSTEMS = {
    "EPSG:4529": ("41", 4),
    "EPSG:4550": ("41", 4),
    "EPSG:4499": ("21", 4),
    "EPSG:4510": ("21", 4),
    "EPSG:4490": ("", 9),
}
SYSTEMS["EPSG:4549"] = ("40", 4)


def written(
    crs: str, *, swapped: bool, closed: bool, header: bool, labels: str, separator: str, full_width: bool
) -> str:
    """Write the site in a dialect."""
    zone, digits = SYSTEMS[crs]
    shape = gpd.GeoSeries([SITE], crs="EPSG:4490").to_crs(crs).iloc[0]
    lines = []
    if header:
        named = f"带号={zone}\n" if zone else ""
        lines.append(
            f"[属性描述]\n坐标系=2000国家大地坐标系\n几度分带={3 if int(zone or 41) > 24 else 6}\n{named}[地块坐标]"
        )
    lines.append(separator.join(["8", "", "7", "试验地块", "面", "", "", "", "＠" if full_width else "@"]))
    number = 0
    for ring, line in enumerate((shape.exterior, *shape.interiors), start=1):
        for east, north in np.asarray(line.coords)[: None if closed else -1]:
            number += 1
            pair = (east, north) if swapped else (north, east)
            lines.append(separator.join([f"{labels}{number}", str(ring), *(f"{value:.{digits}f}" for value in pair)]))
    return "\r\n".join(lines)


# A busy machine takes long to draw a form, which the health check calls slow.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    crs=st.sampled_from(sorted(SYSTEMS)),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]),
    form=st.fixed_dictionaries(
        {
            "swapped": st.booleans(),
            "closed": st.booleans(),
            "header": st.booleans(),
            "labels": st.sampled_from(["J", "", "界址点", "JZD-"]),
            "separator": st.sampled_from([",", "，", "\t", ";", "；", " , "]),
            "full_width": st.booleans(),
        }
    ),
)
def test_every_dialect_is_the_same_parcel_and_says_what_was_assumed(
    crs: str, encoding: str, form: dict[str, Any]
) -> None:
    if not form["header"]:
        crs = {"EPSG:4510": "EPSG:4550"}.get(crs, crs)  # without a header 6° and 3° look alike on this meridian
    if encoding in {"utf-16-le", "utf-16-be"}:
        form = {**form, "header": True}  # without a mark the first byte must tell
    parcels = parse(written(crs, **form).encode(encoding), "a.txt")
    back = parcels.to_crs("EPSG:4490").geometry[0]
    assert shapely.hausdorff_distance(back, SITE) < 2e-8
    assert list(parcels["name_zh"]) == ["试验地块"]
    told = {zh for zh, _ in parcels.attrs["warnings"]}
    assert (words.both("points.no_header")[0] in told) == (not form["header"])
    is_degrees = crs == "EPSG:4490"
    key = "degrees_swapped" if is_degrees else "swapped"
    assert (words.both(f"points.{key}")[0] in told) == form["swapped"]
    assert parcels.attrs["guessed"] == (not form["header"] and crs in {"EPSG:4549", "EPSG:4550"})


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.binary(max_size=300) | st.text("J1,2.;@[]地块坐标\n\t 3420000", max_size=200).map(str.encode))
def test_no_bytes_raise_anything_but_an_error_of_the_atlas(data: bytes) -> None:
    faults = []
    try:
        parse(data, "a.txt")
    except (GeometryError, SourceError) as error:
        faults = error.faults
    assert all(fault.expected for fault in faults)
