"""The page a planner would make with plain Folium: the same layers, one ``folium.GeoJson`` with popups for each.

Folium loads ten files from four foreign hosts. Nothing foreign is asked here: the files come from a folder, made by npm
on first use, or given as ``FOLIUM_ASSETS`` (a folder with ``node_modules`` in it). Two of the ten are on no registry
(bootstrap-glyphicons.css, leaflet.awesome.rotate.min.css) and are left out, which favours Folium.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import folium

from geo import Atlas

PACKAGES = (
    "leaflet@1.9.3",
    "jquery@3.7.1",
    "bootstrap@5.2.2",
    "leaflet.awesome-markers@2.0.5",
    "@fortawesome/fontawesome-free@6.2.0",
)
#: Folium's name of a file -> where it is in node_modules.
ASSETS = {
    "leaflet": "leaflet/dist/leaflet.js",
    "jquery": "jquery/dist/jquery.min.js",
    "bootstrap": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "awesome_markers": "leaflet.awesome-markers/dist/leaflet.awesome-markers.js",
    "leaflet_css": "leaflet/dist/leaflet.css",
    "bootstrap_css": "bootstrap/dist/css/bootstrap.min.css",
    "awesome_markers_font_css": "@fortawesome/fontawesome-free/css/all.min.css",
    "awesome_markers_css": "leaflet.awesome-markers/dist/leaflet.awesome-markers.css",
}
#: What a map of polygons with popups cannot do without, once everything else is taken out by hand.
NEEDED = ("leaflet", "leaflet_css")


def assets_folder(cache: Path) -> Path | None:
    """Give the folder with Folium's files, installing them if need be; None where that is impossible."""
    given = os.environ.get("FOLIUM_ASSETS")
    folder = Path(given) if given else cache
    modules = folder / "node_modules"
    if not given and not modules.is_dir():
        npm = shutil.which("npm")
        if npm is None:
            return None
        command = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return None
    return modules if all((modules / name).is_file() for name in ASSETS.values()) else None


def plain_folium(atlas: Atlas, static: str, names: tuple[str, ...], *, every: bool = False) -> str:
    """Write the page; of Folium's files only those named are linked, below the address ``static``.

    With `every`, it also holds the layers our tree offers and does not show at first, behind Folium's layer control.
    """
    page = folium.Map(location=[30.87, 121.8], zoom_start=11, tiles=None)
    page.default_js = [(name, f"{static}/{ASSETS[name]}") for name, _ in page.default_js if name in names]
    page.default_css = [(name, f"{static}/{ASSETS[name]}") for name, _ in page.default_css if name in names]
    for entry in sorted(atlas.catalogue.layer, key=lambda layer: layer.order):
        if entry.visible or every:
            frame = atlas.layers[entry.id]
            located = frame[frame.geometry.notna()][["name_zh", "kind", "area_km2", "reference_zh", "geometry"]]
            colours = {"color": entry.style.stroke, "fillColor": entry.style.fill, "weight": entry.style.stroke_width}
            folium.GeoJson(
                located,
                name=entry.title_zh,
                show=entry.visible,
                style_function=lambda _, colours=colours: colours,
                marker=folium.CircleMarker(radius=4),
                popup=folium.GeoJsonPopup(["name_zh", "kind", "area_km2", "reference_zh"]),
            ).add_to(page)
    if every:
        folium.LayerControl().add_to(page)
    return str(page.get_root().render())
