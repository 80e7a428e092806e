"""The page of the API has every address with its options."""

from __future__ import annotations

from html import unescape
from importlib import resources

from flask import Flask
from flask.testing import FlaskClient

from geo import Atlas
from webmap import create_app
from webmap.http.assets import MAPLIBRE
from webmap.http.query import declared
from webmap.pages.api import readable


def test_every_address_is_on_the_page(app: Flask, client: FlaskClient) -> None:
    page = unescape(client.get("/api").get_data(as_text=True))
    for address, options in declared(app).items():
        assert f"<code>{readable(address)}</code>" in page
        assert all(f"<code>{name}</code>" in page for name in options if name not in ("lang", "v"))
    assert "<any(" not in page
    assert "``" not in page


def test_the_viewer_of_the_tiles_names_every_layer_and_asks_nothing_of_others(stored_atlas: Atlas) -> None:
    answer = create_app(atlas=stored_atlas).test_client().get("/tiles/?lang=en")
    page = answer.get_data(as_text=True)
    for layer_id in [*stored_atlas.layer_ids, *stored_atlas.stored]:
        assert f'value="{layer_id}"' in page
        assert f'href="/tiles/{layer_id}.json"' in page
    assert "blob:" not in answer.headers["Content-Security-Policy"]
    assert "https://" not in page.partition("</head>")[0]
    for file in ("maplibre-gl-csp.js", "maplibre-gl-csp-worker.js", "maplibre-gl.css"):
        assert file in page
        assert resources.files("webmap").joinpath("static", "vendor", MAPLIBRE, file).is_file()
