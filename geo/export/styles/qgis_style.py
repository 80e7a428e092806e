"""Write the style of a layer for QGIS (QML), so that a GeoPackage looks in QGIS as the layer does on the map.

Each look of the layer becomes a rule, two where grade C differs, with the paints of the opening zoom as its symbol
layers, drawn level by level. Every feature is named, areas inside, lines along them. What a table does not hold is left
out: stops, the arrow of a corridor, and the paler fill of parks within functional areas. Widths are in millimetres; a
CSS pixel is 1/96 inch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from geo.atlas.looks.look import Look
from geo.atlas.looks.paint import Paint, at_zoom
from geo.atlas.looks.recipes import paints_of
from geo.atlas.symbology import OPENING_ZOOM, PAPER, SHAPES, plain_look
from geo.columns import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geo.atlas.schema import Layer
    from geo.atlas.symbology import Shape

MM_PER_PX = 25.4 / 96.0
#: Types of shapes and of symbols in QGIS.
_GEOMETRIES: dict[Shape, str] = {"area": "Polygon", "line": "Line", "point": "Point"}
_CLASSES: dict[Shape, str] = {"area": "fill", "line": "line", "point": "marker"}
_OF_LAYER: dict[str, tuple[Shape, ...]] = {"polygon": ("area",), "line": ("line",), "point": ("point",)}
#: Where QGIS puts a name: inside an area, along a line, around a point.
_PLACEMENTS: dict[Shape, int] = {"area": 1, "line": 2, "point": 0}
_SCHEMATIC = "（C 级示意）"
#: Opacity of the thin line of a part that the map does not draw because its whole is drawn.
_PART = 0.35


def qml(layer: Layer, geometry: str, columns: Mapping[str, str]) -> str:
    """Write the style of a layer.

    Parameters
    ----------
    layer : Layer
    geometry : {"polygon", "line", "point", "mixed"}
        Type of the shapes in the table.
    columns : mapping
        The columns of an exported layer as they are named in the file; each gets its Chinese alias.

    Returns
    -------
    str
        A QML document of QGIS 3.
    """
    rules: list[str] = []
    symbols: list[str] = []
    for shape in _OF_LAYER.get(geometry, SHAPES):
        # In a table of mixed shapes each type needs its own symbol: QGIS does not draw a point with an area symbol.
        inside = "" if geometry != "mixed" else f" AND {_is(shape)}"
        for condition, title, paints in _rules(layer, shape, columns):
            key = str(len(symbols))
            label = quoteattr(title)
            rules.append(f'<rule key="r{key}" symbol="{key}" filter={quoteattr(condition + inside)} label={label}/>')
            symbols.append(_symbol(key, shape, paints or _faint(layer)))
    return (
        '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">'
        '<qgis version="3.22" styleCategories="Symbology|Labeling|Fields" labelsEnabled="1">'
        f'<renderer-v2 type="RuleRenderer" symbollevels="1" enableorderby="0"><rules key="all">{"".join(rules)}</rules>'
        f"<symbols>{''.join(symbols)}</symbols></renderer-v2>"
        f"{_labeling(geometry, columns['name_zh'])}<aliases>{''.join(_aliases(columns))}</aliases></qgis>"
    )


def _is(shape: Shape) -> str:
    return f"geometry_type($geometry) = '{_GEOMETRIES[shape]}'"


def _labeling(geometry: str, column: str) -> str:
    """Write a rule of labels for each type of shape: QGIS has no place that fits an area and a line."""
    rules = "".join(
        f'<rule key="l{number}" filter={quoteattr(_is(shape))}>{_label_settings(shape, column)}</rule>'
        for number, shape in enumerate(_OF_LAYER.get(geometry, SHAPES))
    )
    return f'<labeling type="rule-based"><rules key="labels">{rules}</rules></labeling>'


def _label_settings(shape: Shape, column: str) -> str:
    return (
        '<settings calloutType="simple">'
        f'<text-style fieldName={quoteattr(column)} fontFamily="Noto Sans CJK SC" fontSize="9" '
        'isExpression="0" textColor="51,51,51,255"><text-buffer bufferDraw="1" bufferSize="0.8" '
        'bufferColor="255,255,255,255"/></text-style>'
        f'<placement placement="{_PLACEMENTS[shape]}" placementFlags="10" centroidInside="1" centroidWhole="1" '
        'quadOffset="4" dist="1" overlapHandling="AllowOverlapIfRequired"/>'
        # A name is better over another than missing: a planner counts the places.
        '<rendering drawLabels="1" displayAll="1" obstacle="0" labelPerPart="0" mergeLines="0" fitInPolygonOnly="0"/>'
        "</settings>"
    )


def _aliases(columns: Mapping[str, str]) -> Iterator[str]:
    for name, column in columns.items():
        yield f"<alias field={quoteattr(column)} name={quoteattr(FIELDS[name].heading[0])}/>"


def _rules(layer: Layer, shape: Shape, columns: Mapping[str, str]) -> Iterator[tuple[str, str, tuple[Paint, ...]]]:
    """Yield the filter, the title and the paints of each rule; a feature meets exactly one."""
    fits = [look for look in layer.look if look.shape in {None, shape} and look.within is None]
    looks = [*fits, plain_look(layer, shape)]
    conditions = [_condition(look, columns) for look in looks]
    # What follows a look without conditions is never reached.
    end = conditions.index("TRUE") + 1
    cases = " ".join(f"WHEN {condition} THEN {number}" for number, condition in enumerate(conditions[:end]))
    grade = f"coalesce(\"{columns['grade']}\", '')"
    for number, look in enumerate(looks[:end]):
        title = look.title_zh or layer.title_zh
        for schematic, comparison, suffix in ((False, "<>", ""), (True, "=", _SCHEMATIC)):
            condition = f"CASE {cases} END = {number} AND {grade} {comparison} 'C'"
            yield condition, title + suffix, paints_of(look, schematic=schematic, paper=PAPER)


def _condition(look: Look, columns: Mapping[str, str]) -> str:
    parts = [
        f'"{columns[name]}" IN ({", ".join(_text(value) for value in values)})'
        for name, values in (("place_id", look.places), ("kind", look.kinds))
        if values
    ]
    if look.over_km2 is not None:
        parts.append(f'"{columns["area_km2"]}" > {look.over_km2:g}')
    return " AND ".join(parts) or "TRUE"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _faint(layer: Layer) -> tuple[Paint, ...]:
    return (Paint(part="line", colour=layer.style.stroke, width=1.0, opacity=_PART),)


def _symbol(name: str, shape: Shape, paints: Iterable[Paint]) -> str:
    drawn = "".join(_symbol_layer(paint) for paint in paints if paint.at == "shape" and paint.part != "arrow")
    return f'<symbol name="{name}" type="{_CLASSES[shape]}" alpha="1" clip_to_extent="1" force_rhr="0">{drawn}</symbol>'


def _symbol_layer(paint: Paint) -> str:
    return {"fill": _fill, "line": _line, "dot": _marker}[paint.part](paint)


def _layer(kind: str, options: dict[str, str], level: int) -> str:
    # QGIS 3.22 and later read <Option>, older versions <prop>.
    rows = "".join(f'<Option name="{key}" type="QString" value={quoteattr(value)}/>' for key, value in options.items())
    props = "".join(f'<prop k="{key}" v={quoteattr(value)}/>' for key, value in options.items())
    head = f'<layer class="{kind}" enabled="1" locked="0" pass="{level}">'
    return f'{head}<Option type="Map">{rows}</Option>{props}</layer>'


def _fill(paint: Paint) -> str:
    return _layer("SimpleFill", {"color": _rgba(paint), "style": "solid", "outline_style": "no"}, paint.level)


def _line(paint: Paint) -> str:
    options = {
        "line_color": _rgba(paint),
        "line_width": _mm(paint, 2 if paint.inside else 1),
        "line_width_unit": "MM",
        "line_style": "solid",
        "joinstyle": "round",
        "capstyle": "round" if paint.cap == "round" else "flat",
        "draw_inside_polygon": "1" if paint.inside else "0",
        "use_custom_dash": "1" if paint.dash else "0",
        "customdash_unit": "MM",
        "customdash": ";".join(f"{float(part) * MM_PER_PX:.3f}" for part in paint.dash.split()) or "5;2",
    }
    return _layer("SimpleLine", options, paint.level)


def _marker(paint: Paint) -> str:
    options = {
        "name": "circle",
        "color": _rgba(paint),
        "size": _mm(paint),
        "size_unit": "MM",
        "outline_style": "no",
    }
    return _layer("SimpleMarker", options, paint.level)


def _mm(paint: Paint, factor: int = 1) -> str:
    return f"{at_zoom(paint.width, OPENING_ZOOM) * factor * MM_PER_PX:.3f}"


def _rgba(paint: Paint) -> str:
    red, green, blue = (int(paint.colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"{red},{green},{blue},{round(at_zoom(paint.opacity, OPENING_ZOOM) * 255)}"
