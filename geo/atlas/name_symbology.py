"""Symbology of names: size, weight, spacing and colour of the name of a feature, and from which zoom it is shown.

Each style has a rank: where two names want one spot, the lower rank gives way (`Rank`). The colour of a name follows
the colour of its layer, dark enough to be read on the halo. The five functional areas and the four scopes have a colour
each. Lengths are in CSS pixels.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas.schema import Layer

#: Colour around the letters of a name, painted under them, and its width.
HALO = "#fffdf8"
HALO_WIDTH = 3.2
#: Ground of the number of an expressway, and the colour of the number on it.
PLATE = ("#3d7d5c", "#ffffff")
#: Kilometre lines and their figures.
KM_LINE, KM_FIGURE = "#6b7f8c", "#5a6b76"

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
    colour : str
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
    turn : float
        Largest sum of turns of a name along a line, in radians.
    off : float
        Distance of a name from the line it follows.
    """

    rank: Rank
    place: Place
    colour: str
    size: tuple[tuple[float, float], ...]
    weight: int
    zoom: float
    spacing: float = 0.0
    latin_spacing: float = 0.0
    italic: bool = False
    figure_zoom: float | None = None
    least: tuple[float, float] = (40.0, 40.0)
    outside: bool = False
    turn: float = 1.6
    off: float = 0.0


def _size(pixels: float) -> tuple[tuple[float, float], ...]:
    return ((0.0, pixels),)


def _scope(colour: str, zoom: float = 9.5, **more: Any) -> NameStyle:
    given = {"size": _size(12.5), "spacing": 0.2, "latin_spacing": 0.06, "turn": 0.9, "off": 19.0, **more}
    return NameStyle(Rank.SCOPE, "edge", colour, weight=700, zoom=zoom, figure_zoom=10.0, **given)


def _area(colour: str) -> NameStyle:
    return NameStyle(Rank.AREA, "area", colour, _size(13.5), 700, 9.5, spacing=0.08, least=(62.0, 46.0))


def _belt(colour: str) -> NameStyle:
    size = ((0.0, 11.5), (10.0, 13.0), (11.5, 15.0))
    return NameStyle(Rank.BELT, "axis", colour, size, 700, 9.0, spacing=0.2, latin_spacing=0.04, off=17.0)


def _point(rank: Rank, colour: str, pixels: float, weight: int, zoom: float) -> NameStyle:
    return NameStyle(rank, "point", colour, _size(pixels), weight, zoom)


_PARK, _NODE, _CITY_PARK, _TOWN, _WATER, _ROAD = "#5b3415", "#14405c", "#6d4221", "#4a4a48", "#1f5f8b", "#6d6352"

#: Styles by name. A place with an entry of its own in `_OF_PLACE` has that colour instead.
NAME_STYLES: Mapping[str, NameStyle] = MappingProxyType(
    {
        "scope": _scope("#262b33"),
        "scope-873": _scope("#262b33", 8.5, size=_size(14.0), off=13.0, outside=True),
        "scope-386": _scope("#6a3d9a"),
        "scope-343": _scope("#0b7285"),
        "scope-119": _scope("#b0175c"),
        "area": _area("#35475a"),
        "area-bonded": _area("#46258f"),
        "area-modern": _area("#9e1c14"),
        "area-innovation": _area("#86207c"),
        "area-frontier": _area("#74401a"),
        "cluster": NameStyle(Rank.AREA, "area", "#7d5800", _size(13.5), 600, 9.5, least=(46.0, 46.0)),
        "new-city": NameStyle(Rank.AREA, "area", "#5c4a00", _size(14.0), 700, 9.0, spacing=0.12),
        "belt": _belt("#8f3f00"),
        "corridor": _belt("#2c5c14"),
        "axis": _belt("#6b4415"),
        "whole-park": NameStyle(
            Rank.PARK, "edge", _PARK, _size(12.0), 500, 10.5, spacing=0.1, turn=0.9, off=12.0, figure_zoom=10.5
        ),
        "park": NameStyle(Rank.PARK, "area", _PARK, _size(12.0), 600, 10.5),
        "subarea": NameStyle(Rank.PARK, "area", "#4c5637", _size(12.0), 500, 10.5),
        "park-point": _point(Rank.PARK, _PARK, 12.0, 600, 11.5),
        "featured-point": _point(Rank.PARK, _CITY_PARK, 12.0, 600, 10.0),
        "city-area": NameStyle(Rank.PARK, "area", _CITY_PARK, _size(12.0), 600, 9.5),
        "city-point": _point(Rank.NODE, _CITY_PARK, 11.5, 500, 12.0),
        "zone": NameStyle(Rank.PARK, "area", "#1f5f5d", _size(12.0), 600, 10.5),
        "zone-point": _point(Rank.NODE, "#1f5f5d", 11.5, 500, 11.5),
        "line": NameStyle(Rank.NODE, "axis", _NODE, _size(12.0), 600, 10.5, spacing=0.1, off=12.0),
        "node": _point(Rank.NODE, _NODE, 11.5, 500, 11.5),
        "own": NameStyle(Rank.PARK, "area", "#1c2833", _size(12.0), 600, 9.0),
        "lake": NameStyle(Rank.WATER_BODY, "area", _WATER, _size(13.0), 500, 9.5, spacing=0.25, italic=True),
        "river": NameStyle(
            Rank.WATER, "beside", _WATER, _size(12.0), 500, 9.5, spacing=0.35, latin_spacing=0.05, italic=True, off=10.0
        ),
        "ground": NameStyle(Rank.TOWN, "area", "#5a6b76", _size(11.5), 400, 10.0),
        "town": _point(Rank.TOWN, _TOWN, 11.5, 400, 10.0),
        "place": _point(Rank.NODE, _NODE, 11.5, 500, 10.5),
        "station": _point(Rank.TOWN, "#3f5a6b", 11.0, 500, 12.0),
        "road-number": NameStyle(Rank.PLATE, "plate", PLATE[1], _size(10.0), 600, 10.0),
        "road": NameStyle(Rank.ROAD, "axis", _ROAD, _size(10.5), 400, 12.5, spacing=0.2),
        "bridge": NameStyle(Rank.ROAD, "axis", _ROAD, _size(10.5), 400, 11.0, spacing=0.2, off=10.0),
        "rail": NameStyle(Rank.ROAD, "beside", "#3f5a6b", _size(10.5), 400, 11.5, spacing=0.15, off=9.0),
        "border": NameStyle(Rank.ROAD, "beside", _ROAD, _size(10.5), 400, 12.5, spacing=0.2, off=9.0),
    }
)

_OF_PLACE = MappingProxyType(
    {
        "lg-new-area": "scope-873",
        "lg-area-386": "scope-386",
        "nc-nanhui": "scope-343",
        "lg-pilot-119": "scope-119",
        "fa-special-bonded": "area-bonded",
        "fa-modern-service": "area-modern",
        "fa-intl-innovation": "area-innovation",
        "fa-frontier": "area-frontier",
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
        "corridor": ("subarea", "corridor", "node"),
        "industry_belt": ("subarea", "axis", "node"),
        "park": ("park", "line", "park-point"),
        "featured_park": ("park", "line", "park-point"),
        "node": ("subarea", "line", "node"),
        "demonstration_zone": ("zone", "line", "zone-point"),
        "coordination_zone_park": ("park", "line", "city-point"),
        "lake": ("lake", "river", "place"),
        "river": ("lake", "river", "place"),
        "channel": ("lake", "river", "place"),
        "town": ("ground", "border", "town"),
        "expressway": ("ground", "road-number", "place"),
        "bridge": ("ground", "bridge", "place"),
        "arterial": ("ground", "road", "place"),
        "metro": ("ground", "rail", "station"),
        "railway": ("ground", "rail", "station"),
        "station": ("ground", "rail", "station"),
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
        ("shanghai_parks", "planning_area"): ("city-area", "line", "featured-point"),
        ("shanghai_parks", "featured_park"): ("city-area", "line", "featured-point"),
        ("shanghai_parks", "park"): ("city-area", "line", "city-point"),
        ("new_cities", "park"): ("city-area", "line", "city-point"),
        ("new_cities", "new_city_structure"): ("city-area", "line", "city-point"),
    }
)
#: Kinds without a name on the map: no document names a part; the mainland needs none.
UNNAMED = frozenset({"part", "land"})
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
        if row["place_id"] in _OF_PLACE:
            return _OF_PLACE[row["place_id"]]
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
        ``halo`` and ``halo_width``, ``plate`` (ground of the number of an expressway), ``km_line`` and ``km_figure``
        (colours of kilometre lines), and ``styles``: the fields of `NameStyle` by name.
    """
    styles = {name: asdict(style) | {"rank": int(style.rank)} for name, style in NAME_STYLES.items()}
    return {
        "halo": HALO,
        "halo_width": HALO_WIDTH,
        "plate": PLATE[0],
        "km_line": KM_LINE,
        "km_figure": KM_FIGURE,
        "styles": styles,
    }
