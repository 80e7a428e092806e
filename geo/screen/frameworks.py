"""The spatial frameworks the documents describe for Lingang, drawn as SVG in one frame so that they can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.atlas.cells import split_list
from geo.atlas.citation import citations
from geo.places.filter import brief_document
from geo.screen.canvas import screen_canvas
from geo.screen.layer_styles import place_style
from geo.screen.map_document import label_point
from geo.screen.place_paints import places_svg
from geo.screen.svg import PixelWindow, shape_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas

#: Width of a picture in pixels.
WIDTH = 800
#: Margin around the New Area, as a share of its width.
_MARGIN = 0.04
#: Pixels of the picture: width of a Chinese and of a Latin character, height of a line, free space.
_WIDE, _NARROW = 17.4, 9.0
_LINE = 21.0
_GAP = 6.0


@dataclass(frozen=True)
class Framework:
    """A spatial framework: how a document divides the area; its members are in ``seeds/framework_members.csv``.

    Attributes
    ----------
    id : str
        Its name in an address and in the table of members.
    term_zh, term_en : str
        The term of the document, and an English translation.
    holder : str
        Id of the place it divides.
    """

    id: str
    term_zh: str
    term_en: str
    holder: str


#: The frameworks for Lingang, in the order of their documents.
FRAMEWORKS = (
    Framework("clusters", "两带一廊多组团", "Two belts, one corridor, several clusters", "lg-new-area"),
    Framework("parks", "一带多区", "One belt, several areas", "lg-area-386"),
    Framework("city", "一心一带多区", "One centre, one belt, several areas", "nc-nanhui"),
)


def frameworks(atlas: Atlas) -> list[dict[str, Any]]:
    """Compute the pictures of the frameworks, each in the frame of the New Area.

    Parameters
    ----------
    atlas : Atlas

    Returns
    -------
    list of dict
        ``id``, ``term_zh``, ``term_en``, ``holder``, ``document``, ``section``, ``citation_zh``, ``citation_en``,
        ``summary_zh``, ``summary_en``, ``basis`` (``reading`` if the document does not say which places are members),
        ``layers`` (those that draw its members), ``outline`` (SVG path data), ``drawing`` (SVG with the paints of
        the map), ``parts`` (the place, its ``layer``, ``shape`` area, line or point, ``ink``, the colour of its name,
        ``x`` and ``y`` of its number,
        ``short_zh`` and ``short_en``, its name without brackets, ``name_at_zh`` and ``name_at_en``, the centre of the
        name), ``unlocated`` (parts without location). Positions are in pixels of the picture.
    """
    window = _window(atlas)
    return [
        _framework_picture(atlas, framework, window)
        for framework in FRAMEWORKS
        if framework.holder in atlas.places.index
    ]


def framework_list(atlas: Atlas) -> list[dict[str, Any]]:
    """List the frameworks with the places they are made of, without a picture.

    Parameters
    ----------
    atlas : Atlas

    Returns
    -------
    list of dict
        As of `frameworks`: ``id``, ``term``, ``holder`` and ``document`` with its citation, ``basis``; ``parts``: each
        place with its ``layer`` and whether it is ``located``.
    """
    return [_described(atlas, framework) for framework in FRAMEWORKS if framework.holder in atlas.places.index]


def ground(atlas: Atlas) -> dict[str, Any]:
    """Compute the background of every framework.

    Parameters
    ----------
    atlas : Atlas

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


def _framework_picture(atlas: Atlas, framework: Framework, window: PixelWindow) -> dict[str, Any]:
    about = _described(atlas, framework)
    members = [one["id"] for one in about.pop("parts")]
    shapes = {place: atlas.features.geometry[place] for place in members}
    parts = [_part(atlas, place, shape, window) for place, shape in shapes.items() if shape is not None]
    drawn = sorted((part["id"] for part in parts), key=lambda place: -float(shapes[place].area))
    for lang in ("zh", "en"):
        _add_name_positions(parts, lang, window)
    return {
        **about,
        "layers": list(dict.fromkeys(atlas.places.loc[members, "layer"])),
        "outline": window.path(atlas.features.geometry[framework.holder], 1),
        "drawing": places_svg(atlas, drawn, screen_canvas(window), f"{framework.id}-"),
        "parts": parts,
        "unlocated": [_names(atlas, place) for place, shape in shapes.items() if shape is None],
    }


def _described(atlas: Atlas, framework: Framework) -> dict[str, Any]:
    claims = atlas.tables["claims"].query("place_id == @framework.holder").to_dict("records")
    source = next((claim for claim in claims if framework.term_zh in split_list(claim["term_zh"])), None)
    documents = {row["doc_id"]: row for row in atlas.tables["documents"].to_dict("records")}
    table = atlas.tables["framework_members"].query("framework_id == @framework.id")
    members = table.sort_values("position", key=lambda column: column.astype(int))["place_id"].tolist()
    return {
        "id": framework.id,
        "term_zh": framework.term_zh,
        "term_en": framework.term_en,
        "holder": _names(atlas, framework.holder),
        "document": None if source is None else brief_document(documents[source["doc_id"]]),
        "section": None if source is None else source["section"],
        **citations("" if source is None else source["section"]),
        "summary_zh": None if source is None else source["summary_zh"],
        "summary_en": None if source is None else source["summary_en"],
        "basis": "reading" if "reading" in set(table["basis"]) else "stated",
        "parts": [{**_names(atlas, place), **_layer_of(atlas, place)} for place in members],
    }


def _layer_of(atlas: Atlas, place: str) -> dict[str, Any]:
    return {"layer": atlas.places.at[place, "layer"], "located": atlas.features.geometry[place] is not None}


def _names(atlas: Atlas, place: str) -> dict[str, Any]:
    return {"id": place, **{key: atlas.places.at[place, key] for key in ("name_zh", "name_en", "kind")}}


def _part(atlas: Atlas, place: str, shape: BaseGeometry, window: PixelWindow) -> dict[str, Any]:
    kind = shape_kind(shape)
    ((x, y),) = window.pixels([label_point(shape)])
    corners = window.pixels(np.array(shape.bounds).reshape(2, 2))
    box = (corners[0, 0], corners[1, 1], corners[1, 0], corners[0, 1])
    names = _names(atlas, place)
    # The map has no space for the explanation in brackets.
    short = {f"short_{lang}": re.sub(r"\s*[(（].*$", "", str(names[f"name_{lang}"])) for lang in ("zh", "en")}
    middle = {"x": round(float(x)), "y": round(float(y)), "box": box}
    layer = {"layer": atlas.places.at[place, "layer"], "shape": kind, "ink": place_style(atlas, place).style.look.ink}
    return {**names, **short, **middle, **layer}


def _add_name_positions(parts: Sequence[dict[str, Any]], lang: str, window: PixelWindow) -> None:
    """Add to each part the position of its name where it covers other names and parts least; large parts first."""
    taken: list[tuple[float, ...]] = []
    areas = [part for part in parts if part["shape"] == "area"]
    for part in sorted(parts, key=lambda part: -(part["box"][2] - part["box"][0])):
        across = sum(_WIDE if ord(char) > 0x2E80 else _NARROW for char in part[f"short_{lang}"])
        middles = _name_positions(part, across)
        boxes = [(x - across / 2, y - _LINE / 2, x + across / 2, y + _LINE / 2) for x, y in middles]
        # A line crosses the areas anyway; its name may lie on them.
        foreign = [other["box"] for other in areas if other is not part and part["shape"] != "line"]
        costs = [_cost(box, taken, foreign, window) for box in boxes]
        best = int(np.argmin(costs))
        taken.append(boxes[best])
        part[f"name_at_{lang}"] = [round(value) for value in middles[best]]


def _name_positions(part: dict[str, Any], across: float) -> list[tuple[float, float]]:
    """List positions for the centre of a name, the best first: on its shape if it is large enough, else beside it."""
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
    """Compute the cost of a position of a name: covered square pixels, those of other names counted three times."""
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
    """Compute west, south, east and north of the pictures in degrees: the New Area with a margin."""
    west, south, east, north = atlas.features.geometry["lg-new-area"].bounds
    pad = (east - west) * _MARGIN
    return west - pad, south - pad, east + pad, north + pad


def _window(atlas: Atlas) -> PixelWindow:
    west, _, east, _ = _bounds(atlas)
    return PixelWindow.around(_bounds(atlas), float(np.log2(WIDTH * 360 / (256 * (east - west)))))
