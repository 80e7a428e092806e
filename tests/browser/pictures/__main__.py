"""Take the picture of the README again: ``python -m tests.browser.pictures``. It needs Chromium, as the tests do."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image

from tests.browser.conftest import start_chromium
from tests.browser.page import MapPage
from tests.serving import serving
from webmap import create_app

VIEW = "/#map=12/30.925/121.85&place=fp-oriental-chip-port"
TARGET = Path(__file__).with_name("map.png")


def main() -> None:
    """Open the map at 1440 × 900 and write what it shows, in 128 colours to keep the file small."""
    with tempfile.TemporaryDirectory() as profile, serving(create_app()) as address:
        browser = start_chromium(Path(profile), logged=True)
        try:
            page = MapPage(browser, address)
            page.fresh(1440, 900)
            page.open(VIEW)
            page.wait_for_panel()
            shot = browser.get_screenshot_as_png()
        finally:
            browser.quit()
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    picture.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
