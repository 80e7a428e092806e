"""The index of the search is made in the background, of the atlas the application serves."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from geo import Atlas
from webmap.service import search_index


def test_the_index_of_the_served_atlas_is_made(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    made: list[Atlas] = []
    done = threading.Event()

    def build(atlas: Atlas) -> None:
        made.append(atlas)
        done.set()

    monkeypatch.setattr(search_index, "build_index", build)
    timer = search_index.make_in_background(app, after_s=0.0)
    assert done.wait(10)
    assert timer.daemon
    assert made == [app.extensions["atlas"]]
