"""One atlas for one request, and the next one for the next request."""

from __future__ import annotations

from dataclasses import replace

from flask import g

from geo import Atlas
from webmap import create_app
from webmap.http.current import current_atlas


def test_a_request_keeps_its_atlas_and_the_next_gets_the_new_one(atlas: Atlas) -> None:
    app, newer = create_app(atlas=atlas), replace(atlas)
    with app.test_request_context("/"):
        assert current_atlas() is atlas
        app.extensions["atlas"] = newer
        assert current_atlas() is atlas
        assert g.atlas is atlas
    with app.test_request_context("/"):
        assert current_atlas() is newer
