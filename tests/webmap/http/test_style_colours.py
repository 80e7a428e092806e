"""The style sheet takes the colours it shares with print from `geo.atlas.symbology`."""

from __future__ import annotations

import re
from pathlib import Path

import webmap
from geo.atlas.symbology import PALETTE
from webmap.http.assets import custom_properties, styles

STYLES = Path(webmap.__file__).parent / "styles"


def test_every_shared_colour_is_a_custom_property_of_the_style_sheet() -> None:
    assert custom_properties() in styles()
    assert dict(re.findall(r"--([a-z-]+): (#\w+);", custom_properties())) == dict(PALETTE)


def test_no_part_of_the_style_sheet_but_the_dark_one_declares_a_shared_colour_again() -> None:
    parts = [part for part in STYLES.glob("*.css") if part.name != "dark.css"]
    declared = {name for part in parts for name in re.findall(r"--([\w-]+):", part.read_text("utf-8"))}
    assert not declared & set(PALETTE)


def test_every_colour_asked_for_is_declared() -> None:
    text = "".join(part.read_text("utf-8") for part in STYLES.glob("*.css"))
    declared = set(re.findall(r"--([\w-]+):", text)) | set(PALETTE)
    assert {name for name in re.findall(r"var\(--([\w-]+)[,)]", text) if name not in declared} <= {"bottom"}
