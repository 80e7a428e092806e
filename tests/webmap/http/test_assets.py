"""Addresses of scripts and styles change with their content, so that browsers may keep them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from webmap.http.assets import asset_url, styles, styles_url


def test_the_address_of_a_file_carries_its_hash(app: Flask) -> None:
    name = "vendor/leaflet-1.9.4/leaflet.js"
    digest = hashlib.sha256((Path(str(app.static_folder)) / name).read_bytes()).hexdigest()[:10]
    with app.test_request_context("/", base_url="http://localhost/atlas"):
        assert asset_url(name) == f"/atlas/static/{name}?v={digest}"
        assert styles_url() == f"/atlas/styles.css?v={hashlib.sha256(styles().encode()).hexdigest()[:10]}"


def test_a_static_file_may_be_kept_and_may_carry_any_option(client: FlaskClient, app: Flask) -> None:
    with app.test_request_context("/"):
        address = asset_url("js/main.js").partition("?")[0]
    with client.get(f"{address}?x=1") as answer:
        assert answer.status_code == 200
        assert answer.cache_control.max_age == app.config["SEND_FILE_MAX_AGE_DEFAULT"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_styles_carry_no_comments(client: FlaskClient) -> None:
    answer = client.get("/styles.css")
    assert answer.mimetype == "text/css"
    assert "/*" not in answer.text
    assert answer.cache_control.public


def test_the_styles_name_no_picture_that_is_not_there(client: FlaskClient) -> None:
    text = client.get("/styles.css").text
    assert ".leaflet-control-layers-toggle" in text
    assert [one for one in re.findall(r"url\(([^)]*)\)", text) if not one.startswith("#")] == []
