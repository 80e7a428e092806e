"""Write the style of a layer for QGIS (QML), so that a GeoPackage looks in QGIS as the layer does on the map.

A style has two rules: the line of the layer, and a short dash for schematic shapes of grade C. Widths are in
millimetres; a CSS pixel is 1/96 inch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from geo.atlas.schema import Layer, Style

MM_PER_PX = 25.4 / 96.0
_ANGLE = {"diagonal": 45, "back_diagonal": 135, "horizontal": 0, "vertical": 90}
_SCHEMATIC_DASH = "4 3"
_CLASSES = {"polygon": "fill", "line": "line", "point": "marker"}
_LABELS = ("", "（C 级示意）")


def qml(layer: Layer, geometry: str, name_column: str, grade_column: str) -> str:
    """Write the style of a layer.

    Parameters
    ----------
    layer : Layer
    geometry : {"polygon", "line", "point", "mixed"}
        Type of the shapes in the table.
    name_column, grade_column : str
        Columns of the label and of the grade, as named in the file.

    Returns
    -------
    str
        A QML document of QGIS 3.
    """
    kinds = [geometry] if geometry != "mixed" else list(_CLASSES)
    rules: list[str] = []
    symbols: list[str] = []
    for kind in kinds:
        # In a table of mixed shapes each type needs its own symbol: QGIS does not draw a point with an area symbol.
        inside = "" if geometry != "mixed" else f" AND geometry_type($geometry) = '{kind.capitalize()}'"
        grade_c = f"\"{grade_column}\" = 'C'"
        others = f'("{grade_column}" IS NULL OR "{grade_column}" <> \'C\')'
        own = layer.style.dash
        dashes = (own, own if kind == "line" and own else _SCHEMATIC_DASH)
        for filter_, label, dash in zip((others, grade_c), _LABELS, dashes, strict=True):
            key = str(len(symbols))
            title = quoteattr(layer.title_zh + label)
            rules.append(f'<rule key="r{key}" symbol="{key}" filter={quoteattr(filter_ + inside)} label={title}/>')
            symbols.append(_symbol(key, kind, layer.style, dash))
    return (
        '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">'
        '<qgis version="3.22" styleCategories="Symbology|Labeling" labelsEnabled="1">'
        f'<renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="0"><rules key="all">{"".join(rules)}</rules>'
        f"<symbols>{''.join(symbols)}</symbols></renderer-v2>"
        '<labeling type="simple"><settings calloutType="simple">'
        f'<text-style fieldName={quoteattr(name_column)} fontFamily="Noto Sans CJK SC" fontSize="9" isExpression="0" '
        'textColor="51,51,51,255"><text-buffer bufferDraw="1" bufferSize="0.8" '
        'bufferColor="255,255,255,255"/></text-style>'
        "</settings></labeling></qgis>"
    )


def _symbol(name: str, geometry: str, style: Style, dash: str) -> str:
    layers = {"polygon": _fill, "line": _line, "point": _marker}[geometry](style, dash)
    head = f'<symbol name="{name}" type="{_CLASSES[geometry]}" alpha="1" clip_to_extent="1" force_rhr="0">'
    return f"{head}{layers}</symbol>"


def _layer(kind: str, options: dict[str, str], inside: str = "") -> str:
    # QGIS 3.22 and later read <Option>, older versions <prop>.
    rows = "".join(f'<Option name="{key}" type="QString" value={quoteattr(value)}/>' for key, value in options.items())
    props = "".join(f'<prop k="{key}" v={quoteattr(value)}/>' for key, value in options.items())
    head = f'<layer class="{kind}" enabled="1" locked="0" pass="0">'
    return f'{head}<Option type="Map">{rows}</Option>{props}{inside}</layer>'


def _fill(style: Style, dash: str) -> str:
    ground = _layer(
        "SimpleFill",
        {
            "color": _rgba(style.fill, style.fill_opacity),
            "style": "solid" if style.fill_opacity else "no",
            "outline_style": "no",
        },
    )
    return ground + _hatch(style) + _line(style, dash)


def _hatch(style: Style) -> str:
    if style.hatch == "none":
        return ""
    if style.hatch == "dots":
        dot = _layer(
            "SimpleMarker", {"name": "circle", "color": _rgba(style.fill, 1), "size": "0.6", "outline_style": "no"}
        )
        inner = f'<symbol name="@0@1" type="marker" alpha="1">{dot}</symbol>'
        return _layer("PointPatternFill", {"distance_x": "2.4", "distance_y": "2.4"}, inner)
    angles = [45, 135] if style.hatch == "cross" else [_ANGLE[style.hatch]]
    line = _layer("SimpleLine", {"line_color": _rgba(style.stroke, 0.6), "line_width": "0.18", "line_width_unit": "MM"})
    inner = f'<symbol name="@0@1" type="line" alpha="1">{line}</symbol>'
    return "".join(_layer("LinePatternFill", {"angle": str(angle), "distance": "2.4"}, inner) for angle in angles)


def _line(style: Style, dash: str) -> str:
    options = {
        "line_color": _rgba(style.stroke, 1),
        "line_width": f"{style.stroke_width * MM_PER_PX:.3f}",
        "line_width_unit": "MM",
        "line_style": "solid",
        "joinstyle": "round",
        "capstyle": "flat",
        "use_custom_dash": "1" if dash else "0",
        "customdash_unit": "MM",
        "customdash": ";".join(f"{float(part) * MM_PER_PX:.3f}" for part in dash.split()) or "5;2",
    }
    return _layer("SimpleLine", options)


def _marker(style: Style, dash: str) -> str:
    options = {
        "name": "circle",
        "color": _rgba(style.fill, max(style.fill_opacity, 0.4)),
        "size": "3",
        "size_unit": "MM",
        "outline_color": _rgba(style.stroke, 1),
        "outline_width": "0.3",
        "outline_style": "dash" if dash else "solid",
    }
    return _layer("SimpleMarker", options)


def _rgba(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"{red},{green},{blue},{round(opacity * 255)}"
