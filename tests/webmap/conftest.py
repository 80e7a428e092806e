"""The application as it is served, over the real atlas."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo import Atlas
from webmap import create_app


@pytest.fixture(scope="session")
def app(atlas: Atlas) -> Flask:
    return create_app({"TESTING": False, "PROPAGATE_EXCEPTIONS": False}, atlas=atlas)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
