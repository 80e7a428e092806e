"""DXF R2010 with Chinese layer names that CAD reads right, in a projection in metres.

R2010 is UTF-8 throughout; GDAL's own writer puts UTF-8 bytes under an R2004 header in ANSI_1252, and CAD shows garbage.
The header names code page 936, as a Chinese AutoCAD does, which reads UTF-8 from R2007 on whatever stands there; GDAL
trusts the header instead and needs ``DXF_ENCODING=UTF-8``.

A ring is a closed LWPOLYLINE; which place, part and ring it is stands in its extended data (XDATA) under `APP_ID`, with
name, designations and sources, so that a drawing that comes back is the same places.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely
from ezdxf import colors, units
from ezdxf.document import Drawing
from ezdxf.entities.lwpolyline import LWPolyline
from ezdxf.enums import TextEntityAlignment
from ezdxf.filemanagement import new, readfile
from ezdxf.lldxf.const import DXFError

from geo.crs import LINGANG_PROJECTED
from geo.errors import CRSError, Fault, SourceError
from geo.export.guard import printable

if TYPE_CHECKING:
    from pathlib import Path

    from ezdxf.entities.dxfgfx import DXFGraphic
    from ezdxf.layouts.layout import Modelspace

    from geo.export.delivery import Delivery

APP_ID = "LINGANG_ATLAS"
NOTES_LAYER = "说明"
LABEL_SUFFIX = "_注记"
_XDATA_KEYS = ("place_id", "name_zh", "grade", "positioning_zh", "sources_zh")
#: Extended data holds texts of at most 255 bytes.
_XDATA_BYTES = 240
_PX_TO_LINEWEIGHT = 26  # hundredths of a millimetre per CSS pixel
_LINEWEIGHTS = (13, 18, 25, 35, 50, 70, 100)


def require_metres(delivery: Delivery, what: str) -> None:
    """Refuse degrees.

    Raises
    ------
    CRSError
        If the delivery is not in a projection in metres.
    """
    if not delivery.crs.is_projected or delivery.crs.axis_info[0].unit_name != "metre":
        fault = Fault(f"{what} in {delivery.crs_code}", "a projection in metres", "crs", "take crs=EPSG:4529")
        raise CRSError(fault)


def write(delivery: Delivery, path: Path, *, naming: str = "names") -> None:
    """Write a delivery as a drawing.

    Parameters
    ----------
    delivery : Delivery
        In a projection in metres; X is easting, Y is northing.
    path : pathlib.Path
    naming : str
        Ignored: a drawing has no columns.

    Raises
    ------
    CRSError
        If the delivery is in degrees.
    """
    del naming
    require_metres(delivery, "DXF")
    drawing = _drawing(delivery)
    space = drawing.modelspace()
    layer = layer_name(delivery.entry.title_zh)
    located = delivery.frame.geometry.dropna()
    height = _text_height(located)
    for row, shape in delivery.shapes():
        if shape is not None:
            _add_place(space, layer, row, shape, height)
    _add_notes(space, delivery, located.total_bounds, height)
    drawing.saveas(path, encoding="utf-8")


def layer_name(title: str) -> str:
    """Give a title as a layer name: the characters CAD forbids become an underscore."""
    return "".join("_" if char in '<>/\\":;?*|=`,' else char for char in printable(title))


def _drawing(delivery: Delivery) -> Drawing:
    drawing = new("R2010", setup=["linetypes"])
    drawing.encoding = "gbk"
    drawing.units = units.M
    drawing.appids.add(APP_ID)
    # A font file that Chinese Windows has; CAD replaces it where it has not.
    drawing.styles.add("LINGANG", font="simhei.ttf")
    style, name = delivery.entry.style, layer_name(delivery.entry.title_zh)
    weight = min(_LINEWEIGHTS, key=lambda known: abs(known - style.stroke_width * _PX_TO_LINEWEIGHT))
    layer = drawing.layers.add(name, linetype="DASHED" if style.dash else "CONTINUOUS", lineweight=weight)
    layer.rgb = colors.RGB.from_hex(style.stroke)
    layer.description = delivery.entry.description_zh
    drawing.layers.add(name + LABEL_SUFFIX).rgb = colors.RGB.from_hex(style.stroke)
    drawing.layers.add(NOTES_LAYER).rgb = colors.RGB(90, 90, 90)
    drawing.header["$LTSCALE"] = 100.0
    for key, value in delivery.metadata().items():
        drawing.header.custom_vars.append(key, printable(value))
    return drawing


def _text_height(located: Any) -> float:
    """Height of a label in metres: a hundredth of the drawing, at most that of a 1:25 000 sheet."""
    if located.empty:
        return 10.0
    west, south, east, north = located.total_bounds
    return float(min(max(max(east - west, north - south) / 150.0, 5.0), 300.0))


def _add_place(space: Modelspace, layer: str, row: dict[str, Any], shape: Any, height: float) -> None:
    for part_number, part in enumerate(shapely.get_parts(shape)):
        if part.geom_type == "Point":
            _tag(space.add_point((part.x, part.y), dxfattribs={"layer": layer}), row, part_number, 0)
            continue
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for ring_number, ring in enumerate(rings):
            is_ring = part.geom_type == "Polygon"
            points = shapely.get_coordinates(ring)[: -1 if is_ring else None]
            line = space.add_lwpolyline(points, close=is_ring, dxfattribs={"layer": layer})
            _tag(line, row, part_number, ring_number)
    point = shapely.point_on_surface(shape)
    label = space.add_text(
        printable(row["name_zh"]), height=height, dxfattribs={"layer": layer + LABEL_SUFFIX, "style": "LINGANG"}
    )
    label.set_placement((point.x, point.y), align=TextEntityAlignment.MIDDLE_CENTER)


def _tag(entity: DXFGraphic, row: dict[str, Any], part: int, ring: int) -> None:
    """Write what the shape is into its extended data: texts as ``key=value``, long ones in several pieces."""
    tags: list[tuple[int, object]] = [(1071, part), (1071, ring)]
    keys = _XDATA_KEYS if not part and not ring else _XDATA_KEYS[:1]
    for key in keys:
        if row[key] is not None:
            tags += [(1000, piece) for piece in _pieces(f"{key}={printable(str(row[key]))}")]
    entity.set_xdata(APP_ID, tags)


def _pieces(text: str) -> list[str]:
    out, current = [], ""
    for char in text:
        if len((current + char).encode()) > _XDATA_BYTES:
            out.append(current)
            current = ""
        current += char
    return [*out, current]


def _add_notes(space: Modelspace, delivery: Delivery, bounds: Any, height: float) -> None:
    """Write the notes under the drawing, with the places it cannot show."""
    lines = [line for _, zh, en in delivery.notes() for line in (zh, en)]
    if delivery.unlocated:
        lines.append("未落图（文件未载明位置） / named, not located：" + "、".join(delivery.unlocated))
    x, y = (float(bounds[0]), float(bounds[1]) - 3 * height) if delivery.frame.geometry.notna().any() else (0.0, 0.0)
    text = space.add_mtext(
        "\\P".join(_mtext(line) for line in lines),
        dxfattribs={"layer": NOTES_LAYER, "style": "LINGANG", "char_height": height * 0.6, "width": height * 90},
    )
    text.set_location((x, y))


def _mtext(text: str) -> str:
    """Escape what MTEXT would run as formatting."""
    return printable(text).replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")


def read(path: Path) -> gpd.GeoDataFrame:
    """Read the places of a drawing this module wrote, or the closed polylines of any other.

    Parameters
    ----------
    path : pathlib.Path
        A DXF drawing in metres; its reference system is taken from the note `write` leaves, else EPSG:4529 is assumed
        where the coordinates fit that zone.

    Returns
    -------
    geopandas.GeoDataFrame
        ``place_id``, ``name_zh``, geometry.

    Raises
    ------
    SourceError
        If the file is no drawing, holds no closed polyline or place, or its reference system cannot be told.
    """
    try:
        drawing = readfile(path)
    except (OSError, DXFError) as error:
        raise SourceError(Fault(str(error), "a DXF drawing", str(path), "name another file")) from error
    places: dict[str, dict[str, Any]] = {}
    for number, entity in enumerate(drawing.modelspace().query("LWPOLYLINE POINT"), start=1):
        if not entity.has_xdata(APP_ID) and not (isinstance(entity, LWPolyline) and entity.closed):
            continue
        tag = _untag(entity) or {"place_id": f"feature-{number}", "part": 0, "ring": 0}
        place = places.setdefault(tag["place_id"], {"name_zh": tag.get("name_zh", tag["place_id"]), "parts": {}})
        place["parts"].setdefault(tag["part"], []).append(_coordinates(entity))
    if not places:
        raise SourceError(Fault("no closed polyline", "at least one", str(path), "close the polylines in CAD"))
    shapes = [_assemble(place["parts"]) for place in places.values()]
    rows = {"place_id": list(places), "name_zh": [place["name_zh"] for place in places.values()]}
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=_crs_of(drawing, shapes, path))


def _untag(entity: DXFGraphic) -> dict[str, Any] | None:
    if not entity.has_xdata(APP_ID):
        return None
    tags = entity.get_xdata(APP_ID)
    numbers = [tag.value for tag in tags if tag.code == 1071]
    out: dict[str, Any] = {"part": numbers[0], "ring": numbers[1]}
    key = ""
    for tag in tags:
        if tag.code == 1000:
            head, equals, rest = str(tag.value).partition("=")
            if equals and head in _XDATA_KEYS:
                key = head
                out[key] = rest
            elif key:
                out[key] += str(tag.value)
    return out


def _coordinates(entity: DXFGraphic) -> tuple[str, list[tuple[float, float]]]:
    if isinstance(entity, LWPolyline):
        points = [(float(x), float(y)) for x, y in entity.get_points("xy")]
        return ("ring" if entity.closed else "line"), points
    location = entity.dxf.location
    return "point", [(float(location.x), float(location.y))]


def _assemble(parts: dict[int, list[tuple[str, list[tuple[float, float]]]]]) -> Any:
    shapes: list[Any] = []
    for rings in parts.values():
        kind, points = rings[0]
        if kind == "ring":
            shapes.append(shapely.Polygon(points, [hole for _, hole in rings[1:]]))
        else:
            shapes.append(shapely.LineString(points) if kind == "line" else shapely.Point(points[0]))
    if len(shapes) == 1:
        return shapes[0]
    collect: dict[str, Any] = {
        "Polygon": shapely.MultiPolygon,
        "LineString": shapely.MultiLineString,
        "Point": shapely.MultiPoint,
    }
    return collect[shapes[0].geom_type](shapes)


def _crs_of(drawing: Drawing, shapes: list[Any], path: Path) -> str:
    notes = dict(drawing.header.custom_vars.properties)
    said = re.search(r"EPSG:\d+", notes.get("crs", ""))
    if said:
        return said[0]
    west, south, east, north = shapely.total_bounds(shapes)
    if 41e6 < west < east < 42e6 and 0.0 < south < north < 6e6:
        return LINGANG_PROJECTED
    found = f"a drawing without reference system, x {west:.0f} to {east:.0f}, y {south:.0f} to {north:.0f}"
    raise SourceError(
        Fault(found, "eastings with zone number 41 (EPSG:4529)", str(path), "move the drawing to EPSG:4529")
    )
