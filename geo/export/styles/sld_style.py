"""Write the style of a layer as SLD 1.0, for GeoServer and other programs that do not read the style of QGIS.

Each look of the layer becomes a rule, with the paints of the opening zoom. Only the first look whose conditions hold is
drawn, so each rule excludes those before it. Lengths are in pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from geo.atlas.looks.paint import Paint, at_zoom
from geo.atlas.looks.recipes import paints_of
from geo.atlas.symbology import OPENING_ZOOM, PAPER, SHAPES, plain_look

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.atlas.looks.look import Look
    from geo.atlas.schema import Layer
    from geo.atlas.symbology import Shape

_OF_LAYER: dict[str, tuple[Shape, ...]] = {"polygon": ("area",), "line": ("line",), "point": ("point",)}
#: Dimension of a shape, by which the rules of a table of mixed shapes tell them apart.
_DIMENSIONS: dict[Shape, int] = {"point": 0, "line": 1, "area": 2}
_DIMENSION = '<ogc:Function name="dimension"><ogc:PropertyName>geom</ogc:PropertyName></ogc:Function>'
_HEAD = (
    '<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld" '
    'xmlns:ogc="http://www.opengis.net/ogc" xmlns:xlink="http://www.w3.org/1999/xlink">'
)


def sld(layer: Layer, geometry: str, columns: Mapping[str, str]) -> str:
    """Write the style of a layer.

    Parameters
    ----------
    layer : Layer
    geometry : {"polygon", "line", "point", "mixed"}
        Type of the shapes in the table.
    columns : mapping
        ``place_id``, ``kind``, ``grade`` and ``area_km2`` as they are named in the file.

    Returns
    -------
    str
        An SLD document.
    """
    rules = []
    for shape in _OF_LAYER.get(geometry, SHAPES):
        inside = "" if geometry != "mixed" else _compared(_DIMENSION, _DIMENSIONS[shape])
        for condition, title, paints in _rules(layer, shape, columns):
            symbols = "".join(_symbolizer(paint) for paint in sorted(paints, key=lambda paint: paint.level))
            if symbols:
                head = f"<Title>{escape(title)}</Title><ogc:Filter>{_all([condition, inside])}</ogc:Filter>"
                rules.append(f"<Rule>{head}{symbols}</Rule>")
    return (
        f"{_HEAD}<NamedLayer><Name>{layer.id}</Name><UserStyle><Title>{escape(layer.title_zh)}</Title>"
        f"<FeatureTypeStyle>{''.join(rules)}</FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>"
    )


def _rules(layer: Layer, shape: Shape, columns: Mapping[str, str]) -> Iterator[tuple[str, str, tuple[Paint, ...]]]:
    """Yield the filter, the title and the paints of each rule."""
    earlier: list[str] = []
    for look in (*layer.look, plain_look(layer, shape)):
        if look.shape not in {None, shape} or look.within is not None:
            continue
        met = _condition(look, columns)
        others = [f"<ogc:Not>{condition}</ogc:Not>" for condition in earlier]
        for schematic in (False, True):
            is_c = _compare(columns["grade"], "C")
            grade = is_c if schematic else f"<ogc:Not>{is_c}</ogc:Not>"
            paints = paints_of(look, schematic=schematic, paper=PAPER)
            yield _all([met, *others, grade]), look.title_zh or layer.title_zh, paints
        if not met:
            return  # what follows a look without conditions is never reached
        earlier.append(met)


def _condition(look: Look, columns: Mapping[str, str]) -> str:
    parts = []
    for name, values in (("place_id", look.places), ("kind", look.kinds)):
        if values:
            parts.append(_joined("Or", [_compare(columns[name], value) for value in values]))
    if look.over_km2 is not None:
        parts.append(_compare(columns["area_km2"], look.over_km2, "GreaterThan"))
    return _all(parts)


def _compare(column: str, value: float | str, how: str = "EqualTo") -> str:
    return _compared(f"<ogc:PropertyName>{escape(column)}</ogc:PropertyName>", value, how)


def _compared(expression: str, value: float | str, how: str = "EqualTo") -> str:
    return f"<ogc:PropertyIs{how}>{expression}<ogc:Literal>{escape(str(value))}</ogc:Literal></ogc:PropertyIs{how}>"


def _all(parts: list[str]) -> str:
    return _joined("And", [part for part in parts if part])


def _joined(word: str, parts: list[str]) -> str:
    whole = "".join(parts)
    return f"<ogc:{word}>{whole}</ogc:{word}>" if len(parts) > 1 else whole


def _symbolizer(paint: Paint) -> str:
    opacity, width = at_zoom(paint.opacity, OPENING_ZOOM), at_zoom(paint.width, OPENING_ZOOM)
    if paint.at != "shape" or paint.part == "arrow" or opacity == 0:
        return ""
    if paint.part == "line":
        values = {"stroke": paint.colour, "stroke-opacity": f"{opacity:g}", "stroke-width": f"{width:g}"}
        if paint.dash:
            values["stroke-dasharray"] = paint.dash
        if paint.cap == "round":
            values["stroke-linecap"] = "round"
        return f"<LineSymbolizer><Stroke>{_parameters(values)}</Stroke></LineSymbolizer>"
    fill = f"<Fill>{_parameters({'fill': paint.colour, 'fill-opacity': f'{opacity:g}'})}</Fill>"
    if paint.part == "fill":
        return f"<PolygonSymbolizer>{fill}</PolygonSymbolizer>"
    mark = f"<Mark><WellKnownName>circle</WellKnownName>{fill}</Mark><Size>{width:g}</Size>"
    return f"<PointSymbolizer><Graphic>{mark}</Graphic></PointSymbolizer>"


def _parameters(values: Mapping[str, str]) -> str:
    return "".join(f'<CssParameter name="{name}">{value}</CssParameter>' for name, value in values.items())
