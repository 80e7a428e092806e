"""Which requests name a layer of the reader's own."""

from __future__ import annotations

import pytest
from flask import Flask

from geo import Atlas
from tests.webmap.own_layers import PARCELS, app_with_own_layers
from webmap.http.own_layers import named_own_layer, shows_own_layers


@pytest.fixture(scope="module")
def own_app(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return app_with_own_layers(atlas, tmp_path_factory.mktemp("own"))


@pytest.mark.parametrize(
    ("path", "named", "shown"),
    [
        (f"/tables/{PARCELS}", True, True),
        (f"/places/{PARCELS}_1.json", True, True),
        (f"/stats/scopes.json?by={PARCELS}:用途", True, True),
        (f"/sheet.pdf?layers=coast,{PARCELS}", True, True),
        ("/map.json", False, True),
        ("/ogc/collections", False, True),
        ("/ogc/", False, False),
        ("/ogc/collections/parks", False, False),
        ("/tiles/parks/9/429/209.mvt", False, False),
    ],
)
def test_a_request_names_one_or_asks_for_a_list(own_app: Flask, path: str, *, named: bool, shown: bool) -> None:
    with own_app.test_request_context(path):
        assert named_own_layer() is named
        assert shows_own_layers() is shown


def test_without_own_layers_none_is_named_or_shown(app: Flask) -> None:
    for path in ("/map.json", f"/tables/{PARCELS}"):
        with app.test_request_context(path):
            assert not named_own_layer()
            assert not shows_own_layers()
