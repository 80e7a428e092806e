"""One atlas for one request, and the next one for the next request."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import g

from geo import Atlas
from webmap import create_app
from webmap.http.current import STATIC_SITE, current_atlas, documents_folder


def test_a_request_keeps_its_atlas_and_the_next_gets_the_new_one(atlas: Atlas) -> None:
    app, newer = create_app(atlas=atlas), replace(atlas)
    with app.test_request_context("/"):
        assert current_atlas() is atlas
        app.extensions["atlas"] = newer
        assert current_atlas() is atlas
        assert g.atlas is atlas
    with app.test_request_context("/"):
        assert current_atlas() is newer


def test_the_documents_are_for_who_may_see_own_layers_and_never_in_the_static_site(
    atlas: Atlas, tmp_path: Path
) -> None:
    app = create_app({"documents": tmp_path, "access_token": "long enough"}, atlas=atlas)
    with app.test_request_context("/"):
        assert documents_folder() is None
    told = {"Authorization": "Bearer long enough"}
    with app.test_request_context("/", headers=told):
        assert documents_folder() == tmp_path
    with app.test_request_context("/", headers=told, environ_overrides={STATIC_SITE: "1"}):
        assert documents_folder() is None
    with create_app(atlas=atlas).test_request_context("/"):
        assert documents_folder() is None
