"""Words beside the codes of a file: a Chinese file says 功能区, and `functional_area` stands in the next column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo import words
from geo.columns import Heading, column_of

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Columns of codes -> beginning of the keys of their words in `geo.words`.
_VOCABULARY = {
    "kind": "kind.",
    "type": "claim_type.",
    "standing": "standing.",
    "applies": "applies.",
    "reach": "extract_verdict.",
}


def with_words(headings: Mapping[str, Heading]) -> dict[str, Heading]:
    """Return the headings with a column of words before each column of codes, which is then headed as such."""
    out: dict[str, Heading] = {}
    for key, heading in headings.items():
        if key in _VOCABULARY:
            zh, en = out[word_key(key)] = column_of(word_key(key)).heading
            out[key] = (f"{zh}代码", f"{en} (code)")
        else:
            out[key] = heading
    return out


def spelled(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with the Chinese words of its codes; a code without a word stands for itself."""
    said = words.catalogue("zh")
    known = {key: row[key] for key in _VOCABULARY if row.get(key) is not None}
    return {**row, **{word_key(key): said.get(_VOCABULARY[key] + code, code) for key, code in known.items()}}


def word_key(key: str) -> str:
    """Return the key of the words of a column of codes."""
    return f"{key}_word"
