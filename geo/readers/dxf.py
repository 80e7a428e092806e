"""Read a drawing `geo.export.dxf` wrote: the same ids, parts and holes, from its extended data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely
from ezdxf.entities.lwpolyline import LWPolyline
from ezdxf.entities.mtext import MText
from ezdxf.filemanagement import readfile
from ezdxf.lldxf.const import DXFError
from ezdxf.lldxf.encoding import decode_dxf_unicode
from shapely.errors import ShapelyError

from geo.errors import Fault, SourceError
from geo.readers.checks.faults import unreadable
from geo.text_files import mentions

if TYPE_CHECKING:
    from pathlib import Path

    from ezdxf.document import Drawing
    from ezdxf.entities.dxfgfx import DXFGraphic

#: What ezdxf and shapely raise for a broken drawing: ezdxf looks for little before it uses it.
_UNREADABLE = (OSError, DXFError, ValueError, LookupError, TypeError, AttributeError, RecursionError, ShapelyError)
#: Application id and keys of the extended data (XDATA), which says which place, part and ring an entity is.
APP_ID = "LINGANG_ATLAS"
NOTES_LAYER = "说明"
XDATA_KEYS = ("place_id", "name_zh", "grade", "positioning_zh", "sources_zh")


def is_ours(path: Path) -> bool:
    """Whether a file contains the application id that every drawing of the atlas registers."""
    return mentions(path, APP_ID.encode())


def read(path: Path) -> gpd.GeoDataFrame:
    """Read the places of a drawing of the atlas.

    Parameters
    ----------
    path : pathlib.Path
        A DXF drawing that `geo.export.dxf.write` wrote; it may have been changed in CAD.

    Returns
    -------
    geopandas.GeoDataFrame
        ``place_id``, ``name_zh``, geometry; crs as the notes of the drawing say, None where CAD has dropped them.

    Raises
    ------
    SourceError
        If the file is no drawing, or holds no place.
    """
    try:
        return _places(readfile(path), str(path))
    except _UNREADABLE as error:
        raise unreadable(path, error) from error


def _places(drawing: Drawing, where: str) -> gpd.GeoDataFrame:
    places: dict[str, dict[str, Any]] = {}
    for number, entity in enumerate(drawing.modelspace().query("LWPOLYLINE POINT"), start=1):
        if not entity.has_xdata(APP_ID) and not (isinstance(entity, LWPolyline) and entity.closed):
            continue
        # A ring drawn later in CAD has no extended data: it becomes a place of its own.
        tag: dict[str, Any] = (
            _read_tags(entity) if entity.has_xdata(APP_ID) else {"place_id": f"feature-{number}", "part": 0, "ring": 0}
        )
        place = places.setdefault(tag["place_id"], {"name_zh": tag.get("name_zh", tag["place_id"]), "parts": {}})
        place["parts"].setdefault(tag["part"], []).append(_coordinates(entity))
    if not places:
        raise SourceError(Fault("a drawing without places", "at least one", where, "export it again"))
    shapes = [_assemble(place["parts"]) for place in places.values()]
    rows = {"place_id": list(places), "name_zh": [place["name_zh"] for place in places.values()]}
    said = re.search(r"EPSG:\d+", _notes(drawing))
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=said[0] if said else None)


def _notes(drawing: Drawing) -> str:
    """Return what the drawing says of its system: in its properties, or before R2004, which has none, in its notes."""
    written = dict(drawing.header.custom_vars.properties).get("crs", "")
    notes = drawing.modelspace().query("MTEXT").filter(lambda entity: entity.dxf.layer == NOTES_LAYER)
    return written or " ".join(note.text for note in notes if isinstance(note, MText))


def _decoded(text: str) -> str:
    r"""Return a text whose characters outside the code page were written as ``\U+XXXX``, in units of UTF-16."""
    return decode_dxf_unicode(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _read_tags(entity: DXFGraphic) -> dict[str, Any]:
    tags = entity.get_xdata(APP_ID)
    numbers = [tag.value for tag in tags if tag.code == 1071]
    out: dict[str, Any] = {"part": numbers[0], "ring": numbers[1], "place_id": ""}
    key = ""
    for tag in tags:
        if tag.code == 1000:
            head, equals, rest = str(tag.value).partition("=")
            if equals and head in XDATA_KEYS:
                key = head
                out[key] = rest
            elif key:
                out[key] += str(tag.value)
    return {key: _decoded(value) if isinstance(value, str) else value for key, value in out.items()}


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
