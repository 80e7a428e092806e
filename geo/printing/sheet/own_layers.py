"""Layers of the reader's own on a sheet that may have any number of features: their drawing, legend and notes.

They are those of a store, and any that is coloured by one of its columns. Others are drawn as those of the atlas.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo import words
from geo.atlas.added.own_layers import GROUP
from geo.atlas.symbology import Style, style_of
from geo.printing.sheet.frame import layer_ids
from geo.printing.sheet.legend import Entry
from geo.registers.themes.attribute_classes import attribute_classes
from geo.screen.crowd.class_look import SHAPES
from geo.screen.crowd.column_classes import ColumnClasses
from geo.screen.crowd.feature_drawing import draw_features
from geo.screen.crowd.feature_source import source_of
from geo.screen.crowd.pixel_picture import DOT_MM
from geo.screen.layer_styles import LayerStyle
from geo.screen.swatch import swatch_svg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer
    from geo.printing.sheet.request import Request
    from geo.screen.canvas import Canvas
    from geo.screen.crowd.class_look import ClassLook
    from geo.screen.crowd.feature_drawing import FeatureDrawing

_DIMENSIONS = {"point": 0, "line": 1}


@dataclass(frozen=True)
class OwnLayers:
    """The layers of a sheet that are drawn here.

    Attributes
    ----------
    classes : mapping of str to ColumnClasses or None
        What each is coloured by, None for its style.
    share : float
        Part of the vectors of a sheet they may take together.
    """

    classes: Mapping[str, ColumnClasses | None]
    share: float = 1.0

    def drawn(self, atlas: Atlas, canvas: Canvas) -> list[FeatureDrawing]:
        """Draw the layers on a canvas; those that are not on it are left out."""
        share = self.share / max(len(self.classes), 1)
        drawn = (
            draw_features(source_of(atlas, layer), canvas, f"own{number}", classes, share=share)
            for number, (layer, classes) in enumerate(self.classes.items())
        )
        return [one for one in drawn if one is not None]


def own_layers(atlas: Atlas, request: Request, share: float = 1.0) -> OwnLayers:
    """Return the layers of a sheet that are drawn here.

    Raises
    ------
    NotFoundError
        If a layer has no column it is to be coloured by.
    """
    own = [layer for layer in layer_ids(atlas, request) if layer in atlas.stored or layer in request.by]
    return OwnLayers({layer: _classes(atlas, layer, request.by.get(layer)) for layer in own}, share)


def _classes(atlas: Atlas, layer_id: str, column: str | None) -> ColumnClasses | None:
    return ColumnClasses.of(attribute_classes(atlas, layer_id, column)) if column else None


def own_groups(
    features: Sequence[FeatureDrawing], opacity: Mapping[str, int], canvas: Canvas, land: str, lang: str
) -> dict[str, list[Entry]]:
    """List the legend of the layers by group: one for each that is coloured by a column, one for the others.

    Parameters
    ----------
    features : sequence of FeatureDrawing
        The lowest first.
    opacity : mapping of str to int
        Percent by layer.
    canvas : Canvas
        Of the symbols (`geo.screen.swatch.swatch_canvas`).
    land : str
        Colour of the ground under a symbol.
    lang : {"zh", "en"}
    """
    out: dict[str, list[Entry]] = {}
    for entry, look, counts in reversed(_summed(features)):
        title, classes = words.pick(entry, "title", lang), look.classes
        labels = [words.pick(one, "label", lang) for one in classes.classes] if classes else [title]
        name = words.pick(GROUP, "title", lang)
        group = words.say("sheet.own_by", lang, title=title, column=classes.column) if classes else name
        for at, (label, count) in enumerate(zip(labels, counts, strict=True)):
            said = words.say("sheet.own_count", lang, label=label, count=f"{count:,}")
            symbol = _symbol(look, at, canvas, land, opacity.get(entry.id, 100) / 100.0)
            out.setdefault(group, []).append(Entry(said, symbol))
    return out


def _summed(features: Sequence[FeatureDrawing]) -> list[tuple[Layer, ClassLook, list[int]]]:
    """Return each layer once, with its features on all maps of the sheet."""
    found: dict[str, tuple[Layer, ClassLook, list[int]]] = {}
    for one in features:
        entry, look, counts = found.get(one.entry.id, (one.entry, one.look, [0] * len(one.counts)))
        found[one.entry.id] = entry, look, [a + b for a, b in zip(counts, one.counts, strict=True)]
    return list(found.values())


def _symbol(look: ClassLook, at: int, canvas: Canvas, land: str, share: float) -> str:
    dimension = _DIMENSIONS.get(look.entry.geometry, 2)
    shape = SHAPES[dimension]
    base = style_of(look.entry, shape, None)
    style = Style(base.look, base.number, schematic=False, paints=look.paints(dimension, at))
    return swatch_svg(LayerStyle("own", style, shape, (), (), ()), canvas, land, share)


def own_notes(features: Sequence[FeatureDrawing], lang: str) -> Iterator[str]:
    """Yield how each layer is drawn, how many of its features are too small to be seen, and where it comes from."""
    for one in reversed(features):
        title = words.pick(one.entry, "title", lang)
        how = words.say("sheet.own_picture", lang, dpi=one.dpi) if one.dpi else words.say("sheet.own_vectors", lang)
        small = words.say("sheet.own_small", lang, count=f"{one.small:,}", size=DOT_MM) if one.small else ""
        origin = words.pick(one.entry, "description", lang)
        yield words.say(
            "sheet.own_note", lang, title=title, count=f"{one.count:,}", how=how, small=small, origin=origin
        )


def own_titles(features: Sequence[FeatureDrawing], lang: str) -> str:
    """Return the titles of the layers with their numbers of features on the sheet."""
    said = (
        words.say("sheet.own_count", lang, label=words.pick(entry, "title", lang), count=f"{sum(counts):,}")
        for entry, _, counts in reversed(_summed(features))
    )
    return words.say("list.separator", lang).join(said)
