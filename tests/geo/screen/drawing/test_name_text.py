"""A name is written with its width known, its markup escaped, along its line or level."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from fontTools.ttLib import TTFont

from geo.printing.font_file import FACE, FONT_FILE
from geo.screen.drawing.name_room import Spot, level_spot
from geo.screen.drawing.name_text import NameText, escaped, name_svg, plate_svg, ring_svg


@pytest.mark.parametrize("text", ["临港新片区", "Special Comprehensive Bonded Zone", "东方芯港 5.45 km²", "G1503"])
@pytest.mark.parametrize("weight", [400, 700])
def test_the_width_is_near_that_of_the_font(text: str, weight: int) -> None:
    ours = NameText(text, 100.0, weight, "#000000").width / 100.0
    with TTFont(FONT_FILE, fontNumber=FACE, lazy=True) as font:
        glyphs, names = font.getGlyphSet(location={"wght": weight}), font.getBestCmap()
        exact = sum(glyphs[names[ord(char)]].width for char in text) / font["head"].unitsPerEm
    assert ours == pytest.approx(exact, rel=0.08)


def test_markup_in_a_name_is_text() -> None:
    assert escaped("a<b>&\x07") == "a&lt;b&gt;&amp; "
    svg = name_svg(NameText("<script>", 10.0, 700, "#000000"), level_spot(5.0, 5.0, 40.0, 10.0), 1.0, "k")
    assert ET.fromstring(svg).text == "<script>"


def test_spacing_widens_a_name() -> None:
    close, wide = (NameText("临港", 10.0, 700, "#000000", spacing) for spacing in (0.0, 3.0))
    assert wide.width == pytest.approx(close.width + 6.0)


def test_a_name_along_a_line_follows_it_and_one_off_has_a_leader() -> None:
    text = NameText("滨江", 10.0, 400, "#123456")
    curve = tuple((float(x), 20.0) for x in range(0, 50, 5))
    svg = f"<g>{name_svg(text, Spot(25.0, 20.0, (), curve), 1.0, 'k')}</g>"
    assert [node.get("href") for node in ET.fromstring(svg).iter("textPath")] == ["#k"]
    assert "M0 24L" in svg, "the baseline is below the middle of the letters"
    assert "'wght' 400" in svg
    off = f"<g>{name_svg(text, level_spot(50.0, 50.0, 20.0, 10.0, leader=(0.0, 0.0)), 1.0, 'k')}</g>"
    assert next(ET.fromstring(off).iter("path")).get("d", "").startswith("M0 0L")


def test_plates_and_rings_have_their_ground() -> None:
    assert "<rect" in plate_svg(NameText("S2", 10.0, 600, "#ffffff"), level_spot(0.0, 0.0, 20.0, 12.0), 20.0, 12.0)
    assert 'r="5"' in ring_svg((1.0, 2.0), 2.0, "#123456")
