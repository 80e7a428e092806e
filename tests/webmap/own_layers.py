"""An application with layers of the reader's own, as several tests need it."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from geo import Atlas
from tests.workspaces import write_workspace
from webmap import create_app

PARCELS = "ws-xian-zhuang-di-kuai"
TOKEN = "a token of the office"  # noqa: S105


def app_with_own_layers(atlas: Atlas, folder: Path, **settings: object) -> Flask:
    source = write_workspace(folder / "mine.gpkg")
    config = {"TESTING": False, "PROPAGATE_EXCEPTIONS": False, "workspace": str(source), **settings}
    return create_app(config, atlas=atlas)
