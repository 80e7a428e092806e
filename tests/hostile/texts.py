"""Hostile GeoJSON, KML, DXF and boundary points."""

from __future__ import annotations

import io
import json
from typing import Any

import shapely
from ezdxf.filemanagement import new

from tests.hostile.sound import KML, PLACEMARK, TXT_HEAD, TXT_PARCEL

POINT = {"type": "Point", "coordinates": [121.9, 30.9]}
_BOW = [[[121, 30], [122, 31], [122, 30], [121, 31], [121, 30]]]


def feature(**members: Any) -> bytes:
    """Write one feature, with some of its members replaced."""
    return json.dumps({"type": "Feature", "properties": {}, "geometry": POINT, **members}).encode()


def shape(kind: Any, coordinates: Any) -> bytes:
    return json.dumps({"type": kind, "coordinates": coordinates}).encode()


def raw_point(coordinates: str) -> bytes:
    return f'{{"type": "Point", "coordinates": {coordinates}}}'.encode()


def collections(depth: int) -> bytes:
    head = '{"type": "GeometryCollection", "geometries": ['
    return (head * depth + json.dumps(POINT) + "]}" * depth).encode()


def features_alike(one: str, count: int) -> bytes:
    return f'{{"type": "FeatureCollection", "features": [{",".join([one] * count)}]}}'.encode()


def column_of_its_own(count: int) -> bytes:
    point = json.dumps(POINT)
    rows = (f'{{"type":"Feature","geometry":{point},"properties":{{"c{row}":1}}}}' for row in range(count))
    return f'{{"type": "FeatureCollection", "features": [{",".join(rows)}]}}'.encode()


def named_system(name: Any) -> bytes:
    return json.dumps({**POINT, "crs": {"type": "name", "properties": {"name": name}}}).encode()


def entities(levels: int) -> bytes:
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels))
    text = f'<!DOCTYPE kml [<!ENTITY e0 "aaaaaaaaaa">{names}]>' + KML.format(f"<name>&e{levels - 1};</name>")
    return text.encode()


def outer_entity() -> bytes:
    head = '<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return (head + KML.format("<name>&x;</name>" + PLACEMARK)).encode()


def drawing(columns: int = 1, rows: int = 1, depth: int = 1, *, circle: bool = False) -> bytes:
    """Draw one triangle in a block that is inserted, in a block that is inserted ten times, and so on."""
    document = new("R2010")
    document.blocks.new("B0").add_lwpolyline([(0, 0), (1, 0), (1, 1)], close=True)
    for level in range(1, depth):
        block = document.blocks.new(f"B{level}")
        for _ in range(10):
            block.add_blockref(f"B{level - 1}", (0, 0))
    if circle:
        document.blocks.get("B0").add_blockref(f"B{depth - 1}", (0, 0))
    array = {"column_count": columns, "row_count": rows, "column_spacing": 1, "row_spacing": 1}
    document.modelspace().add_blockref(f"B{depth - 1}", (0, 0), dxfattribs=array)
    out = io.StringIO()
    document.write(out)
    return out.getvalue().encode()


def our_drawing(*tags: tuple[int, Any]) -> bytes:
    """Draw a polyline with extended data as an export writes them, or nearly."""
    document = new("R2010")
    document.appids.add("LINGANG_ATLAS")
    line = document.modelspace().add_lwpolyline([(0, 0), (1, 0), (1, 1)], close=True)
    line.set_xdata("LINGANG_ATLAS", list(tags))
    out = io.StringIO()
    document.write(out)
    return out.getvalue().encode()


GEOJSON = {
    "no-json": (lambda: b"{", "Expecting"),
    "utf-16": (lambda: feature().decode().encode("utf-16"), "not UTF-8"),
    "open-brackets": (lambda: b"[" * 1_000_000, "recursion"),
    "collections-in-collections": (lambda: collections(300), "nested more than"),
    "lists-in-a-property": (lambda: feature(properties={"a": json.loads("[" * 300 + "]" * 300)}), "lists in lists"),
    "three-million-features": (lambda: features_alike("{}", 3_000_000), "100001 rows"),
    "a-column-for-each-feature": (lambda: column_of_its_own(100_000), "1001 columns"),
    "a-million-vertices": (lambda: shape("MultiPoint", [[121, 30]] * 1_200_000), "objects|MB"),
    "five-million-lists": (
        lambda: b'{"type": "Point", "coordinates": [' + b"[]," * 5_000_000 + b"[]]}",
        "objects|MB",
    ),
    "type-a-list": (lambda: shape([], []), "document of type"),
    "no-features": (lambda: b'{"type": "FeatureCollection", "features": {}}', "no list of features"),
    "feature-a-number": (lambda: b'{"type": "FeatureCollection", "features": [1]}', r"features\[0\]"),
    "truth-value-as-coordinate": (lambda: shape("Point", [True, 30]), r"coordinates\[0\].*truth value"),
    "text-as-coordinate": (lambda: shape("Point", ["121", 30]), r"coordinates\[0\].*text"),
    "one-coordinate": (lambda: shape("Point", [121]), "position of 1"),
    "coordinates-an-object": (lambda: shape("Polygon", {"a": 1}), "coordinates: an object"),
    "not-a-number": (lambda: raw_point("[NaN, 30]"), "not a number"),
    "beyond-all-numbers": (lambda: raw_point("[1e999, 30]"), "not a number"),
    "400-digits": (lambda: raw_point("[" + "9" * 400 + ", 30]"), "not a number"),
    "5000-digits": (lambda: raw_point("[" + "9" * 5_000 + ", 30]"), "digits"),
    "ring-not-closed": (lambda: shape("Polygon", [[[121, 30], [122, 30], [122, 31]]]), "cannot be read"),
    "ring-crosses-itself": (lambda: shape("Polygon", _BOW), "cross"),
    "beyond-the-globe": (lambda: named_system("EPSG:4326").replace(b"121.9", b"181.9"), "180 or 90"),
    "crs-a-list": (lambda: json.dumps({**POINT, "crs": [1]}).encode(), "crs"),
    "crs-without-properties": (lambda: json.dumps({**POINT, "crs": {"properties": None}}).encode(), "crs"),
    "crs-named-true": (lambda: named_system(True), "crs.properties.name"),
    "crs-a-path": (lambda: named_system("+init=/etc/passwd:x"), "crs.properties.name"),
    "crs-a-grid-of-the-server": (lambda: named_system("+proj=longlat +nadgrids=/etc/passwd"), "crs.properties.name"),
    "crs-unknown": (lambda: named_system("EPSG:99999999"), "EPSG"),
    "crs-mercator": (lambda: named_system("EPSG:3857"), "Mercator"),
    "properties-a-list": (lambda: feature(properties=[1]), "properties"),
    "id-an-object": (lambda: feature(id={"a": 1}), "id"),
    "half-a-surrogate-pair": (lambda: feature(properties={"a": "\ud800"}), "surrogate"),
}
KML_FILES = {
    "entities-of-entities": (lambda: entities(20), "DOCTYPE"),
    "entity-of-a-file": (outer_entity, "DOCTYPE"),
    "entities-in-utf-16": (lambda: entities(20).decode().encode("utf-16"), "DOCTYPE"),
    "folders-in-folders": (lambda: KML.format("<Folder>" * 20_000 + "</Folder>" * 20_000).encode(), "nested"),
    "150000-placemarks": (lambda: KML.format(PLACEMARK * 150_000).encode(), "rows"),
    "gpx": (lambda: b'<gpx version="1.1"><wpt lat="30.9" lon="121.9"/></gpx>', r"no \.kml"),
    "gml": (lambda: b'<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"/>', r"no \.kml"),
    "pipeline": (lambda: b'{"type": "gdal_streamed_alg", "command_line": "x"}', r"no \.kml"),
    "virtual-source": (lambda: b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", r"no \.kml"),
    "only-a-link": (
        lambda: KML.format("<NetworkLink><Link><href>http://127.0.0.1:9/</href></Link></NetworkLink>").encode(),
        "no feature|without shapes|no shape|expected",
    ),
    "coordinates-of-letters": (lambda: KML.format(PLACEMARK.replace("121.9", "x" * 1_000)).encode(), None),
}
DXF = {
    "array-of-900-million": (lambda: drawing(30_000, 30_000), "rows"),
    "blocks-in-blocks": (lambda: drawing(depth=11), "rows"),
    "blocks-in-a-circle": (lambda: drawing(depth=3, circle=True), "circle"),
    "binary": (lambda: b"AutoCAD Binary DXF\r\n\x1a\0" + bytes(100), "binary"),
    "no-drawing": (lambda: b"0\nSECTION\n2\nENTITIES\n0\nLWPOLYLINE\n90\n999999999\n10\nx\n0\nEOF\n", "."),
    "breaks-off": (lambda: drawing()[:-200], "breaks off"),
    "ours-without-part": (lambda: our_drawing((1000, "place_id=a")), "."),
    "ours-with-a-line-as-ring": (lambda: our_drawing((1000, "place_id=a"), (1071, 0), (1071, -5)), "."),
    "geojson": (lambda: b' {"type": "Point"}', r"no \.dxf"),
}
POINTS = {
    "no-section": (lambda: b"J1,1,2,3", "northing and easting"),
    "neither-encoding": (lambda: b"\xff\xff\xff", "neither"),
    "zone-in-superscript": (lambda: parcels("", TXT_HEAD.replace("41", "²")), "zone"),
    "ring-of-5000-digits": (lambda: parcels(f"J1,{'9' * 5000},1,2"), "line"),
    "coordinate-of-400-digits": (
        lambda: parcels("".join(f"J{n},2,{n},{'9' * 400}\n" for n in range(4))),
        "cross|number|expected a parcel",
    ),
    "a-million-points": (lambda: parcels("J1,2,1,1\n" * 1_200_000), "vertices"),
    "1500-rings": (lambda: parcels("".join(_square(n) for n in range(1_500))), None),
}


def parcels(more: str, head: str = TXT_HEAD) -> bytes:
    """Write one parcel and more lines of it."""
    return (head + TXT_PARCEL + more).encode()


def _square(number: int) -> str:
    north, east = 3_430_000 + 10 * (number // 50), 41_390_000 + 10 * (number % 50)
    corners = ((0, 0), (0, 5), (5, 5), (5, 0))
    return "".join(f"J{i},{number + 2},{north + y},{east + x}\n" for i, (y, x) in enumerate(corners))


OTHER = {
    "workbook.xlsx": (lambda: b"PK\3\4", r"\.xlsx"),
    "alone.shp": (lambda: b"\0\0\x27\x0a", r"\.shp"),
    "program.exe": (lambda: b"MZ", r"\.exe"),
    "no-ending": (lambda: shapely.to_geojson(shapely.Point(121.9, 30.9)).encode(), "file named"),
    "../../etc/empty.geojson": (lambda: b"", "Expecting"),
}
