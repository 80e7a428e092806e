"""The words of the library and of the pages: both languages complete, nothing left over, no language chosen by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import geo
import webmap
from geo import words

ROOTS = [Path(package.__file__).parent for package in (geo, webmap)]
KEYS = set(words.catalogue("zh"))
#: Keys that are made of a part and a value: f"total.{name}", or "kind." and a code.
MADE = re.compile(r"""f["']([a-z_]+\.[a-z_]*)\{|["']([a-z_]+\.)["']""")
LITERAL = re.compile(r"""["']([a-z_]+\.[A-Za-z0-9_]+)["']""")
BY_HAND = re.compile(
    r"""\bif zh\b|\bzh else\b|["']zh["'] else|if lang == ["']|["'](zh|en)["'] == |== ["'](zh|en)["']"""
)
#: The language of a request is read in one place.
CHOOSES = {"i18n.py"}


def sources(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(root.rglob("*.py")):
        yield path.name, path.read_text(encoding="utf-8")


def test_both_languages_have_the_same_keys_and_no_text_is_empty() -> None:
    assert set(words.catalogue("en")) == KEYS
    assert not [key for lang in words.LANGUAGES for key, text in words.catalogue(lang).items() if not text.strip()]


def test_both_languages_have_the_same_slots() -> None:
    slots = [
        {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in words.catalogue(lang).items()}
        for lang in words.LANGUAGES
    ]
    assert slots[0] == slots[1]


def test_every_key_is_used() -> None:
    literal, made = set(), set()
    for root in ROOTS:
        for _, text in sources(root):
            literal |= set(LITERAL.findall(text))
            made |= {one or other for one, other in MADE.findall(text)}
    assert not {key for key in KEYS - literal if not key.startswith(tuple(made))}


def test_every_key_asked_for_exists() -> None:
    asked = re.compile(r"""\b(?:say|both)\(\s*["']([a-z_]+\.[A-Za-z0-9_]+)["']""")
    found = {key for root in ROOTS for _, text in sources(root) for key in asked.findall(text)}
    assert len(found) > 20
    assert found <= KEYS


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: root.name)
def test_no_text_chooses_its_language_by_hand(root: Path) -> None:
    found = [
        f"{name}: {line.strip()}"
        for name, text in sources(root)
        for line in text.splitlines()
        if BY_HAND.search(line) and name not in CHOOSES
    ]
    assert not found


def test_slots_are_filled_in_the_language_of_the_text() -> None:
    assert words.say("note.version", "en", version="v") == "Data version: v"
    assert words.both("note.layer", title=("园区", "Parks")) == ("图层：园区", "Layer: Parks")
    with pytest.raises(KeyError):
        words.say("no.such_key", "zh")


def test_numbers_are_words_up_to_ten() -> None:
    assert [words.numeral(5, lang) for lang in words.LANGUAGES] == ["五", "five"]
    assert words.numeral(11, "zh") == "11"


def test_a_day_is_written_as_a_text_of_the_language_writes_it() -> None:
    assert words.printed_day("2020-09-23", "zh") == "2020年9月23日"
    assert words.printed_day("2025-03-09", "en") == "9 March 2025"
    assert words.printed_day(None, "en") == words.printed_day("", "zh") == ""


def test_a_row_or_an_object_gives_the_text_in_a_language() -> None:
    assert words.pick({"name_zh": "滴水湖", "name_en": "Dishui Lake"}, "name", "en") == "Dishui Lake"
    assert words.in_language(("是", "yes"), "zh") == "是"
    with pytest.raises(KeyError):
        words.pick({"name_zh": "滴水湖"}, "name", "en")
