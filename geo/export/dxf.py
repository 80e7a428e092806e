r"""Write DXF with Chinese layer names that CAD, GDAL and QGIS read right, in a projection in metres.

The DXF writer of GDAL puts UTF-8 bytes under an R2004 header that names ANSI_1252, and CAD shows garbage. By default
the drawing is R2000 in GBK with a header that says so (code page 936): every program follows the header of that
version, and what GBK lacks is written as ``\U+XXXX``. From R2007 on text is UTF-8: AutoCAD reads it so whatever the
header names, GDAL only if the header names code page 65001, as with ``encoding="utf-8"``.

ezdxf makes the frame of the drawing (header, tables, objects) and writes every entity. Entities are made and written
one by one, because a drawing of 100 000 parcels takes 800 MB in memory.

A ring is a closed LWPOLYLINE. Its extended data (XDATA) under `APP_ID` say which place, part and ring it is, with name,
designations and sources, so that `geo.readers.dxf` reads the same places from the drawing.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from ezdxf import colors, units
from ezdxf.addons import iterdxf
from ezdxf.entities import factory
from ezdxf.enums import TextEntityAlignment
from ezdxf.filemanagement import new

from geo.columns import FIELDS
from geo.errors import Fault, ParameterError
from geo.export.feature_fields import attribute_text
from geo.readers.dxf import APP_ID, NOTES_LAYER, XDATA_KEYS
from geo.spreadsheets.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ezdxf.addons.iterdxf import IterDXFWriter
    from ezdxf.document import Drawing
    from ezdxf.entities.dxfgfx import DXFGraphic
    from ezdxf.entities.mtext import MText
    from ezdxf.entities.text import Text

    from geo.export.layer_content import LayerContent

#: The first version of DXF whose text is UTF-8 (R2007).
_UNICODE = "AC1021"
#: A character, or one that is written in another way.
_UNITS = re.compile(r"\\U\+[0-9A-F]{4}|.", re.DOTALL)
LABEL_SUFFIX = "_注记"
#: Option -> version of DXF, and code page the header names.
CODE_PAGES = {"gbk": ("R2000", "ANSI_936"), "utf-8": ("R2010", "ANSI_65001")}
#: Bytes of a piece of text in extended data, which allows 255.
_XDATA_BYTES = 240
#: Most pieces of text for the attributes of an own layer: an entity holds 16 kB.
_MOST_PIECES = 50
_PX_TO_LINEWEIGHT = 26  # hundredths of a millimetre per CSS pixel
#: Line weights of DXF, in hundredths of a millimetre.
_LINEWEIGHTS = (13, 18, 25, 35, 50, 70, 100)
_STYLE = "LINGANG"


def write(content: LayerContent, path: Path, *, naming: str = "names", encoding: str = "gbk") -> None:
    """Write the content of a layer as a drawing.

    Parameters
    ----------
    content : LayerContent
        In a projection in metres; X is easting, Y is northing.
    path : pathlib.Path
    naming : str
        Ignored: a drawing has no columns.
    encoding : {"gbk", "utf-8"}
        Of the text: GBK, which every program reads, or UTF-8, for texts with characters GBK lacks.

    Raises
    ------
    CRSError
        If the content is in degrees.
    ParameterError
        If `encoding` is none of the two.
    """
    del naming
    content.require_metres("DXF")
    if encoding not in CODE_PAGES:
        raise ParameterError(Fault(f"encoding={encoding!r}", "gbk or utf-8", "encoding", "choose one of the two"))
    version, code_page = CODE_PAGES[encoding]
    drawing = _frame_of(content, version)
    first = _reserve_handles(drawing, content)
    with tempfile.TemporaryDirectory() as folder:
        frame = Path(folder) / "frame.dxf"
        drawing.saveas(frame, encoding=encoding)
        if encoding == "utf-8":  # ezdxf does not know code page 65001
            text = frame.read_text(encoding="utf-8").replace(CODE_PAGES["gbk"][1], code_page, 1)
            frame.write_text(text, encoding="utf-8")
        with closing(iterdxf.opendxf(frame)) as source, closing(source.export(path)) as out:
            _EntityWriter(drawing, out, first).write(content)


def in_gbk(text: str) -> str:
    r"""Return a text of characters GBK has, as DXF before R2007 writes all others: ``\U+XXXX``, in units of UTF-16."""
    out = []
    for char in text:
        try:
            char.encode("gbk")
            out.append(char)
        except UnicodeEncodeError:
            units = char.encode("utf-16-be", "surrogatepass").hex().upper()
            out += [f"\\U+{units[at : at + 4]}" for at in range(0, len(units), 4)]
    return "".join(out)


def layer_name(title: str) -> str:
    """Make a layer name of a title: characters CAD forbids or GBK lacks become underscores."""
    return "".join("_" if char in '<>/\\":;?*|=`,' or in_gbk(char) != char else char for char in printable(title))


def _fit(drawing: Drawing, text: str) -> str:
    """Return a text as a drawing may hold it."""
    return in_gbk(printable(text)) if drawing.dxfversion < _UNICODE else printable(text)


def nearest_aci(colour: str) -> int:
    """Return the number of the colour of AutoCAD nearest to one in hex: R2000 knows no others."""
    red, green, blue = colors.RGB.from_hex(colour)

    def distance(number: int) -> int:
        one = colors.aci2rgb(number)
        return int((one[0] - red) ** 2 + (one[1] - green) ** 2 + (one[2] - blue) ** 2)

    # 1 to 9 are not fixed: programs show 7 as black or white.
    return min(range(10, 256), key=distance)


def _frame_of(content: LayerContent, version: str) -> Drawing:
    """Make the drawing without its entities: units, layers, styles, notes, and a view of the whole extent."""
    drawing = new(version, setup=["linetypes"])
    drawing.encoding = "gbk"
    drawing.units = units.M
    drawing.appids.add(APP_ID)
    # Chinese Windows has this font; elsewhere CAD replaces it.
    drawing.styles.add(_STYLE, font="simhei.ttf")
    style, name = content.entry.style, layer_name(content.entry.title_zh)
    weight = min(_LINEWEIGHTS, key=lambda known: abs(known - style.stroke_width * _PX_TO_LINEWEIGHT))
    layer = drawing.layers.add(name, linetype="DASHED" if style.dash else "CONTINUOUS", lineweight=weight)
    layer.rgb = colors.RGB.from_hex(style.stroke)
    layer.color = nearest_aci(style.stroke)
    layer.description = content.entry.description_zh
    drawing.layers.add(name + LABEL_SUFFIX).rgb = colors.RGB.from_hex(style.stroke)
    drawing.layers.add(NOTES_LAYER).rgb = colors.RGB(90, 90, 90)
    drawing.header["$LTSCALE"] = 100.0
    for key, value in content.metadata().items():
        drawing.header.custom_vars.append(key, _fit(drawing, value))
    if content.bounds:
        west, south, east, north = content.bounds
        space = drawing.modelspace()
        space.dxf.extmin, space.dxf.extmax = (west, south, 0.0), (east, north, 0.0)
        height = max(north - south, (east - west) * 0.6, 1.0) * 1.1
        drawing.set_modelspace_vport(height, center=((west + east) / 2, (south + north) / 2))
    return drawing


def _reserve_handles(drawing: Drawing, content: LayerContent) -> int:
    """Reserve a handle for every entity and return the first one; the header must name the next free handle."""
    count = 0
    for part in content.parts(brief=True):
        shapes = part.geometry.dropna().to_numpy()
        holes = shapely.get_num_interior_rings(shapely.get_parts(shapes)).sum()
        count += int(shapely.get_num_geometries(shapes).sum() + holes) + len(shapes)
    first = int(str(drawing.entitydb.handles), 16)
    drawing.entitydb.handles.reset(f"{first + count + 1:X}")
    return first


def _label_texts(content: LayerContent) -> dict[str, str]:
    """Return the label of each place, by id: names of places on the same ground are one text, at the first of them."""
    groups: dict[bytes, tuple[str, dict[str, None]]] = {}
    for part in content.parts(brief=True):
        named = zip(part.index, part["name_zh"], shapely.to_wkb(part.geometry.to_numpy()), strict=True)
        for place_id, name, wkb in named:
            if wkb is not None:
                # The digest and not the shape, because a layer may have a million.
                ground = hashlib.blake2b(wkb, digest_size=16).digest()
                groups.setdefault(ground, (str(place_id), {}))[1][str(name)] = None
    return {first: "／".join(names) for first, names in groups.values()}


def _label_height(shape: Any, text: str, most: float) -> float:
    """Compute the height at which a label fits its area: a letter of Chinese is as wide as it is high."""
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return most / 2
    west, south, east, north = shape.bounds
    fits: float = min((east - west) / (len(text) + 1), (north - south) / 2)
    return min(max(fits, most / 8), most)


def _text_height(content: LayerContent) -> float:
    """Compute the greatest height of a label in metres: a 150th of the extent of the drawing, 5 to 300."""
    if content.bounds is None:
        return 10.0
    west, south, east, north = content.bounds
    return min(max(max(east - west, north - south) / 150.0, 5.0), 300.0)


class _EntityWriter:
    """Writes entities to a file one by one.

    Parameters
    ----------
    drawing : ezdxf.document.Drawing
        The drawing without entities, which the entities refer to.
    out : ezdxf.addons.iterdxf.IterDXFWriter
    handle : int
        The first free handle.
    """

    def __init__(self, drawing: Drawing, out: IterDXFWriter, handle: int) -> None:
        self._drawing, self._out, self._handle = drawing, out, handle
        self._owner = drawing.modelspace().layout_key

    def write(self, content: LayerContent) -> None:
        """Write the notes and every place with its label."""
        height = _text_height(content)
        layer, texts = layer_name(content.entry.title_zh), _label_texts(content)
        self._write_entity(_notes(self._drawing, content, height))
        for row, shape in content.shapes():
            if shape is not None:
                for entity in _place(self._drawing, layer, row, shape):
                    self._write_entity(entity)
                if text := texts.get(row["place_id"]):
                    self._write_entity(_label(self._drawing, layer, text, shape, _label_height(shape, text, height)))

    def _write_entity(self, entity: DXFGraphic) -> None:
        entity.dxf.handle, entity.dxf.owner = f"{self._handle:X}", self._owner
        self._handle += 1
        self._out.write(entity)


def _entity(drawing: Drawing, kind: str, layer: str, **attributes: Any) -> Any:
    """Make an entity outside of any layout: a layout would keep it in memory."""
    return factory.new(kind, {"layer": layer, **attributes}, drawing)


def _place(drawing: Drawing, layer: str, row: dict[str, Any], shape: Any) -> Iterator[DXFGraphic]:
    for part_number, part in enumerate(shapely.get_parts(shape)):
        if part.geom_type == "Point":
            point = _entity(drawing, "POINT", layer, location=(part.x, part.y, 0.0))
            yield _tagged(drawing, point, row, part_number, 0)
            continue
        is_ring = part.geom_type == "Polygon"
        rings = [part.exterior, *part.interiors] if is_ring else [part]
        for ring_number, ring in enumerate(rings):
            line = _entity(drawing, "LWPOLYLINE", layer)
            line.set_points(shapely.get_coordinates(ring)[: -1 if is_ring else None].tolist(), format="xy")
            line.closed = is_ring
            yield _tagged(drawing, line, row, part_number, ring_number)


def _label(drawing: Drawing, layer: str, text: str, shape: Any, height: float) -> DXFGraphic:
    point = shapely.point_on_surface(shape)
    label: Text = _entity(drawing, "TEXT", layer + LABEL_SUFFIX, text=_fit(drawing, text), height=height, style=_STYLE)
    label.set_placement((point.x, point.y), align=TextEntityAlignment.MIDDLE_CENTER)
    return label


def _tagged(drawing: Drawing, entity: DXFGraphic, row: dict[str, Any], part: int, ring: int) -> DXFGraphic:
    """Set the extended data of an entity: texts as ``key=value``, long ones in several pieces."""
    tags: list[tuple[int, object]] = [(1071, part), (1071, ring)]
    keys = XDATA_KEYS if not part and not ring else XDATA_KEYS[:1]
    for key in keys:
        if row[key] is not None:
            tags += [(1000, piece) for piece in _pieces(f"{key}={_fit(drawing, str(row[key]))}")]
    said = attribute_text({key: value for key, value in row.items() if key not in FIELDS}) if len(keys) > 1 else None
    if said:
        attributes = _pieces(f"attributes={_fit(drawing, said)}")
        tags += [(1000, piece) for piece in attributes[:_MOST_PIECES]]
    entity.set_xdata(APP_ID, tags)
    return entity


def _pieces(text: str) -> list[str]:
    out, current = [], ""
    for char in _UNITS.findall(text):
        if len((current + char).encode()) > _XDATA_BYTES:
            out.append(current)
            current = ""
        current += char
    return [*out, current]


def _notes(drawing: Drawing, content: LayerContent, height: float) -> DXFGraphic:
    """Make the notes below the drawing, with the names of places that have no shape."""
    lines = [line for _, zh, en in content.notes() for line in (zh, en)]
    if content.unlocated:
        lines.append("未落图（文件未载明位置） / named, not located：" + "、".join(content.unlocated))
    west, south = content.bounds[:2] if content.bounds else (0.0, 0.0)
    style = {"style": _STYLE, "char_height": height * 0.6, "width": height * 90}
    note: MText = _entity(drawing, "MTEXT", NOTES_LAYER, **style)
    note.text = "\\P".join(_mtext(drawing, line) for line in lines)
    note.set_location((west, south - 3 * height))
    return note


def _mtext(drawing: Drawing, text: str) -> str:
    """Escape the characters that MTEXT takes for formatting."""
    return _fit(drawing, text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}"))
