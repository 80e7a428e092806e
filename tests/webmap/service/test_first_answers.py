"""Compiled templates are kept on disk; what the first answers share is made in the background, of the atlas served."""

from __future__ import annotations

import gc
import io
import threading
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import DictLoader, Environment

from geo import Atlas
from webmap.service import first_answers
from webmap.service.first_answers import TemplateCache, compile_templates, make_in_background, make_shared


def pages(folder: Path, text: str = "{{ name }}!") -> Environment:
    return Environment(loader=DictLoader({"page.html": text}), bytecode_cache=TemplateCache([folder]), autoescape=True)


def test_a_template_is_compiled_once_and_again_when_it_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pages(tmp_path).get_template("page.html").render(name="a") == "a!"
    (kept,) = tmp_path.iterdir()
    monkeypatch.setattr(Environment, "compile", None)  # whoever compiles now fails
    assert pages(tmp_path).get_template("page.html").render(name="b") == "b!"
    monkeypatch.undo()
    assert pages(tmp_path, "new").get_template("page.html").render() == "new"
    assert list(tmp_path.iterdir()) == [kept]


def test_without_a_folder_to_write_pages_are_compiled_and_served(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    assert pages(blocked / "below").get_template("page.html").render(name="a") == "a!"


def test_a_full_disk_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> io.BytesIO:
        raise OSError

    monkeypatch.setattr(first_answers, "written_whole", full)
    assert pages(tmp_path).get_template("page.html").render(name="a") == "a!"


def test_all_pages_compile(app: Flask) -> None:
    compile_templates(app)
    assert isinstance(app.jinja_env.bytecode_cache, TemplateCache)


def test_what_answers_share_is_made_of_the_atlas_served(
    monkeypatch: pytest.MonkeyPatch, app: Flask, atlas: Atlas
) -> None:
    made: list[Atlas] = []
    done = threading.Event()

    def build(atlas: Atlas) -> None:
        made.append(atlas)
        done.set()

    monkeypatch.setattr(first_answers, "build_index", build)
    make_shared(atlas)
    assert done.is_set()
    done.clear()
    timer = make_in_background(app, after_s=0.0)
    assert done.wait(30)
    assert timer.daemon
    timer.join(60)
    assert gc.get_freeze_count() > 100_000
    assert made == [atlas, app.extensions["atlas"]]
