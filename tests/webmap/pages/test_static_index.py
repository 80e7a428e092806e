"""What the pages of the static site compute with."""

from __future__ import annotations

import json

from geo import Atlas
from webmap.pages.static_index import place_index, search_index


def test_the_index_lists_every_place_and_what_the_search_reads(atlas: Atlas) -> None:
    index, words = place_index(atlas), search_index(atlas)
    assert [place["id"] for place in index["places"]] == list(atlas.places.index)
    assert len(words["names"]) == len(index["places"])
    assert {one["group"] for one in words["passages"]} >= {"statements", "measures", "figures"}
    port = [place["id"] for place in index["places"]].index("fp-oriental-chip-port")
    assert words["names"][port]["syllables"][0] == ["dong", "fang", "xin", "gang"]
    json.dumps([index, words], allow_nan=False)
