"""Classes colour fills, lines and points; widths on paper have their bounds."""

from __future__ import annotations

from geo import Atlas
from geo.screen.canvas import PaperWindow, paper_canvas
from geo.screen.crowd.class_look import ClassLook
from geo.screen.crowd.column_classes import ColumnClasses
from tests.stored_layers import LAYER

CLASSES = ColumnClasses("use", "values", 0.6, [{"id": "1", "values": ["a"], "colour": "#123456"}])


def test_a_class_has_its_colour_in_all_its_paints(stored_atlas: Atlas) -> None:
    entry = stored_atlas.stored[LAYER].entry
    look = ClassLook(entry, CLASSES)
    for dimension in (0, 1, 2):
        assert {paint.colour for paint in look.paints(dimension, 0)} == {"#123456"}
    fill, line = look.paints(2, 0)
    assert (fill.opacity, line.width) == (0.6, 0.8)
    assert look.colours(0) == ("#123456", 0.6, "#123456", "#123456")
    plain = ClassLook(entry)
    assert (plain.count, plain.colour(0)) == (1, entry.style.stroke)
    assert plain.colours(0).opacity == entry.style.fill_opacity


def test_widths_grow_with_the_shapes_up_to_those_of_the_style(stored_atlas: Atlas) -> None:
    look, canvas = (
        ClassLook(stored_atlas.stored[LAYER].entry),
        paper_canvas(PaperWindow(41_395_000.0, 3_420_000.0, 50_000, 330, 230)),
    )
    assert look.widths(canvas, 0.2, 10).edge < 0.02
    assert look.widths(canvas, 100.0, 10).edge > 0.3
    many, few = look.widths(canvas, 1.0, 100_000), look.widths(canvas, 1.0, 10)
    assert many.line < 0.11 < few.line
    assert many.point < 0.45 < few.point
