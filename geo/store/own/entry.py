"""The entry of an own layer: no document stands behind it, and its colour follows from its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from geo.atlas.added.own_layers import GROUP
from geo.atlas.schema import Layer, Style
from geo.atlas.symbology import OWN_COLOURS

if TYPE_CHECKING:
    from collections.abc import Collection

#: Order of the lowest own layer: above every layer of the atlas.
LOWEST_ORDER = 100
_KINDS: tuple[Literal["point", "line", "polygon"], ...] = ("point", "line", "polygon")


def geometry_of(dimensions: Collection[int]) -> Literal["point", "line", "polygon", "mixed"]:
    """Return the kind of geometry of a layer whose shapes have these dimensions."""
    (first, *others) = dimensions or (-1,)
    return "mixed" if others or first < 0 else _KINDS[first]


def own_style(number: int) -> Style:
    """Return the style of the own layer of this number, from 0."""
    colour = OWN_COLOURS[number % len(OWN_COLOURS)]
    # Dashed once the colours repeat.
    dash = "" if number < len(OWN_COLOURS) else "9 3"
    return Style(stroke=colour, stroke_width=2.0, fill=colour, fill_opacity=0.14, hatch="none", dash=dash)


def own_entry(
    layer_id: str,
    titles: tuple[str, str],
    descriptions: tuple[str, str],
    geometry: Literal["point", "line", "polygon", "mixed"],
    number: int,
) -> Layer:
    """Make the entry of an own layer, which is not validated: its id begins as no id of the catalogue can.

    Parameters
    ----------
    layer_id : str
    titles, descriptions : tuple of str
        In Chinese and English.
    geometry : {"point", "line", "polygon", "mixed"}
    number : int
        Its number among the own layers, from 0.
    """
    return Layer.model_construct(
        id=layer_id,
        group=GROUP.id,
        title_zh=titles[0],
        title_en=titles[1],
        description_zh=descriptions[0],
        description_en=descriptions[1],
        role="workspace",
        geometry=geometry,
        order=LOWEST_ORDER + number,
        visible=True,
        style=own_style(number),
    )
