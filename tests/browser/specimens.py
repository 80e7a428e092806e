"""Specimens of the map for review: ``make specimens`` draws every layer at every zoom, and all of them together.

The pictures and a page that lists them are written to ``build/specimens``. Nothing is compared: they are looked at.
"""

from __future__ import annotations

import base64
import html
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from geo import Atlas, load_atlas
from tests.browser.conftest import serving, start_chromium
from tests.browser.page import MapPage
from webmap import create_app

TARGET = Path(__file__).parents[2] / "build" / "specimens"
ZOOMS = range(9, 17)
WIDTH, HEIGHT = 900, 640
#: Where the map lies under each picture: what is looked at, latitude and longitude.
MIDDLE = (30.9, 121.87)
CITY = (31.1, 121.45)
GROUND = ("coast", "water", "roads", "rail")


def choices(atlas: Atlas) -> Iterator[tuple[str, list[str], tuple[float, float]]]:
    """Yield name, layers and middle of each row of pictures: the opening view, each layer on its ground, the rest."""
    entries = atlas.catalogue.layer
    ground = [layer for layer in GROUND if layer in atlas.layer_ids]
    city = [layer.id for layer in entries if layer.group == "municipal"]
    yield "opening", [layer.id for layer in entries if layer.visible], MIDDLE
    yield "all", [layer.id for layer in entries], MIDDLE
    yield "city", [*ground, "towns", *city], CITY
    for layer in entries:
        yield layer.id, [*ground, layer.id], CITY if layer.id in city else MIDDLE


def address(layers: list[str], middle: tuple[float, float], zoom: float) -> str:
    """Return the address of a view of the map."""
    return f"/#map={zoom}/{middle[0]}/{middle[1]}&layers={','.join(dict.fromkeys(layers))}"


def index(rows: list[tuple[str, list[str]]]) -> str:
    """Return the page that lists the pictures, a row for each choice of layers."""
    body = "".join(
        f"<h2>{html.escape(name)}</h2><p>"
        + "".join(f'<a href="{file}"><img src="{file}" width="450" loading="lazy" alt="{file}"></a> ' for file in files)
        + "</p>"
        for name, files in rows
    )
    return f'<!doctype html><meta charset="utf-8"><title>Specimens of the map</title>{body}'


def main(wanted: list[str]) -> None:
    """Draw the pictures of all rows, or of those named."""
    atlas = load_atlas()
    TARGET.mkdir(parents=True, exist_ok=True)
    rows = []
    with tempfile.TemporaryDirectory() as profile, serving(create_app(atlas=atlas)) as root:
        browser = start_chromium(Path(profile), logged=True)
        try:
            page = MapPage(browser, root)
            page.fresh(WIDTH, HEIGHT)
            for name, layers, middle in choices(atlas):
                if not wanted or name in wanted:
                    rows.append((name, [_picture(page, name, layers, middle, zoom) for zoom in ZOOMS]))
        finally:
            browser.quit()
    (TARGET / "index.html").write_text(index(rows), encoding="utf-8")
    sys.stdout.write(f"{TARGET / 'index.html'}\n")


def _picture(page: MapPage, name: str, layers: list[str], middle: tuple[float, float], zoom: int) -> str:
    page.driver.get("about:blank")
    page.open(address(layers, middle, zoom))
    page.js("document.body.classList.add('tree-closed')")
    page.js("window.lingang.map.invalidateSize({ animate: false })")
    shot = page.driver.execute_cdp_cmd("Page.captureScreenshot", {})["data"]
    file = f"{name}-{zoom:02d}.png"
    (TARGET / file).write_bytes(base64.b64decode(shot))
    return file


if __name__ == "__main__":
    main(sys.argv[1:])
