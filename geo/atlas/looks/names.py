"""How names are written on the map: size, weight and spacing, where they stand, and from which zoom they are shown.

Each style has a rank: where two names want one spot, the lower rank gives way (`Rank`). The colour of a name is the
``ink`` of the look its place is drawn with (`geo.atlas.looks.look.Look`). Lengths are in CSS pixels.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from geo.atlas.symbology import HALO, KM_COLOURS, PALETTE, PLATE_COLOURS, TOWN_INK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas.schema import Layer

#: Width of the colour around the letters of a name, which is painted under them.
HALO_WIDTH = 3.2

#: Where a name stands: along the inner or outer edge of an area; in the area; along a line, on it or beside it; at a
#: point; as a plate on a line.
Place = Literal["edge", "area", "axis", "beside", "point", "plate"]


class Rank(IntEnum):
    """Order in which names take their place: the first has the choice."""

    SCOPE = 0
    AREA = 1
    BELT = 2
    WATER_BODY = 3
    PARK = 4
    NODE = 5
    PLATE = 6
    WATER = 7
    TOWN = 8
    ROAD = 9


@dataclass(frozen=True)
class NameStyle:
    """How the names of one style are written.

    Attributes
    ----------
    rank : Rank
    place : str
        One of `Place`.
    size : tuple of tuple of float
        Size of the letters by zoom: (zoom, size), the last one that is reached counts.
    weight : int
    zoom : float
        The first zoom at which the name is shown.
    spacing, latin_spacing : float
        Additional space after a letter, as a share of the size: Chinese, and other letters.
    italic : bool
    figure_zoom : float or None
        From this zoom the stated area follows the name.
    least : tuple of float
        Least width on screen of an area for a name inside it: below zoom 11.5, and from it.
    outside : bool
        Whether a name along an edge stands outside the area.
    ring : bool
        Whether a ring comes and goes with the name of a point.
    turn : float
        Largest sum of turns of a name along a line, in radians.
    off : float
        Distance of a name from the line it follows.
    """

    rank: Rank
    place: Place
    size: tuple[tuple[float, float], ...]
    weight: int
    zoom: float
    spacing: float = 0.0
    latin_spacing: float = 0.0
    italic: bool = False
    figure_zoom: float | None = None
    least: tuple[float, float] = (40.0, 40.0)
    outside: bool = False
    ring: bool = False
    turn: float = 1.6
    off: float = 0.0


def _size(pixels: float) -> tuple[tuple[float, float], ...]:
    return ((0.0, pixels),)


def _point(rank: Rank, pixels: float, weight: int, zoom: float, *, ring: bool = False) -> NameStyle:
    return NameStyle(rank, "point", _size(pixels), weight, zoom, ring=ring)


_SCOPE = NameStyle(
    Rank.SCOPE, "edge", _size(12.5), 700, 9.5, spacing=0.2, latin_spacing=0.06, figure_zoom=10.0, turn=0.9, off=19.0
)

#: Styles by name.
NAME_STYLES: Mapping[str, NameStyle] = MappingProxyType(
    {
        "scope": _SCOPE,
        "scope-outside": replace(_SCOPE, size=_size(14.0), zoom=8.5, outside=True, off=13.0),
        "area": NameStyle(Rank.AREA, "area", _size(13.5), 700, 9.5, spacing=0.08, least=(62.0, 46.0)),
        "cluster": NameStyle(Rank.AREA, "area", _size(13.5), 600, 9.5, least=(46.0, 46.0)),
        "new-city": NameStyle(Rank.AREA, "area", _size(14.0), 700, 9.0, spacing=0.12),
        "belt": NameStyle(
            Rank.BELT,
            "axis",
            ((0.0, 11.5), (10.0, 13.0), (11.5, 15.0)),
            700,
            9.0,
            spacing=0.2,
            latin_spacing=0.04,
            turn=2.2,
            off=17.0,
        ),
        "whole-park": NameStyle(
            Rank.PARK, "edge", _size(12.0), 500, 10.5, spacing=0.1, turn=0.9, off=12.0, figure_zoom=10.5
        ),
        "park": NameStyle(Rank.PARK, "area", _size(12.0), 600, 10.5),
        "subarea": NameStyle(Rank.PARK, "area", _size(12.0), 500, 10.5),
        "park-point": _point(Rank.PARK, 12.0, 600, 11.5),
        "featured-point": _point(Rank.PARK, 12.0, 600, 10.0),
        "city-area": NameStyle(Rank.PARK, "area", _size(12.0), 600, 9.5),
        "city-point": _point(Rank.NODE, 11.5, 500, 12.0),
        "line": NameStyle(Rank.NODE, "axis", _size(12.0), 600, 10.5, spacing=0.1, off=12.0),
        "node": _point(Rank.NODE, 11.5, 500, 11.5),
        "own": NameStyle(Rank.PARK, "area", _size(12.0), 600, 9.0),
        "lake": NameStyle(Rank.WATER_BODY, "area", _size(13.0), 500, 9.5, spacing=0.25, italic=True),
        "river": NameStyle(
            Rank.WATER, "beside", _size(12.0), 500, 9.5, spacing=0.35, latin_spacing=0.05, italic=True, off=10.0
        ),
        "ground": NameStyle(Rank.TOWN, "area", _size(11.5), 400, 9.0),
        "town": _point(Rank.TOWN, 11.5, 400, 10.0, ring=True),
        "place": _point(Rank.NODE, 11.5, 500, 10.5),
        "station": _point(Rank.TOWN, 11.0, 500, 12.0),
        "road-number": NameStyle(Rank.PLATE, "plate", _size(10.0), 600, 10.0),
        "road": NameStyle(Rank.ROAD, "axis", _size(10.5), 400, 12.5, spacing=0.2),
        "street": NameStyle(Rank.ROAD, "axis", _size(10.0), 400, 13.5, spacing=0.1),
        "bridge": NameStyle(Rank.ROAD, "axis", _size(10.5), 400, 11.0, spacing=0.2, off=10.0),
        "rail": NameStyle(Rank.ROAD, "beside", _size(10.5), 400, 11.5, spacing=0.15, off=9.0),
        "border": NameStyle(Rank.ROAD, "beside", _size(10.5), 400, 12.5, spacing=0.2, off=9.0),
    }
)

#: Style by kind of place, of an area, a line and a point in turn. A kind left out here has the style of its layer.
_OF_KIND = MappingProxyType(
    {
        "planning_area": ("scope", "line", "featured-point"),
        "functional_area": ("area", "belt", "node"),
        "cluster": ("cluster", "belt", "node"),
        "new_city": ("new-city", "line", "node"),
        "belt": ("subarea", "belt", "node"),
        "corridor": ("subarea", "belt", "node"),
        "industry_belt": ("subarea", "belt", "node"),
        "park": ("park", "line", "park-point"),
        "featured_park": ("park", "line", "park-point"),
        "node": ("subarea", "line", "node"),
        "demonstration_zone": ("park", "line", "node"),
        "coordination_zone_park": ("park", "line", "city-point"),
        "lake": ("lake", "river", "place"),
        "river": ("lake", "river", "place"),
        "channel": ("lake", "river", "place"),
        "town": ("ground", "border", "town"),
        "expressway": ("ground", "road-number", "place"),
        "bridge": ("ground", "bridge", "place"),
        "arterial": ("ground", "road", "place"),
        "street": ("ground", "street", "place"),
        "metro": ("ground", "rail", "station"),
        "railway": ("ground", "rail", "station"),
        "station": ("ground", "rail", "station"),
        "airport": ("ground", "border", "place"),
        "district_boundary": ("ground", "border", "place"),
    }
)
_OF_ROLE = MappingProxyType(
    {
        "planning": ("subarea", "line", "node"),
        "context": ("ground", "border", "place"),
        "workspace": ("own", "line", "node"),
    }
)
#: Kinds of a layer whose names differ from those of the same kind in other layers.
_OF_LAYER = MappingProxyType(
    {
        ("scopes", "new_city"): ("scope", "line", "node"),
        ("shanghai_parks", "planning_area"): ("city-area", "line", "featured-point"),
        ("shanghai_parks", "featured_park"): ("city-area", "line", "featured-point"),
        ("shanghai_parks", "park"): ("city-area", "line", "city-point"),
        ("new_cities", "park"): ("city-area", "line", "city-point"),
        ("new_cities", "new_city_structure"): ("city-area", "line", "city-point"),
    }
)
#: Kinds without a name on the map: no document names a part; the mainland needs none.
UNNAMED = frozenset({"part", "land"})
#: The scope whose line has its name outside: all others lie in it, and have theirs inside.
WHOLE = "lg-new-area"
#: A park larger than this, in km², is drawn as an outline, so its name follows the outline.
EDGE_KM2 = 60.0
_FORMS = ("area", "line", "point")

Form = Literal["area", "line", "point"]


def name_style(layer: Layer, form: Form, row: Mapping[str, Any]) -> str | None:
    """Return the style of the name of a feature.

    Parameters
    ----------
    layer : Layer
    form : {"area", "line", "point"}
        What its geometry is.
    row : mapping
        ``place_id``, ``kind`` and ``area_km2`` of the feature.

    Returns
    -------
    str or None
        Key of `NAME_STYLES`; None for a kind that has no name on the map.
    """
    kind = row["kind"]
    if kind in UNNAMED:
        return None
    if layer.role == "planning" and form == "area":
        if row["place_id"] == WHOLE:
            return "scope-outside"
        if kind == "park" and row["area_km2"] > EDGE_KM2:
            return "whole-park"
    usual = _OF_ROLE[layer.role]
    if layer.role != "workspace":
        usual = _OF_LAYER.get((layer.id, kind)) or _OF_KIND.get(kind, usual)
    return usual[_FORMS.index(form)]


def name_symbology() -> dict[str, Any]:
    """Return the table of name styles as ``/map.json`` carries it.

    Returns
    -------
    dict
        ``halo`` and ``halo_width``; ``ink`` and ``context_ink``, colours of names whose place has no look with one;
        ``plate`` and ``plate_ink`` (number of an expressway); ``km_line`` and ``km_figure`` (kilometre lines); and
        ``styles``: the fields of `NameStyle` by name.
    """
    styles = {name: asdict(style) | {"rank": int(style.rank)} for name, style in NAME_STYLES.items()}
    (plate, plate_ink), (km_line, km_figure) = PLATE_COLOURS, KM_COLOURS
    return {
        "halo": HALO,
        "halo_width": HALO_WIDTH,
        "ink": PALETTE["ink"],
        "context_ink": TOWN_INK,
        "plate": plate,
        "plate_ink": plate_ink,
        "km_line": km_line,
        "km_figure": km_figure,
        "styles": styles,
    }
