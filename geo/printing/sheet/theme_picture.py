"""The theme of a sheet: the places of its planning layers in their classes, their legend, and where answers stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shapely

from geo import words
from geo.atlas.added.own_layers import entry_of
from geo.printing.sheet.legend import Entry
from geo.registers.themes.all_themes import theme
from geo.registers.themes.classes import UNKNOWN
from geo.screen.drawing.classes import ClassPaint, class_elements
from geo.screen.drawing.numbers import PlacedNumber, placed_numbers
from geo.screen.drawing.paths import on_canvas
from geo.screen.swatch import class_swatch_svg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.atlas.atlas import Atlas
    from geo.screen.canvas import Canvas

#: Opacity of the planning layers below a theme, as on the map page (``map.css``).
THEMED_OPACITY = 0.22


@dataclass(frozen=True)
class SheetTheme:
    """A theme and the places of a sheet.

    Attributes
    ----------
    body : mapping
        Of the register of the theme (`geo.registers.themes.all_themes.theme`).
    rows : mapping of str to mapping
        Answers of the located places of the layers shown, by place.
    numbers : mapping of str to str
        What is written on places, the most important first.
    """

    body: Mapping[str, Any]
    rows: Mapping[str, Mapping[str, Any]]
    numbers: Mapping[str, str] = field(default_factory=dict)

    def svg(self, atlas: Atlas, canvas: Canvas) -> str:
        """Return the places as SVG."""
        shapes = dict(zip(self.rows, on_canvas(canvas, self._shapes(atlas)), strict=True))
        classes = {one["id"]: one for one in self.body["classes"]}
        painted = ((shapes[place], _paint(classes, row)) for place, row in self.rows.items())
        drawn = class_elements(painted, canvas)
        return drawn + "".join(one.element(canvas.px) for one in self._placed(atlas, canvas))

    def covered(self, atlas: Atlas, canvas: Canvas) -> list[tuple[float, float, float, float]]:
        """List what the numbers cover, in the unit of the canvas."""
        return [one.box(canvas) for one in self._placed(atlas, canvas)]

    def _placed(self, atlas: Atlas, canvas: Canvas) -> list[PlacedNumber]:
        shapes = on_canvas(canvas, [atlas.features.geometry[place] for place in self.numbers])
        return placed_numbers(zip(self.numbers.values(), shapes, strict=True), canvas)

    def seen(self, atlas: Atlas, canvas: Canvas) -> list[str]:
        """List the places that are on a canvas."""
        frame = shapely.box(0, 0, *canvas.size)
        on_it = shapely.intersects(on_canvas(canvas, self._shapes(atlas)), frame)
        return [place for place, here in zip(self.rows, on_it, strict=True) if here]

    def _shapes(self, atlas: Atlas) -> list[Any]:
        return [atlas.features.geometry[place] for place in self.rows]


def sheet_theme(atlas: Atlas, theme_id: str, layers: Sequence[str]) -> SheetTheme:
    """Return a theme with the places of some layers.

    Raises
    ------
    NotFoundError
        If there is no such theme.
    """
    body = theme(atlas, theme_id).body
    shown = {layer for layer in layers if entry_of(atlas, layer).role == "planning"}
    layer_of, shapes = atlas.places["layer"], atlas.features.geometry
    rows = {row["place"]["id"]: row for row in body["places"]}
    return SheetTheme(
        body, {place: row for place, row in rows.items() if layer_of[place] in shown and shapes[place] is not None}
    )


def theme_entries(shown: SheetTheme, seen: Sequence[str], canvas: Canvas, lang: str) -> list[Entry]:
    """List the classes for the legend, each with the number of its places on the sheet.

    Parameters
    ----------
    shown : SheetTheme
    seen : sequence of str
        The places on the sheet.
    canvas : Canvas
        Of the symbols (`geo.screen.swatch.swatch_canvas`).
    lang : {"zh", "en"}
    """
    out = []
    for one in shown.body["classes"]:
        count = sum(1 for place in seen if shown.rows[place]["class"] == one["id"])
        paint = ClassPaint(one["colour"], one["step"], known=one["id"] != UNKNOWN)
        said = words.say("sheet.theme_class", lang, label=words.pick(one, "label", lang), count=count)
        out.append(Entry(said, class_swatch_svg(paint, canvas)))
    return out


def theme_notes(shown: SheetTheme, seen: Sequence[str], lang: str) -> Iterator[str]:
    """Yield what a theme says, how its numbers are cut, where its answers stand, and which are not on the sheet."""
    body, on_sheet = shown.body, set(seen)
    title = words.pick(body, "title", lang)
    yield words.say("sheet.theme", lang, title=title, about=words.pick(body, "about", lang))
    if body[f"method_{lang}"]:
        yield words.pick(body, "method", lang)
    answered = [row for row in body["places"] if row["class"] != UNKNOWN]
    here = [row for row in answered if row["place"]["id"] in on_sheet]
    documents = {
        source["document"]["sequence"]: words.pick(source["document"], "short", lang)
        for row in here
        for source in row["sources"]
    }
    if documents:
        listed = words.say("list.separator", lang).join(documents[at] for at in sorted(documents))
        yield words.say("sheet.theme_sources", lang, documents=listed)
    if len(here) < len(answered):
        yield words.say("sheet.theme_rest", lang, count=len(answered) - len(here))


def _paint(classes: Mapping[str, Any], row: Mapping[str, Any]) -> ClassPaint:
    one = classes[row["class"]]
    return ClassPaint(one["colour"], one["step"], whole=row["whole"], known=row["class"] != UNKNOWN)
