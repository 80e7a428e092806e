"""What makes the first answers after a start as quick as the later ones.

Templates are compiled once for an installation and kept on disk beside the atlas. What answers share – styles of
places, rows by id, the list of themes, the index of the search – is made in the background, a moment after the start.
"""

from __future__ import annotations

import gc
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

from geo.cache_folder import cache_folders, is_readable, is_writable
from geo.places.search import build_index
from geo.registers.fit.answer import answers_of
from geo.registers.fit.conditions import ANY, DESTINATIONS, Condition, candidates
from geo.registers.themes.all_themes import theme_list
from geo.registers.timeline import timeline
from geo.screen.layer_styles import place_style
from geo.screen.places_picture import themed_picture
from geo.text_files import written_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask
    from jinja2.bccache import Bucket

    from geo import Atlas

#: Delay in seconds: it takes two seconds of a core, and the first page comes first.
AFTER_S = 1.0
#: A condition of each kind; their values do not matter.
_EACH_KIND = (
    Condition("industry", ""),
    Condition("about", "-"),
    Condition("area", "1"),
    *(Condition(destination, "1") for destination in DESTINATIONS),
    Condition("measures", ANY),
    Condition("document", ""),
)
_FOLDER = "templates"


class TemplateCache(BytecodeCache):
    """Compiled templates on disk, by their name and a hash of their text; Jinja checks both.

    They are read where they are found and kept in the first folder that can be written; in none, every start compiles.

    Parameters
    ----------
    folders : sequence of pathlib.Path, optional
        The best first; those of `geo.cache_folder` without.
    """

    def __init__(self, folders: Sequence[Path] | None = None) -> None:
        self._folders = [place / _FOLDER for place in cache_folders()] if folders is None else list(folders)
        self._kept = next((place for place in self._folders if is_writable(place)), None)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a compiled template, if it is there."""
        for path in (place / bucket.key for place in self._folders):
            if is_readable(path):
                with path.open("rb") as file:
                    bucket.load_bytecode(file)
                return

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        if self._kept is not None:
            # A full disk is no reason to fail: the next start compiles again.
            with suppress(OSError), written_whole(self._kept / bucket.key) as made, made.open("wb") as file:
                bucket.write_bytecode(file)


def compile_templates(app: Flask) -> None:
    """Load all pages of an application, so that they are compiled and kept."""
    for name in app.jinja_env.list_templates(["html"]):
        app.jinja_env.get_template(name)


def make_shared(atlas: Atlas) -> None:
    """Make what answers about an atlas share, the quicker first."""
    shapes = atlas.features.geometry
    located = [str(place) for place in atlas.places.index if shapes[place] is not None]
    for place in candidates(atlas):
        answers_of(atlas, place, _EACH_KIND)
    for place in located:
        place_style(atlas, place)
    themed_picture(atlas, dict.fromkeys(located, ("", 0, False)))
    theme_list(atlas)
    timeline(atlas)
    build_index(atlas)


def make_in_background(app: Flask, after_s: float = AFTER_S) -> threading.Timer:
    """Make what the first answers of an application need after a delay; return the thread that does it."""

    def make() -> None:
        compile_templates(app)
        make_shared(app.extensions["atlas"])
        leave_out_of_collections()

    timer = threading.Timer(after_s, make)
    timer.daemon = True
    timer.start()
    return timer


def leave_out_of_collections() -> None:
    """Have the collector of garbage pass over what is there now: the data, their indexes, the libraries.

    To look through these 400,000 objects takes 80 ms, and the answers that make the most objects waited for it most
    often: a third of the time of a tile or a page of a thousand features. Data that are replaced go all the same, as
    they hold no circles.
    """
    gc.collect()
    gc.freeze()
