"""The spatial frameworks the documents draw for Lingang, in pictures of one frame that can lie on each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.atlas.cells import split_list
from geo.atlas.symbology import shape_symbology
from geo.places.filter import PlaceFilter, brief_document, select
from geo.screen.map_document import label_point
from geo.screen.svg import PixelWindow, shape_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas

#: Pixels of a picture from west to east.
WIDTH = 800
#: Share of the frame left free around the New Area.
_MARGIN = 0.04
#: How wide a Chinese and a Latin character of a name are, and how high a line is, in pixels of the picture.
_WIDE, _NARROW = 17.4, 9.0
_LINE = 21.0
_GAP = 6.0


@dataclass(frozen=True)
class Framework:
    """One way a document lays out the ground.

    Attributes
    ----------
    id : str
        Its name in an address.
    term_zh, term_en : str
        What the document calls it, and in our words.
    holder : str
        The place whose layout it is.
    layers : tuple of str
        Layers whose places are its parts.
    named_by : str or None
        Document that must have a claim on a part for it to count; None where the layer is the framework itself.
    """

    id: str
    term_zh: str
    term_en: str
    holder: str
    layers: tuple[str, ...]
    named_by: str | None = None


#: The three frameworks for Lingang, in the order of their documents.
FRAMEWORKS = (
    Framework(
        "clusters",
        "两带一廊多组团",
        "Two belts, one corridor, several clusters",
        "lg-new-area",
        ("belts", "clusters"),
    ),
    Framework("parks", "一带多区", "One belt, several areas", "lg-area-386", ("parks",), "parks-2021"),
    Framework("city", "一心一带多区", "One centre, one belt, several areas", "nc-nanhui", ("new_city",)),
)


def frameworks(atlas: Atlas) -> list[dict[str, Any]]:
    """Draw the frameworks, each in the frame of the New Area.

    Returns
    -------
    list of dict
        ``id``, ``term_zh``, ``term_en``, ``holder``, ``document``, ``section``, ``summary_zh``, ``summary_en``,
        ``layers``, ``outline`` (SVG path data), ``parts`` (the place, its ``layer``, ``shape`` area, line or point, SVG
        ``attributes`` with the path in ``d``, ``x`` and ``y`` of its number, ``short_zh`` and ``short_en``, its name,
        and ``name_at_zh`` and ``name_at_en``, the middle of that), ``unlocated`` (parts nobody located).
    """
    window = _window(atlas)
    return [_picture(atlas, framework, window) for framework in FRAMEWORKS if framework.holder in atlas.places.index]


def ground(atlas: Atlas) -> dict[str, Any]:
    """Draw what lies under every framework.

    Returns
    -------
    dict
        ``width`` and ``height`` in pixels, ``land`` (SVG path data of each piece).
    """
    window = _window(atlas)
    frame = shapely.box(*_bounds(atlas))
    pieces = (shape.intersection(frame) for shape in _land(atlas))
    land = [window.path(piece, 1) for piece in pieces if not piece.is_empty]
    return {"width": window.width, "height": window.height, "land": land}


def _picture(atlas: Atlas, framework: Framework, window: PixelWindow) -> dict[str, Any]:
    claims = atlas.tables["claims"].query("place_id == @framework.holder").to_dict("records")
    source = next((claim for claim in claims if framework.term_zh in split_list(claim["term_zh"])), None)
    documents = {row["doc_id"]: row for row in atlas.tables["documents"].to_dict("records")}
    members = [
        place for layer in framework.layers for place in select(atlas, PlaceFilter(layer, document=framework.named_by))
    ]
    shapes = {place: atlas.features.geometry[place] for place in members}
    parts = [_part(atlas, place, shape, window) for place, shape in shapes.items() if shape is not None]
    for lang in ("zh", "en"):
        _place_names(parts, lang, window)
    return {
        "id": framework.id,
        "term_zh": framework.term_zh,
        "term_en": framework.term_en,
        "holder": _names(atlas, framework.holder),
        "document": None if source is None else brief_document(documents[source["doc_id"]]),
        "section": None if source is None else source["section"],
        "summary_zh": None if source is None else source["summary_zh"],
        "summary_en": None if source is None else source["summary_en"],
        "layers": framework.layers,
        "outline": window.path(atlas.features.geometry[framework.holder], 1),
        "parts": parts,
        "unlocated": [_names(atlas, place) for place, shape in shapes.items() if shape is None],
    }


def _names(atlas: Atlas, place: str) -> dict[str, Any]:
    return {"id": place, **{key: atlas.places.at[place, key] for key in ("name_zh", "name_en", "kind")}}


def _part(atlas: Atlas, place: str, shape: BaseGeometry, window: PixelWindow) -> dict[str, Any]:
    kind = shape_kind(shape)
    attributes = shape_symbology(
        atlas.entry(str(atlas.places.at[place, "layer"])), kind, atlas.features.loc[place]["grade"]
    )
    ((x, y),) = window.pixels([label_point(shape)])
    if kind != "point":
        attributes["d"] = window.path(shape, 1)
    corners = window.pixels(np.array(shape.bounds).reshape(2, 2))
    box = (corners[0, 0], corners[1, 1], corners[1, 0], corners[0, 1])
    names = _names(atlas, place)
    # The explanation in brackets has no room on the map.
    short = {f"short_{lang}": re.sub(r"\s*[(（].*$", "", str(names[f"name_{lang}"])) for lang in ("zh", "en")}
    middle = {"x": round(float(x)), "y": round(float(y)), "box": box, "along": _along(shape, window)}
    layer = {"layer": atlas.places.at[place, "layer"], "shape": kind, "attributes": attributes}
    return {**names, **short, **middle, **layer}


def _along(shape: BaseGeometry, window: PixelWindow) -> list[tuple[float, float]]:
    """Give points of the longest line of a shape, from its middle to its ends; none of an area or a point."""
    lines = [part for part in shapely.get_parts(shape) if shapely.get_type_id(part) == 1]
    if not lines:
        return []
    longest = max(lines, key=lambda line: float(line.length))
    points = [longest.interpolate(share, normalized=True) for share in (0.5, 0.35, 0.65, 0.2, 0.8)]
    return [tuple(pixel) for pixel in window.pixels([[point.x, point.y] for point in points])]


def _place_names(parts: Sequence[dict[str, Any]], lang: str, window: PixelWindow) -> None:
    """Find a place for each name where it covers neither another name nor another part, large parts first."""
    taken: list[tuple[float, ...]] = []
    areas = [part for part in parts if part["shape"] == "area"]
    for part in sorted(parts, key=lambda part: -(part["box"][2] - part["box"][0])):
        across = sum(_WIDE if ord(char) > 0x2E80 else _NARROW for char in part[f"short_{lang}"])
        middles = _middles(part, across)
        boxes = [(x - across / 2, y - _LINE / 2, x + across / 2, y + _LINE / 2) for x, y in middles]
        # A line runs through the areas anyway, and its name belongs beside it.
        foreign = [other["box"] for other in areas if other is not part and part["shape"] != "line"]
        costs = [_cost(box, taken, foreign, window) for box in boxes]
        best = int(np.argmin(costs))
        taken.append(boxes[best])
        part[f"name_at_{lang}"] = [round(value) for value in middles[best]]


def _middles(part: dict[str, Any], across: float) -> list[tuple[float, float]]:
    """Where the middle of a name may stand, the best first: on its shape if there is room, else beside it."""
    left, top, right, bottom = part["box"]
    x, y = part["x"], part["y"]
    beside = across / 2 + _GAP
    if part["shape"] == "line":
        return [
            (x + dx, y + dy) for dx, dy in ((beside + 4, 0), (0, -_LINE), (0, _LINE), (-beside - 4, 0), (0, 2 * _LINE))
        ]
    around = [
        (right + beside, y),
        (left - beside, y),
        (x, bottom + _LINE * 0.7),
        (x, top - _LINE * 0.7),
        (right + beside, bottom + _LINE * 0.7),
        (left - beside, bottom + _LINE * 0.7),
        (right + beside, top - _LINE * 0.7),
    ]
    roomy = part["shape"] == "area" and right - left > across * 0.75 and bottom - top > _LINE
    return [(x, y), *around] if roomy else around


def _cost(
    box: Sequence[float], taken: Sequence[Sequence[float]], foreign: Sequence[Sequence[float]], window: PixelWindow
) -> float:
    """Weigh what a name would cover, in square pixels; another name is worse than another part."""
    names, shapes = (sum(_shared(box, other) for other in others) for others in (taken, foreign))
    return 3 * names + shapes + _outside(box, window)


def _shared(one: Sequence[float], other: Sequence[float]) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0.0) * max(down, 0.0)


def _outside(box: Sequence[float], window: PixelWindow) -> float:
    whole = (box[2] - box[0]) * (box[3] - box[1])
    return 10 * (whole - _shared(box, (_GAP, _GAP, window.width - _GAP, window.height - _GAP)))


def _land(atlas: Atlas) -> list[BaseGeometry]:
    if "coast" not in atlas.layer_ids:
        return []
    coast = atlas.layer("coast")
    return list(coast.geometry[coast["kind"] == "land"])


def _bounds(atlas: Atlas) -> tuple[float, float, float, float]:
    """West, south, east and north of the pictures: the mainland of the New Area and the island."""
    west, south, east, north = atlas.features.geometry["lg-new-area"].bounds
    pad = (east - west) * _MARGIN
    return west - pad, south - pad, east + pad, north + pad


def _window(atlas: Atlas) -> PixelWindow:
    west, _, east, _ = _bounds(atlas)
    return PixelWindow.around(_bounds(atlas), float(np.log2(WIDTH * 360 / (256 * (east - west)))))
