"""The font that is installed is the one the program names."""

from __future__ import annotations

from fontTools.ttLib import TTFont

from geo.printing.font_file import FACE, FAMILY, FONT_FILE


def test_the_face_is_that_of_the_mainland_in_all_weights() -> None:
    with TTFont(FONT_FILE, fontNumber=FACE, lazy=True) as font:
        assert font["name"].getDebugName(1) == FAMILY
        weight = next(axis for axis in font["fvar"].axes if axis.axisTag == "wght")
        assert (weight.minValue, weight.maxValue) == (100, 900)
