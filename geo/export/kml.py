"""Write KML 2.2 and KMZ one placemark at a time, with the style its place has on the map: by look and by grade.

GDAL's writers are not used: KML writes no styles, and LIBKML keeps the whole document in memory.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, TextIO
from xml.sax.saxutils import escape, quoteattr

import shapely

from geo.atlas.looks.recipes import paints_of
from geo.atlas.symbology import PAPER, SHAPES, plain_look, simple_attributes, style_of
from geo.columns import FIELDS, column_names
from geo.screen.svg import shape_kind
from geo.spreadsheets.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.atlas.schema import Layer
    from geo.atlas.symbology import Shape
    from geo.export.layer_content import LayerContent

#: Half transparent grey, as KML writes a colour.
_FAINT = "80808080"


def write(content: LayerContent, path: Path, *, naming: str = "names") -> None:
    """Write the content of a layer as KML, or as KMZ if the file is named so.

    Parameters
    ----------
    content : LayerContent
        In degrees.
    path : pathlib.Path
        Ends in ``.kml`` or ``.kmz``.
    naming : {"names", "codes"}
        Names of the data of a placemark.

    Raises
    ------
    CRSError
        If the content is in a projection.
    """
    content.require_degrees("KML")
    if path.suffix == ".kml":
        with path.open("w", encoding="utf-8", newline="\n") as out:
            _write_document(content, out, naming)
        return
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("doc.kml", "w") as raw,
        io.TextIOWrapper(raw, encoding="utf-8", newline="\n") as out,
    ):
        _write_document(content, out, naming)


def _write_document(content: LayerContent, out: TextIO, naming: str) -> None:
    # Without a Folder, because GDAL's LIBKML looks for the Schema only in the container of the placemarks.
    columns = column_names([*FIELDS, *content.attributes.columns], naming)
    notes = "\n".join(line for _, zh, en in content.notes() for line in (zh, en))
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n')
    out.write(f"<name>{escape(content.entry.title_zh)}</name><description>{escape(notes)}</description>\n")
    out.write("".join(_styles(content.entry)) + _schema(columns))
    for row, shape in content.shapes():
        out.write(_placemark(row, shape, columns, _style_name(content.entry, row, shape)))
    out.write("</Document></kml>\n")


def _styles(layer: Layer) -> Iterator[str]:
    """Yield a style for each look, shape and grade a placemark can have; a stroke and a fill, as KML knows no more."""
    for shape in SHAPES:
        for number, look in enumerate([*layer.look, plain_look(layer, shape)]):
            if look.shape in {None, shape}:
                for schematic in (False, True):
                    drawn = paints_of(look, schematic=schematic, paper=PAPER)
                    yield _style(_name(shape, number, schematic=schematic), simple_attributes(drawn, look, shape))


def _style_name(layer: Layer, row: dict[str, Any], shape: Any) -> str:
    conditions = {"kind": row["kind"], "place": row["place_id"], "area_km2": row["area_km2"]}
    kind: Shape = "point" if shape is None else shape_kind(shape)
    style = style_of(layer, kind, row["grade"], **conditions)
    return _name(kind, style.number, schematic=style.schematic)


def _name(shape: Shape, number: int, *, schematic: bool) -> str:
    return f"{shape}-{number}{'-c' if schematic else ''}"


def _style(name: str, look: dict[str, Any]) -> str:
    stroke = look["stroke"] if look["stroke"] != "none" else look["fill"]
    # A part that its whole draws already is a faint line.
    edge = _abgr(stroke, look.get("stroke-opacity", 1.0)) if stroke != "none" else _FAINT
    fill = "00ffffff" if look["fill"] == "none" else _abgr(look["fill"], look.get("fill-opacity", 1.0))
    # The sign of a point is tinted: by its fill, as the edge around it is the colour of paper.
    sign = fill if name.startswith("point") and look["fill"] != "none" else edge
    return (
        f'<Style id="{name}"><LineStyle><color>{edge}</color>'
        f"<width>{look.get('stroke-width', 1.0)}</width></LineStyle><PolyStyle><color>{fill}</color></PolyStyle>"
        f"<IconStyle><color>{sign}</color></IconStyle></Style>\n"
    )


def _abgr(colour: str, opacity: float) -> str:
    return f"{round(opacity * 255):02x}{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower()


def _schema(columns: dict[str, str]) -> str:
    fields = (
        f"<SimpleField name={quoteattr(column)} type={quoteattr(_type(name))}/>" for name, column in columns.items()
    )
    return f'<Schema name="place" id="place">{"".join(fields)}</Schema>\n'


def _type(name: str) -> str:
    """Return the type of a column in a KML schema; attributes of own layers are texts."""
    return "double" if name in FIELDS and FIELDS[name].kind != "text" else "string"


def _placemark(row: dict[str, Any], shape: Any, columns: dict[str, str], style: str) -> str:
    data = "".join(
        f"<SimpleData name={quoteattr(columns[name])}>{escape(printable(str(value)))}</SimpleData>"
        for name, value in row.items()
        if value is not None
    )
    said = [row["positioning_zh"], row["sources_zh"]]
    text = escape(printable(" — ".join(part for part in said if part)))
    return (
        f"<Placemark id={quoteattr('p-' + row['place_id'])}><name>{escape(printable(row['name_zh']))}</name>"
        f"<description>{text}</description><styleUrl>#{style}</styleUrl>"
        f'<ExtendedData><SchemaData schemaUrl="#place">{data}</SchemaData></ExtendedData>'
        f"{'' if shape is None else ''.join(_geometry(shape))}</Placemark>\n"
    )


def _geometry(shape: Any) -> Iterator[str]:
    parts = shapely.get_parts(shape)
    if len(parts) > 1:
        yield "<MultiGeometry>"
    for part in parts:
        yield from _part(part)
    if len(parts) > 1:
        yield "</MultiGeometry>"


def _part(part: Any) -> Iterator[str]:
    if part.geom_type == "Polygon":
        part = shapely.orient_polygons(part)
        yield f"<Polygon><outerBoundaryIs><LinearRing>{_positions(part.exterior)}</LinearRing></outerBoundaryIs>"
        for ring in part.interiors:
            yield f"<innerBoundaryIs><LinearRing>{_positions(ring)}</LinearRing></innerBoundaryIs>"
        yield "</Polygon>"
    else:
        name = "Point" if part.geom_type == "Point" else "LineString"
        yield f"<{name}>{_positions(part)}</{name}>"


def _positions(line: Any) -> str:
    # 1e-9° is a tenth of a millimetre.
    pairs = (f"{x:.9f},{y:.9f}" for x, y in shapely.get_coordinates(line))
    return f"<coordinates>{' '.join(pairs)}</coordinates>"
