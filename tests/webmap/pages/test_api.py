"""The page of the API has every address with its options."""

from __future__ import annotations

from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from webmap.http.query import declared


def test_every_address_is_on_the_page(app: Flask, client: FlaskClient) -> None:
    page = unescape(client.get("/api").get_data(as_text=True))
    for address, options in declared(app).items():
        assert f"<code>{address}</code>" in page
        assert all(f"<code>{name}</code>" in page for name in options if name not in ("lang", "v"))
