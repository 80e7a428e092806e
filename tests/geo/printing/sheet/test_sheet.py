"""The sheet on paper: its scale read from the PDF, its fonts embedded, its words selectable."""

from __future__ import annotations

import datetime as dt
import io
import math
from pathlib import Path

import geopandas as gpd
import pypdf
import pytest
import shapely
from PIL import Image

from geo import Atlas
from geo.errors import ParameterError, UnknownLayerError
from geo.printing.fonts import MissingGlyphError
from geo.printing.sheet.frame import frame_of, window_of
from geo.printing.sheet.request import PAPERS, Request
from geo.printing.sheet.sheet import sheet_pdf, sheet_plan, sheet_png
from tests.geo.pdf import MM_PER_PT, fonts_of, lines_mm, segments_mm, text_of

BOX = (121.70, 30.80, 121.98, 30.98)


def ten_kilometres() -> shapely.LineString:
    """A line of 10 km on the grid of EPSG:4529, in degrees."""
    line = shapely.LineString([(41_385_000, 3_420_000), (41_391_000, 3_428_000)])
    return gpd.GeoSeries([line], crs="EPSG:4529").to_crs("EPSG:4326").iloc[0]


@pytest.mark.parametrize(("paper", "scale"), [("A4", 200_000), ("A3", 100_000), ("A0", 40_000)])
def test_ten_kilometres_measure_ten_kilometres_on_paper(atlas: Atlas, paper: str, scale: int) -> None:
    request = Request(paper=paper, bbox=BOX, scale=scale, drawn=ten_kilometres(), layers=("coast", "parks"))
    lengths = segments_mm(sheet_pdf(atlas, request))
    expected = 10_000_000 / scale
    nearest = min(lengths, key=lambda length: abs(length - expected))
    assert nearest == pytest.approx(expected, abs=0.2)
    assert nearest == pytest.approx(expected, abs=0.02)  # what the file can hold; 0.2 mm is what paper can


@pytest.mark.parametrize("paper", list(PAPERS))
@pytest.mark.parametrize("landscape", [True, False])
def test_the_page_has_the_size_of_the_paper(atlas: Atlas, paper: str, landscape: bool) -> None:
    data = sheet_pdf(atlas, Request(paper=paper, landscape=landscape, layers=("coast", "scopes")))
    box = pypdf.PdfReader(io.BytesIO(data)).pages[0].mediabox
    sides = sorted(PAPERS[paper], reverse=landscape)
    assert (float(box.width) * MM_PER_PT, float(box.height) * MM_PER_PT) == pytest.approx(sides, abs=0.05)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sheet_says_all_a_map_must_say(atlas: Atlas, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(sheet_pdf(atlas, Request(lang=lang, review_number="沪S〔2026〕000号")))
    fonts = fonts_of(path)
    assert fonts
    assert all(embedded and "NotoSansCJKsc" in name for name, embedded in fonts)
    text = text_of(path)
    words = {
        "zh": [
            "图例",
            "比例尺1∶",
            "非法定边界",
            "审图号：沪S",
            "CGCS2000",
            "EPSG:4529",
            "椭球面积",
            "五大功能区",
            "东方芯港",
        ],
        "en": [
            "Legend",
            "Scale1:",
            "notastatutoryboundary",
            "Mapreviewno.",
            "CGCS2000",
            "EPSG:4529",
            "Functionalareas",
        ],
    }
    for word in [*words[lang], atlas.version, "OpenStreetMapcontributors"]:
        assert word in text


def test_the_grid_stands_where_its_numbers_say(atlas: Atlas) -> None:
    lengths = segments_mm(sheet_pdf(atlas, Request(paper="A3", bbox=BOX, scale=100_000, layers=("coast", "parks"))))
    heights = [length for length in lengths if length > 200]
    assert len(heights) >= 8  # grid lines cross the whole map
    assert len({round(length, 2) for length in heights}) <= 3


def test_a_png_has_the_pixels_asked_for(atlas: Atlas) -> None:
    with Image.open(io.BytesIO(sheet_png(atlas, Request(paper="A4", layers=("coast", "parks")), dpi=100))) as picture:
        assert picture.size == pytest.approx((297 / 25.4 * 100, 210 / 25.4 * 100), abs=1)
        assert len(picture.convert("RGB").getcolors(10_000_000) or []) > 100


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (Request(paper="B5"), ParameterError),
        (Request(scale=5), ParameterError),
        (Request(bbox=(122.0, 31.0, 121.0, 30.0)), ParameterError),
        (Request(layers=("nowhere",)), UnknownLayerError),
        (Request(layers=("coast",)), ParameterError),
        (Request(title="\U0001f600"), MissingGlyphError),
    ],
)
def test_a_sheet_that_makes_no_sense_is_refused(atlas: Atlas, request_: Request, error: type[Exception]) -> None:
    with pytest.raises(error):
        sheet_pdf(atlas, request_)


def test_a_picture_too_large_is_refused(atlas: Atlas) -> None:
    with pytest.raises(ParameterError):
        sheet_png(atlas, Request(paper="A0"), dpi=600)


def test_a_drawn_line_lies_where_the_grid_says(atlas: Atlas) -> None:
    request = Request(paper="A3", bbox=BOX, scale=100_000, drawn=ten_kilometres(), layers=("coast", "parks"))
    frame = frame_of(request)
    window, _ = window_of(atlas, request, frame)
    west, south, _, _ = window.bounds
    left, bottom = frame.left, frame.height - frame.top - frame.map_height
    lines = [line for line in lines_mm(sheet_pdf(atlas, request)) if len(line) == 2]
    corners = [(41_385_000, 3_420_000), (41_391_000, 3_428_000)]
    expected = [(left + window.mm(east - west), bottom + window.mm(north - south)) for east, north in corners]
    off = min(max(math.dist(a, b) for a, b in zip(line, expected, strict=True)) for line in lines)
    assert off < 0.02


def test_the_pdf_can_be_read_aloud(atlas: Atlas) -> None:
    request = Request(
        paper="A4", lang="en", root="https://atlas.example", day=dt.date(2026, 1, 2), layers=("coast", "parks")
    )
    data = sheet_pdf(atlas, request)
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert str(root["/Lang"]).startswith("en")
    assert reader.metadata is not None
    assert reader.metadata.title == "Lingang New Area: Parks"
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid:part" in xmp
    assert "pdfaid:part" in xmp
    links = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]
    assert "https://atlas.example/documents" in links
    assert "https://www.openstreetmap.org/copyright" in links
    assert data == sheet_pdf(atlas, request), "the same sheet has the same bytes"


def test_the_title_block_says_who_made_the_sheet_and_its_number(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    wanted = Request(paper="A4", title="园区分布图", author="某某规划院", number="LG-07", day=dt.date(2026, 1, 2))
    path.write_bytes(sheet_pdf(atlas, wanted))
    text = text_of(path)
    for said in ("图名园区分布图", "图号LG-07", "编制单位某某规划院", "制图日期2026-01-02", "比例尺1∶"):
        assert said in text


def test_the_plan_of_a_sheet_is_the_ground_it_prints(atlas: Atlas) -> None:
    request = Request(paper="A4", bbox=BOX, scale=50_000)
    plan = sheet_plan(atlas, request)
    ring = gpd.GeoSeries([shapely.Polygon(plan["outline"])], crs="EPSG:4326").to_crs("EPSG:4529").iloc[0]
    west, south, east, north = ring.bounds
    middle = gpd.GeoSeries([shapely.box(*BOX)], crs="EPSG:4326").to_crs("EPSG:4529").iloc[0].centroid
    assert ((west + east) / 2, (south + north) / 2) == pytest.approx((middle.x, middle.y), abs=150)
    assert plan["scale"] == 50_000
    assert plan["fitting_scale"] > 50_000
    assert sheet_plan(atlas, Request(paper="A4", bbox=BOX))["scale"] == plan["fitting_scale"]
    whole = sheet_plan(atlas, Request(paper="A4", bbox=BOX))["outline"]
    assert shapely.Polygon(whole).contains(shapely.box(*BOX))
