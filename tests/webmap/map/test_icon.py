"""The sign of the atlas is a picture programs can read, in the colours of the palette."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

from PIL import Image

from geo.atlas.symbology import PALETTE
from webmap.map.icon import icon_ico, icon_svg


def test_the_ico_is_a_picture_in_our_colours() -> None:
    with Image.open(io.BytesIO(icon_ico()), formats=["ICO"]) as picture:
        assert picture.size == (32, 32)
        shown = picture.convert("RGB")
        found = ["#{:02x}{:02x}{:02x}".format(*shown.getpixel(at)) for at in ((16, 16), (16, 6), (1, 1))]
    assert found == [PALETTE["accent"], PALETTE["sea"], PALETTE["brand"]]


def test_the_svg_is_the_same_sign() -> None:
    root = ET.fromstring(icon_svg())
    assert root.get("viewBox") == "0 0 32 32"
    assert {PALETTE[name] for name in ("accent", "sea", "brand")} <= set(icon_svg().split('"'))
