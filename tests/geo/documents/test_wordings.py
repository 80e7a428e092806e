"""The printed words of measures in English, and how firmly their verbs bind."""

from __future__ import annotations

from geo import Atlas
from geo.documents.wordings import in_both, strength


def test_a_verb_has_its_english_and_its_strength(atlas: Atlas) -> None:
    strict, support = in_both(atlas, "verb", "严格控制; 鼓励")
    assert strict == {"zh": "严格控制", "en": "control strictly", "strength": "strict"}
    assert support == {"zh": "鼓励", "en": "encourage", "strength": "support"}


def test_an_office_has_no_strength_and_an_unknown_word_no_english(atlas: Atlas) -> None:
    assert in_both(atlas, "actor", "海关;某局") == [{"zh": "海关", "en": "customs"}, {"zh": "某局", "en": None}]
    assert in_both(atlas, "actor", "") == []


def test_the_firmest_verb_counts(atlas: Atlas) -> None:
    assert strength(atlas, "鼓励;管控;探索") == "strict"
    assert strength(atlas, "探索;支持") == "support"
    assert strength(atlas, "争取") == "strive"
    assert strength(atlas, "未知") is None
