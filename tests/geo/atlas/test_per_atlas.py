"""What is kept of an atlas goes with it."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

from geo import Atlas
from geo.atlas.per_atlas import per_atlas, recent_per_atlas


def test_a_value_is_computed_once_for_each_argument(atlas: Atlas) -> None:
    asked = []

    @per_atlas
    def layers(of: Atlas, suffix: str) -> list[str]:
        asked.append(suffix)
        return [layer + suffix for layer in of.layer_ids]

    assert layers(atlas, "a") is layers(atlas, "a")
    assert layers(atlas, "b") != layers(atlas, "a")
    assert asked == ["a", "b"]


def test_an_atlas_that_was_replaced_is_freed(atlas: Atlas) -> None:
    @per_atlas
    def version(of: Atlas) -> str:
        return of.version

    other = replace(atlas)
    assert version(other) == atlas.version
    seen = weakref.ref(other)
    del other
    gc.collect()
    assert seen() is None


def test_only_the_values_asked_for_last_are_kept_if_a_bound_says_so(atlas: Atlas) -> None:
    asked = []

    @recent_per_atlas(2)
    def suffixed(_of: Atlas, suffix: str) -> None:
        asked.append(suffix)

    for suffix in "aabcab":
        suffixed(atlas, suffix)
    assert asked == ["a", "b", "c", "a", "b"]
