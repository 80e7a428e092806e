"""How many features of stored layers the slides of a project may show together, so that they are made in time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo import words
from geo.atlas.added.stored_layer import StoredQuery
from geo.readers.project.project_file import Note

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.printing.slides.shown import Shown

#: Most features of stored layers that are read for all slides of a project.
MOST_FEATURES = 2_000_000


class Allowance:
    """What is left to be read for the slides of a project."""

    def __init__(self, most: int = MOST_FEATURES) -> None:
        self._left = most

    def within(self, atlas: Atlas, shown: Shown, number: int) -> Shown:
        """Return a view without the stored layers for which nothing is left, with a note that names them.

        Parameters
        ----------
        atlas : Atlas
        shown : Shown
        number : int
            Of the view in its project, from 1.
        """
        left_out = []
        for layer in shown.layers:
            if layer in atlas.stored:
                count = atlas.stored[layer].count(StoredQuery(bbox=shown.extent))
                if count > self._left:
                    left_out.append(layer)
                else:
                    self._left -= count
        if not left_out:
            return shown
        named = [
            ", ".join(getattr(atlas.stored[one].entry, f"title_{lang}") for one in left_out) for lang in words.LANGUAGES
        ]
        note = Note(*words.both("project.too_large", names=(named[0], named[1]), most=f"{MOST_FEATURES:,}"), number)
        kept = tuple(layer for layer in shown.layers if layer not in left_out)
        return replace(shown, layers=kept, notes=(*shown.notes, note))
