r"""Write DXF with Chinese layer names that CAD, GDAL and QGIS read right, in a projection in metres.

The DXF writer of GDAL puts UTF-8 bytes under an R2004 header that names ANSI_1252, and CAD shows garbage. By default
the drawing is R2000 in GBK with a header that says so (code page 936): every program follows the header of that
version, and what GBK lacks is written as ``\U+XXXX``. From R2007 on text is UTF-8: AutoCAD reads it so whatever the
header names, GDAL only if the header names code page 65001, as with ``encoding="utf-8"``.

ezdxf makes the frame of the drawing (header, tables, objects) and the notes. The entities are written here, in batches:
those of ezdxf take 800 MB of memory for 100 000 parcels, and six times as long.

A ring is a closed LWPOLYLINE. Its extended data (XDATA) under `APP_ID` say which place, part and ring it is, with name,
designations and sources, so that `geo.readers.dxf` reads the same places from the drawing.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from ezdxf import colors, units
from ezdxf.addons import iterdxf
from ezdxf.entities.mtext import MText
from ezdxf.filemanagement import new

from geo.atlas.cells import plain_cells
from geo.columns import FIELDS
from geo.errors import Fault, ParameterError
from geo.export.feature_fields import attribute_text
from geo.readers.dxf import APP_ID, NOTES_LAYER, XDATA_KEYS
from geo.spreadsheets.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import geopandas as gpd
    from ezdxf.addons.iterdxf import IterDXFWriter
    from ezdxf.document import Drawing
    from ezdxf.entities.dxfgfx import DXFGraphic

    from geo.export.layer_content import LayerContent

#: The first version of DXF whose text is UTF-8 (R2007).
_UNICODE = "AC1021"
#: A character that is written in another way.
_ESCAPE = re.compile(rb"\\U\+[0-9A-F]{4}")
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
#: How extended data begin.
_XDATA = f"1001\n{APP_ID}\n"


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
    count, texts = _look_through(content)
    first = int(str(drawing.entitydb.handles), 16)
    drawing.entitydb.handles.reset(f"{first + count + 1:X}")  # the header names the next free handle
    with tempfile.TemporaryDirectory() as folder:
        frame = Path(folder) / "frame.dxf"
        drawing.saveas(frame, encoding=encoding)
        if encoding == "utf-8":  # ezdxf does not know code page 65001
            text = frame.read_text(encoding="utf-8").replace(CODE_PAGES["gbk"][1], code_page, 1)
            frame.write_text(text, encoding="utf-8")
        with closing(iterdxf.opendxf(frame)) as source, closing(source.export(path)) as out:
            _EntityWriter(drawing, content, texts, first).write(out)


def in_gbk(text: str) -> str:
    r"""Return a text of characters GBK has, as DXF before R2007 writes all others: ``\U+XXXX``, in units of UTF-16."""
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return "".join(map(_in_gbk, text))
    return text


def _in_gbk(char: str) -> str:
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        units = char.encode("utf-16-be", "surrogatepass").hex().upper()
        return "".join(f"\\U+{units[at : at + 4]}" for at in range(0, len(units), 4))
    return char


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


def _look_through(content: LayerContent) -> tuple[int, dict[str, str]]:
    """Return the number of entities at most, and the label of each place by its id.

    Names of places on the same ground are one text, at the first of them.
    """
    count = 0
    groups: dict[bytes, tuple[str, dict[str, None]]] = {}
    for part in content.parts(brief=True):
        located = part[part.geometry.notna()]
        shapes = located.geometry.to_numpy()
        holes = shapely.get_num_interior_rings(shapely.get_parts(shapes)).sum()
        count += int(shapely.get_num_geometries(shapes).sum() + holes) + len(shapes)
        for place_id, name, wkb in zip(located.index, located["name_zh"], shapely.to_wkb(shapes), strict=True):
            # The digest and not the shape, because a layer may have a million.
            ground = hashlib.blake2b(wkb, digest_size=16).digest()
            groups.setdefault(ground, (str(place_id), {}))[1][str(name)] = None
    return count, {first: "／".join(names) for first, names in groups.values()}


def _label_height(box: Sequence[float], text: str, most: float) -> float:
    """Compute the height at which a label fits its area: a letter of Chinese is as wide as it is high."""
    west, south, east, north = box
    return min(max(min((east - west) / (len(text) + 1), (north - south) / 2), most / 8), most)


def _text_height(content: LayerContent) -> float:
    """Compute the greatest height of a label in metres: a 150th of the extent of the drawing, 5 to 300."""
    if content.bounds is None:
        return 10.0
    west, south, east, north = content.bounds
    return min(max(max(east - west, north - south) / 150.0, 5.0), 300.0)


class _EntityWriter:
    """Writes the entities of a drawing, batch by batch.

    Parameters
    ----------
    drawing : ezdxf.document.Drawing
        The drawing without entities, which the entities refer to.
    content : LayerContent
    texts : dict of str to str
        Labels by the id of the place.
    handle : int
        The first free handle.
    """

    def __init__(self, drawing: Drawing, content: LayerContent, texts: dict[str, str], handle: int) -> None:
        self._drawing, self._content, self._texts = drawing, content, texts
        self._handles = itertools.count(handle)
        self._owner = drawing.modelspace().layout_key
        self._layer, self._height = layer_name(content.entry.title_zh), _text_height(content)

    def write(self, out: IterDXFWriter) -> None:
        """Write the notes and every place with its label."""
        note = _notes(self._drawing, self._content, self._height)
        note.dxf.handle, note.dxf.owner = f"{next(self._handles):X}", self._owner
        out.write(note)
        for part in self._content.batches():
            out.write_data("".join(self._of_batch(part[part.geometry.notna()])).encode(out.loader.encoding))

    def _of_batch(self, part: gpd.GeoDataFrame) -> Iterator[str]:
        shapes = part.geometry.to_numpy()
        lines = [*zip(*_lines(shapes), strict=True)]
        points = shapely.get_coordinates(shapely.point_on_surface(shapes)).tolist()
        areal = (shapely.get_dimensions(shapes) == 2).tolist()
        rows = zip(self._tags(part), points, shapely.bounds(shapes).tolist(), areal, strict=True)
        at = 0
        for number, ((place_id, all_tags), point, box, is_area) in enumerate(rows):
            while at < len(lines) and lines[at][0] == number:
                _, kind, part_number, ring_number, drawn = lines[at]
                tags = _tag(f"place_id={place_id}", self._fit) if part_number or ring_number else all_tags
                yield f"{self._head(kind)}{drawn}{_XDATA}1071\n{part_number}\n1071\n{ring_number}\n{tags}"
                at += 1
            if text := self._texts.get(place_id):
                height = _label_height(box, text, self._height) if is_area else self._height / 2
                yield self._label(self._fit(text), point, height)

    def _head(self, kind: str, suffix: str = "") -> str:
        """Return how every entity begins."""
        handle = f"{next(self._handles):X}"
        return f"  0\n{kind}\n  5\n{handle}\n330\n{self._owner}\n100\nAcDbEntity\n  8\n{self._layer}{suffix}\n"

    def _label(self, text: str, point: Sequence[float], height: float) -> str:
        """Return a text whose middle lies at a point."""
        x, y = point
        head, at = self._head("TEXT", LABEL_SUFFIX), f" 10\n{x}\n 20\n{y}\n 30\n0.0\n 40\n{height}\n"
        middle = f" 72\n1\n 11\n{x}\n 21\n{y}\n 31\n0.0\n100\nAcDbText\n 73\n2\n"
        return f"{head}100\nAcDbText\n{at}  1\n{text}\n  7\n{_STYLE}\n{middle}"

    def _fit(self, text: str) -> str:
        return _fit(self._drawing, text)

    def _tags(self, part: gpd.GeoDataFrame) -> Iterator[tuple[str, str]]:
        """Yield the id of each place and its extended data: texts as ``key=value``, long ones in several pieces."""
        own = [str(name) for name in part.columns if name not in FIELDS and name != part.geometry.name]
        known = zip(*(plain_cells(part[key]) for key in XDATA_KEYS), strict=True)
        attributes = (
            zip(*(plain_cells(part[name]) for name in own), strict=True) if own else itertools.repeat((), len(part))
        )
        for row, values in zip(known, attributes, strict=True):
            said = attribute_text(dict(zip(own, values, strict=True)))
            texts = [f"{key}={value}" for key, value in zip(XDATA_KEYS, row, strict=True) if value is not None]
            tags = "".join(_tag(text, self._fit) for text in texts)
            yield str(row[0]), tags + (_tag(f"attributes={said}", self._fit, _MOST_PIECES) if said else "")


def _lines(shapes: Any) -> tuple[list[Any], ...]:
    """Return the lines, rings and points of shapes, in their order.

    Returns
    -------
    tuple of list
        Of each: number of the shape, kind of entity, number of the part in the shape and of the ring in the part, and
        the entity without its head.
    """
    parts, shape_of = shapely.get_parts(shapes, return_index=True)
    areal = shapely.get_type_id(parts) == 3
    rings, ring_of = shapely.get_rings(parts[areal], return_index=True)
    part_of = np.concatenate([np.flatnonzero(areal)[ring_of], np.flatnonzero(~areal)])
    order = np.argsort(part_of, kind="stable")
    lines, part_of = np.concatenate([rings, parts[~areal]])[order], part_of[order]
    closed = areal[part_of]
    part_number = np.arange(len(parts)) - np.searchsorted(shape_of, shape_of)
    ring_number = np.arange(len(lines)) - np.searchsorted(part_of, part_of)
    kinds = np.where(shapely.get_type_id(lines) == 0, "POINT", "LWPOLYLINE").tolist()
    drawn = _drawn(lines, closed.tolist(), kinds)
    return shape_of[part_of].tolist(), kinds, part_number[part_of].tolist(), ring_number.tolist(), drawn


def _drawn(lines: Any, closed: list[bool], kinds: list[str]) -> list[str]:
    """Return the coordinates of lines and points as the entities have them; a ring does not repeat its first."""
    pairs = [f" 10\n{x}\n 20\n{y}\n" for x, y in shapely.get_coordinates(lines).tolist()]
    ends = np.cumsum(shapely.get_num_coordinates(lines)).tolist()
    out, start = [], 0
    for end, is_ring, kind in zip(ends, closed, kinds, strict=True):
        line, start = pairs[start : end - is_ring], end
        if kind == "POINT":
            out.append(f"100\nAcDbPoint\n{''.join(line)} 30\n0.0\n")
        else:
            out.append(f"100\nAcDbPolyline\n 90\n{len(line)}\n 70\n{int(is_ring)}\n{''.join(line)}")
    return out


def _tag(text: str, fit: Callable[[str], str], most: int | None = None) -> str:
    """Return a text of the extended data, in pieces."""
    return "".join(f"1000\n{piece}\n" for piece in _pieces(fit(text))[:most])


def _pieces(text: str) -> list[str]:
    """Divide a text into pieces of the length a drawing allows, each of whole characters."""
    data, out = text.encode(), []
    while len(data) > _XDATA_BYTES:
        cut = _XDATA_BYTES
        while data[cut] & 0xC0 == 0x80:  # within a character of several bytes
            cut -= 1
        escape = data.rfind(b"\\U+", cut - 6, cut + 2)
        if escape >= 0 and _ESCAPE.match(data, escape):
            cut = escape
        out.append(data[:cut].decode())
        data = data[cut:]
    return [*out, data.decode()]


def _notes(drawing: Drawing, content: LayerContent, height: float) -> DXFGraphic:
    """Make the notes below the drawing, with the names of places that have no shape."""
    lines = [line for _, zh, en in content.notes() for line in (zh, en)]
    if content.unlocated:
        lines.append("未落图（文件未载明位置） / named, not located：" + "、".join(content.unlocated))
    west, south = content.bounds[:2] if content.bounds else (0.0, 0.0)
    style = {"style": _STYLE, "char_height": height * 0.6, "width": height * 90}
    note = MText.new(dxfattribs={"layer": NOTES_LAYER, **style}, doc=drawing)
    note.text = "\\P".join(_mtext(drawing, line) for line in lines)
    note.set_location((west, south - 3 * height))
    return note


def _mtext(drawing: Drawing, text: str) -> str:
    """Escape the characters that MTEXT takes for formatting."""
    return _fit(drawing, text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}"))
