"""What the reader chose is on the sheet: order, opacity, drawn shape, selected place, filter; the legend tells it."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo import Atlas
from geo.errors import GeometryError, ParameterError
from geo.extract.site_shape import MOST_VERTICES, read_shape
from geo.measure.area import area_km2
from geo.printing.sheet.frame import frame_of, window_of
from geo.printing.sheet.request import Found, Request
from geo.printing.sheet.sheet import sheet_pdf
from tests.geo.pdf import picture_of, poppler, segments_mm, text_of

BOX = (121.70, 30.80, 121.98, 30.98)
DPI = 150
#: Corners on the grid of EPSG:4529: 4 km by 3 km.
PARCEL = shapely.box(41_384_000, 3_424_000, 41_388_000, 3_427_000)
BLACK, PURPLE = (17, 20, 24), (122, 31, 162)


def in_degrees(shape: shapely.Geometry) -> shapely.Geometry:
    return gpd.GeoSeries([shape], crs="EPSG:4529").to_crs("EPSG:4326").iloc[0]


def sheet(**wanted: object) -> Request:
    return Request(**{"paper": "A4", "bbox": BOX, "scale": 150_000, **wanted})  # type: ignore[arg-type]


class Print:
    """A sheet drawn by poppler: colours are read where the ground lies."""

    def __init__(self, atlas: Atlas, request: Request, folder: Path) -> None:
        self.frame = frame_of(request)
        self.window, _ = window_of(atlas, request, self.frame)
        self.data = sheet_pdf(atlas, request)
        self.picture = picture_of(self.data, folder, DPI)
        self.text = text_of(folder / "drawn.pdf", "raw")

    def colour(self, east: float, north: float) -> tuple[int, ...]:
        west, _, _, top = self.window.bounds
        x = self.frame.margin + 4.0 + self.window.mm(east - west)
        y = self.frame.top + self.window.mm(top - north)
        return tuple(self.picture.getpixel((round(x / 25.4 * DPI), round(y / 25.4 * DPI))))  # type: ignore[arg-type]


def near(colour: tuple[int, ...], wanted: tuple[int, int, int], most: int = 25) -> bool:
    return all(abs(a - b) <= most for a, b in zip(colour, wanted, strict=True))


def share_of_colour(one: Print, points: np.ndarray, colour: str) -> float:
    """Compute the share of points that have a colour."""
    wanted = tuple(bytes.fromhex(colour.removeprefix("#")))
    return float(np.mean([near(one.colour(*point), wanted) for point in points]))  # type: ignore[arg-type]


def test_the_order_of_the_reader_is_the_order_on_paper(atlas: Atlas, tmp_path: Path) -> None:
    layers = ("functional_areas", "scopes")
    usual = Print(atlas, sheet(layers=("coast", *layers)), tmp_path)
    turned = Print(atlas, sheet(layers=("coast", *layers), order=layers), tmp_path)
    assert usual.picture.tobytes() != turned.picture.tobytes()
    assert re.search("临港新片区873km².*特殊综合保税区", legend_of(usual))
    assert re.search("特殊综合保税区.*临港新片区873km²", legend_of(turned))


def legend_of(one: Print) -> str:
    """Return the text that follows the heading of the legend."""
    return one.text.split("图例", 1)[1]


def test_layers_left_out_of_the_order_keep_their_height(atlas: Atlas, tmp_path: Path) -> None:
    layers = ("scopes", "parks", "clusters", "functional_areas")
    words = legend_of(Print(atlas, sheet(layers=layers, order=("clusters", "scopes")), tmp_path))
    # Heights 60, 40, 34, 24: the two named change places, the others stay between them.
    assert re.search("产业组团.*园区.*特殊综合保税区.*临港新片区873km²", words)


def test_a_faded_layer_is_faded_on_paper_and_in_the_legend(atlas: Atlas, tmp_path: Path) -> None:
    shapes = atlas.layer("clusters").to_crs("EPSG:4529").geometry
    middle = shapely.point_on_surface(shapes.iloc[shapes.area.argmax()])
    bounds = in_degrees(middle.buffer(9_000)).bounds
    ground, full, faint = (
        np.array(
            Print(atlas, sheet(bbox=bounds, scale=None, layers=layers, opacity=opacity), tmp_path).colour(
                middle.x - 300, middle.y - 300
            )
        )
        for layers, opacity in (
            (("coast",), {}),
            (("coast", "clusters"), {}),
            (("coast", "clusters"), {"clusters": 40}),
        )
    )
    whole, part = np.abs(full - ground).sum(), np.abs(faint - ground).sum()
    assert whole > 10
    assert part / whole == pytest.approx(0.4, abs=0.12)


def test_a_drawn_shape_is_on_the_sheet_with_its_area_at_scale(atlas: Atlas, tmp_path: Path) -> None:
    shape = in_degrees(PARCEL)
    one = Print(atlas, sheet(layers=("coast", "parks"), drawn=shape), tmp_path)
    plain = Print(atlas, sheet(layers=("coast", "parks")), tmp_path)
    area = float(area_km2([shape], "EPSG:4326")[0])
    assert f"自绘{area:,.2f}平方公里" in one.text
    assert "读者自绘，不属于本图集" in one.text
    assert f"{area * 1500:,.0f}亩" in one.text
    assert "自绘" not in plain.text
    west, south, east, north = PARCEL.bounds
    for edge in ([(west, south), (west, north)], [(west, north), (east, north)]):
        points = shapely.get_coordinates(shapely.LineString(edge).interpolate(np.linspace(0, 1, 80), normalized=True))
        assert share_of_colour(one, points, "#b3261e") > 0.4, "dash and dot"
    inside = (west + 600, south + 600)
    reddened = np.array(one.colour(*inside)) - np.array(plain.colour(*inside))
    assert reddened[0] > reddened[1] - 40
    assert reddened[1] < -5, "a light red lies on the ground"
    assert near(one.colour(west - 600, south), plain.colour(west - 600, south), most=3)  # type: ignore[arg-type]


@pytest.mark.parametrize(("paper", "scale"), [("A4", 150_000), ("A2", 50_000)])
def test_a_drawn_edge_measures_on_paper_what_it_measures_on_the_grid(atlas: Atlas, paper: str, scale: int) -> None:
    line = shapely.LineString([(41_384_000, 3_424_000), (41_387_000, 3_428_000)])
    request = sheet(paper=paper, scale=scale, layers=("coast",), drawn=in_degrees(line), order=("parks", "scopes"))
    lengths = segments_mm(sheet_pdf(atlas, request))
    expected = 5_000_000 / scale
    assert min(abs(length - expected) for length in lengths) < 0.02


def test_parts_of_a_shape_have_their_own_figure_and_the_legend_their_sum(atlas: Atlas, tmp_path: Path) -> None:
    boxes = [shapely.box(41_376_000 + 6_000 * n, 3_424_000, 41_380_000 + 6_500 * n, 3_427_000) for n in range(3)]
    parts = [in_degrees(box) for box in boxes]
    request = sheet(layers=("coast",), lang="en", drawn=shapely.MultiPolygon(parts))
    text = Print(atlas, request, tmp_path).text
    areas = area_km2(parts, "EPSG:4326")
    for area in areas:
        assert f"{area:,.2f}km²" in text
    assert f"3parts,{areas.sum():,.2f}km²" in text
    assert "Drawnbythereader,notpartoftheatlas" in text
    assert "partlyoff" not in text


def test_what_is_off_the_sheet_is_not_in_the_legend_and_what_is_cut_says_so(atlas: Atlas, tmp_path: Path) -> None:
    away = Print(atlas, sheet(layers=("coast",), drawn=shapely.box(120.0, 30.0, 120.1, 30.1)), tmp_path)
    assert "自绘" not in away.text
    cut = Print(atlas, sheet(layers=("coast",), drawn=shapely.box(121.0, 30.85, 121.8, 30.9)), tmp_path)
    assert "部分在图幅外" in cut.text


def test_the_place_selected_is_outlined_and_named(atlas: Atlas, tmp_path: Path) -> None:
    place = "fp-oriental-chip-port"
    one = Print(atlas, sheet(layers=("coast",), place=place), tmp_path)
    shape = atlas.features.to_crs("EPSG:4529").geometry[place]
    corner = shapely.get_coordinates(shapely.get_parts(shape)[0].exterior)[:2].mean(axis=0)
    assert near(one.colour(*corner), BLACK)
    assert one.text.count("东方芯港") == 2, "on the map and in the legend"
    assert one.text.count("选中：") == 1


def test_a_filter_brings_its_places_out_and_fades_the_rest(atlas: Atlas, tmp_path: Path) -> None:
    found = Found(("fa-frontier", "fp-oriental-chip-port"), "产业：集成电路")
    layers = ("coast", "functional_areas", "parks")
    one = Print(atlas, sheet(layers=layers, found=found), tmp_path)
    assert "筛选：产业：集成电路（2处）" in one.text
    assert "东方芯港" in one.text
    assert "海洋创新园" not in one.text, "only what the filter leaves is named"
    assert "海洋创新园" in Print(atlas, sheet(layers=layers), tmp_path).text
    shape = atlas.features.to_crs("EPSG:4529").geometry["fa-frontier"]
    edge = shapely.get_coordinates(shapely.get_parts(shape)[0].exterior)[:2].mean(axis=0)
    assert near(one.colour(*edge), PURPLE)


@pytest.mark.parametrize("landscape", [True, False])
def test_a_long_legend_stays_in_its_room(atlas: Atlas, tmp_path: Path, landscape: bool) -> None:
    request = sheet(
        layers=atlas.layer_ids,
        lang="en",
        landscape=landscape,
        bbox=(120.9, 30.6, 122.2, 31.6),
        scale=None,
        place="fp-oriental-chip-port",
        found=Found(("fa-frontier",), "Industry: 集成电路"),
        drawn=in_degrees(PARCEL),
    )
    path = tmp_path / "long.pdf"
    path.write_bytes(sheet_pdf(atlas, request))
    boxes = poppler("pdftotext", "-bbox", str(path), "-")
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)<', boxes)
    top = {word: float(y) for _, y, _, _, word in words}
    foot = top["Scale"] if landscape else top["review"]
    # The last line of the legend.
    assert top["Water"] < foot - 5
    assert top["Legend"] < top["Water"]


def test_a_drawing_too_large_or_crossing_itself_is_refused() -> None:
    ring = shapely.segmentize(shapely.box(121.8, 30.8, 121.9, 30.9), 0.4 / MOST_VERTICES)
    with pytest.raises(ParameterError, match="vertices"):
        read_shape(shapely.to_geojson(ring))
    with pytest.raises(GeometryError):
        read_shape('{"type":"Polygon","coordinates":[[[121,30],[122,31],[122,30],[121,31],[121,30]]]}')
