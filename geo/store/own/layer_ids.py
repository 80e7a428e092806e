"""Ids and titles of the reader's own layers: what any name becomes that can stand in an address and on a page."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from geo.atlas.schema import OWN_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Most characters of an id after its prefix, and of a title.
LONGEST_ID, LONGEST_TITLE = 60, 200
#: Control characters, and marks that turn the direction of the text around them.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]+")


def layer_id_of(name: str, taken: Iterable[str] = ()) -> str:
    """Return the id of an own layer: ``ws-`` and its name in lower case letters, digits and hyphens.

    Parameters
    ----------
    name : str
        Anything; Chinese is written in pinyin, a prefix ``ws-`` is not doubled.
    taken : iterable of str
        Ids the new one must differ from: it gets a number.
    """
    plain = re.sub(r"[^a-z0-9]+", "-", _in_pinyin(name).casefold()).strip("-").removeprefix(OWN_PREFIX)
    first = f"{OWN_PREFIX}{plain[:LONGEST_ID].strip('-') or 'layer'}"
    others = set(taken)
    tries = (first, *(f"{first}-{number}" for number in range(2, len(others) + 3)))
    return next(one for one in tries if one not in others)


def title_of(name: str) -> str:
    """Return a name as a title: without control characters and marks of direction, and not longer than a line."""
    plain = " ".join(_UNSEEN.sub(" ", unicodedata.normalize("NFC", name)).split())
    return plain if len(plain) <= LONGEST_TITLE else plain[: LONGEST_TITLE - 1] + "…"


def _in_pinyin(name: str) -> str:
    if name.isascii():
        return name
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # 55 MB of dictionary that only a Chinese name needs

    return "-".join(lazy_pinyin(name))
