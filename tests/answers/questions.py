"""What is asked of each version: addresses of every family, in both languages and every format, and commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import Any

_PLACES = ("fp-oriental-chip-port", "lg-new-area", "belt-two-ports", "nc-nanhui", "fa-frontier")
_LAYERS = ("parks", "scopes", "belts", "coast")
_FORMATS = ("geojson", "jsonfg", "gpkg", "gdb", "shp", "kml", "kmz", "dxf", "fgb", "parquet", "txt", "xlsx", "csv")
_NEEDS_NO_AREA = {"belts": {"txt"}, "coast": {"txt"}}

SQUARE = (
    '{"type":"Polygon","coordinates":[[[121.93,30.88],[121.95,30.88],[121.95,30.90],[121.93,30.90],[121.93,30.88]]]}'
)
LINE = '{"type":"LineString","coordinates":[[121.80,30.90],[121.95,30.88]]}'
POINTS_FILE = """[属性描述]
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=41
精度=0.001
转换参数=,,,,,,
[地块坐标]
4,1.0000,1,地块一,面,,,,@
J1,1,3417000.000,41398000.000
J2,1,3417000.000,41398100.000
J3,1,3417100.000,41398100.000
J4,1,3417100.000,41398000.000
J1,1,3417000.000,41398000.000
"""


@dataclass(frozen=True)
class Request:
    """One request over HTTP."""

    path: str
    method: str = "GET"
    body: str = ""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The line it is listed under."""
        accept = " (page)" if "text/html" in self.headers.get("Accept", "") else ""
        kind = f" {self.content_type} {len(self.body)} bytes" if self.method == "POST" else ""
        return f"{self.method} {self.path}{accept}{kind}"


def requests() -> list[Request]:
    """List all requests, the same ones for every version."""
    return [*_pages(), *_data(), *_files(), *_posts(), *_errors()]


def _pages() -> list[Request]:
    paths = [
        "/",
        *(f"/places/{place}" for place in _PLACES),
        *("/stats/scopes", "/stats/parks", "/stats/scopes?by=parks", "/stats/functional_areas?by=parks:kind"),
        *("/tables/parks", "/tables/places", "/tables/parks?kind=park&sort=-area_km2", "/ledger"),
        *("/compare", "/compare?topic=industry&single=1", "/compare?place=fp-oriental-chip-port", "/compare?at=30"),
        *("/search?q=东方芯港", "/search?q=dfxg", "/search?q=chip"),
    ]
    asked = [Request(path, headers={"Accept": "text/html"}) for path in paths]
    return [*asked, *(Request(_with(path, "lang=en"), headers={"Accept": "text/html"}) for path in paths)]


def _data() -> list[Request]:
    paths = [
        *("/healthz", "/map.json"),
        *(f"/places/{place}.{kind}" for place, kind in product(_PLACES[:3], ("json", "geojson"))),
        *(f"/stats/scopes.{kind}" for kind in ("json", "csv", "xlsx", "geojson")),
        *(f"/stats/scopes.{kind}?by=parks" for kind in ("json", "csv", "xlsx", "geojson")),
        *("/stats/parks.csv?digits=3&bom=0", "/stats/functional_areas.json?by=parks:kind&digits=1"),
        *("/stats.xlsx?zones=scopes,parks", "/stats.xlsx?zones=scopes&by=parks"),
        *("/tables/parks.json", "/tables/parks.csv", "/tables/parks.xlsx", "/tables/places.csv?industry=集成电路"),
        *("/tables/parks.json?digits=1&sort=-area_km2", "/tables/belts.json"),
        *("/places.json?kind=park", "/places.json?industry=集成电路", "/search?q=集成电路", "/search?q=743号"),
        *("/ogc", "/ogc/api", "/ogc/conformance", "/ogc/collections", "/ogc/collections/parks"),
        *("/ogc/collections/parks/items?limit=3", "/ogc/collections/parks/items/fp-oriental-chip-port"),
        *("/ogc/collections/scopes/items?bbox=121.8,30.8,122,31&kind=scope", "/tiles/parks/11/1717/838.mvt"),
        *("/tiles/scopes/9/429/209.mvt", "/tiles/roads/0/0/0.mvt"),
        *("/sheet.json?paper=A3", "/sheet.json?layers=parks&paper=A2&scale=50000"),
    ]
    return [Request(path) for path in paths]


def _files() -> list[Request]:
    exports = [
        f"/export/{layer}.{kind}"
        for layer, kind in product(_LAYERS, _FORMATS)
        if kind not in _NEEDS_NO_AREA.get(layer, ())
    ]
    paths = [
        *exports,
        *("/export/parks.geojson?fields=codes", "/export/parks.csv?crs=EPSG:4529&bom=0", "/export/parks.csv?kind=park"),
        *("/export/parks.shp?encoding=gbk", "/export/parks.dxf?encoding=utf-8", "/export/parks.kml?lang=en"),
        *(f"/report/{place}.pdf" for place in _PLACES[:3]),
        f"/report/{_PLACES[0]}.pdf?lang=en",
        *("/sheet.pdf?paper=A4", "/sheet.pdf?paper=A3&lang=en&layers=parks,coast&scale=100000"),
        *("/sheet.pdf?kind=park&opacity=parks:40&order=parks,scopes", f"/sheet.pdf?place={_PLACES[0]}&title=x"),
    ]
    return [Request(path) for path in paths]


def _posts() -> list[Request]:
    json_type = "application/geo+json"
    shapes = [
        *((f"/measure{kind}", shape) for kind, shape in product(("", "?brief=1", ".csv", ".xlsx"), (SQUARE, LINE))),
        *((f"/stats{kind}", SQUARE) for kind in ("", ".csv", ".xlsx", ".geojson", "?by=parks", ".csv?by=parks:kind")),
        *(("/report", SQUARE), ("/report?lang=en", SQUARE), ("/sheet.pdf?paper=A4", SQUARE), ("/sheet.json", SQUARE)),
    ]
    return [
        *(Request(path, "POST", shape, json_type) for path, shape in shapes),
        Request("/report", "POST", POINTS_FILE, "text/plain"),
    ]


def _errors() -> list[Request]:
    paths = [
        *("/places/nothing", "/places/nothing.json", "/stats/nothing", "/stats/belts.json", "/stats/coast.json"),
        *("/tables/nothing", "/tables/parks?industry=nothing", "/export/parks.abc", "/export/nothing.csv", "/nothing"),
        *("/export/parks.csv?crs=EPSG:3857", "/export/parks.csv?bbox=1,2", "/stats/parks.json?digits=x"),
        *("/ogc/collections/nothing", "/ogc/collections/parks/items?limit=x", "/ogc/collections/parks/items?nothing=1"),
        *("/tiles/parks/99/0/0.mvt", "/sheet.pdf?paper=A9", "/sheet.pdf?scale=1", "/report/nothing.pdf"),
        *("/stats/scopes.csv?by=nothing", "/stats/scopes.csv?by=parks:nothing", "/sheet.json?nothing=1"),
    ]
    asked = [Request(path) for path in paths]
    asked += [Request(path, headers={"Accept": "text/html"}) for path in paths[:6]]
    bodies = ("", "{", '{"type":"Point"}', '{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,1],[1,0],[0,0]]]}')
    asked += [Request(path, "POST", body, "application/json") for path in ("/measure", "/stats") for body in bodies]
    return [*asked, Request("/report", "POST", "x", "text/html"), Request("/places/lg-new-area", "POST")]


def _with(path: str, option: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{option}"


def commands(folder: Any) -> list[list[str]]:
    """List the commands; ``{out}`` stands for a file in an empty folder, `folder` holds the files they read."""
    square, points = str(folder / "square.geojson"), str(folder / "points.txt")
    exports = [["export", "parks", "--format", kind, "--output", "{out}." + kind] for kind in _FORMATS]
    return [
        *exports,
        *(["stats", layer] for layer in ("scopes", "parks", "functional_areas", "belts", "coast", "nothing")),
        *(["stats", "scopes", "--format", kind] for kind in ("json", "csv", "geojson")),
        ["stats", "scopes", "parks", "--format", "xlsx", "--output", "{out}.xlsx"],
        *(["stats", "scopes", "--by", by] for by in ("parks", "parks:kind", "nothing", "parks:nothing", square)),
        *(["stats", square, "--by", "parks"], ["stats", square], ["stats", "scopes", "--explain"]),
        *(["stats", "scopes", "parks"], ["stats", "scopes", "--digits", "4"], ["stats", "scopes", "--digits", "12"]),
        *(["check"], ["check", "--json"]),
        ["import", points, "--as", "parcels", "--output", "{out}.geojson"],
        ["import", "nothing.gpkg", "--as", "x"],
        ["export", "parks", "--format", "abc"],
        ["export", "parks", "--format", "csv", "--crs", "EPSG:3857", "--output", "{out}.csv"],
        ["report", "fp-oriental-chip-port", "--output", "{out}.pdf"],
        ["report", points, "--lang", "en", "--output", "{out}.pdf"],
        ["report", "nothing", "--output", "{out}.pdf"],
        ["sheet", "--layer", "coast", "--layer", "parks", "--paper", "A3", "--output", "{out}.pdf"],
        ["sheet", "--drawn", square, "--output", "{out}.pdf"],
        ["--version"],
        ["nothing"],
    ]
