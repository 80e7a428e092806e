"""The legend of a sheet: a symbol and words for each style that is drawn in its window, and for each mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo import words
from geo.atlas.cells import none_if_missing
from geo.atlas.symbology import PALETTE, SHAPES
from geo.screen.layer_styles import layer_styles
from geo.screen.swatch import swatch_svg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.atlas.atlas import Atlas
    from geo.screen.canvas import Canvas
    from geo.screen.layer_styles import LayerStyle
    from geo.screen.map_drawing import DrawnLayer

#: Layers of the background without an entry: the sea and the land explain themselves.
_UNEXPLAINED = frozenset({"coast"})


@dataclass(frozen=True)
class Entry:
    """One entry of a legend: its words, its symbol (SVG) and the colour of the words."""

    words: str
    symbol: str
    colour: str = PALETTE["ink"]


def layer_entries(
    atlas: Atlas, layers: Sequence[DrawnLayer], canvas: Canvas, zoom: float, lang: str
) -> dict[str, list[Entry]]:
    """List the legend entries of what is drawn, from top to bottom.

    Parameters
    ----------
    atlas : Atlas
    layers : sequence of DrawnLayer
        In drawing order.
    canvas : Canvas
        Of the symbols (`geo.screen.swatch.swatch_canvas`).
    zoom : float
        Of the map; what is drawn at larger scales only has no entry.
    lang : {"zh", "en"}

    Returns
    -------
    dict of str to list of Entry
        ``planning`` and ``background``.
    """
    land = land_colour(atlas)
    out: dict[str, dict[str, Entry]] = {"planning": {}, "background": {}}
    for layer in reversed(layers):
        if layer.entry.id in _UNEXPLAINED:
            continue
        group = out["background" if layer.entry.role == "context" else "planning"]
        for style in _drawn_styles(layer, zoom):
            said = _title(atlas, layer, style, lang)
            group.setdefault(said, Entry(said, swatch_svg(style, canvas, land, layer.share)))
    return {name: list(entries.values()) for name, entries in out.items()}


def land_colour(atlas: Atlas) -> str:
    """Return the colour of the land, on which most symbols of the map lie."""
    styles = layer_styles(atlas, "coast") if "coast" in atlas.layer_ids else ()
    paints = (paint for style in styles if style.style.look.recipe == "land" for paint in style.style.paints)
    return next((paint.colour for paint in paints if paint.part == "fill"), "none")


def _drawn_styles(layer: DrawnLayer, zoom: float) -> Iterator[LayerStyle]:
    """List the styles of a layer that paint something: those of one place first, of areas before lines and points."""

    def order(style: LayerStyle) -> tuple[bool, bool, int]:
        look = style.style.look
        return not look.places, look.recipe == "outline", SHAPES.index(style.shape)

    seen = (style for style, _ in layer.parts if any(paint.least_zoom <= zoom for paint in style.style.paints))
    yield from sorted(seen, key=order)


def _title(atlas: Atlas, layer: DrawnLayer, style: LayerStyle, lang: str) -> str:
    """Return the words of a style: its own, those of its only place, or those of its layer."""
    look = style.style.look
    title = getattr(look, f"title_{lang}")
    if title:
        return str(title)
    if look.places and len(style.features) == 1 and layer.entry.role == "planning":
        return _place(atlas, style.features[0], lang)
    name = words.pick(layer.entry, "title", lang)
    return words.say("legend.own_layer", lang, title=name) if layer.entry.role == "workspace" else name


def _place(atlas: Atlas, place_id: str, lang: str) -> str:
    name, stated = atlas.name_of(place_id, lang), atlas.features.at[place_id, "stated_area_km2"]
    whole = atlas.places.at[place_id, "kind"] in {"planning_area", "new_city"}
    return f"{name} {float(stated):g} km²" if whole and none_if_missing(stated) is not None else name


def worst_accuracy_m(atlas: Atlas, layers: Iterable[DrawnLayer]) -> float:
    """Return the largest accuracy in metres of the schematic shapes (grade C) drawn, 0 if there is none."""
    worst = [0.0]
    for layer in layers:
        if layer.entry.role != "planning":
            continue
        for style, _ in layer.parts:
            if style.style.schematic:
                worst += atlas.features.loc[layer.places(style), "accuracy_m"].dropna().astype(float).tolist()
    return max(worst)
