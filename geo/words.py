"""The words the library prints into files, sheets and reports, in Chinese and English: one catalogue per language.

Headings of columns stand in `geo.columns`; names of places, layers and documents come with the data. The words of the
pages are those of :mod:`webmap`.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("zh", "en")
#: The language of the documents: their own words are quoted in it alone.
SOURCE_LANGUAGE = "zh"


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(lang: str) -> Mapping[str, str]:
    """Read the catalogue of one language.

    Parameters
    ----------
    lang : {"zh", "en"}

    Returns
    -------
    mapping of str to str
        Key to text, read only.
    """
    text = resources.files("geo").joinpath("locales", f"{lang}.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(text))


def say(key: str, lang: str, **values: object) -> str:
    """Return a text in a language, its ``{slots}`` filled.

    Raises
    ------
    KeyError
        If there is no such text; a test keeps this from happening.
    """
    text = catalogue(lang)[key]
    return text.format(**values) if values else text


def both(key: str, **values: object) -> tuple[str, str]:
    """Return a text in Chinese and English; a value that is a pair has one for each.

    Raises
    ------
    KeyError
        If there is no such text.
    """
    zh, en = (
        say(key, lang, **{name: value[at] if isinstance(value, tuple) else value for name, value in values.items()})
        for at, lang in enumerate(LANGUAGES)
    )
    return zh, en


def pick(record: Any, field: str, lang: str) -> str:
    """Return ``<field>_zh`` or ``<field>_en`` of a row, a mapping or an object.

    Raises
    ------
    KeyError or AttributeError
        If it has no such field.
    """
    name = f"{field}_{lang}"
    return str(record[name] if hasattr(record, "keys") else getattr(record, name))


def in_language(pair: tuple[str, str], lang: str) -> str:
    """Return the text of a pair of Chinese and English that is in a language."""
    return pair[LANGUAGES.index(lang)]


def printed_day(iso: str | None, lang: str) -> str:
    """Return a day as a text of the language writes it: ``2020年9月23日``, ``23 September 2020``; empty for no day."""
    if not iso:
        return ""
    day = dt.date.fromisoformat(iso)
    months = say("date.months", lang).split()
    return say("date.day", lang, year=day.year, month=months[day.month - 1], day=day.day)


def numeral(number: int, lang: str) -> str:
    """Return a whole number in words up to ten, in digits above."""
    return catalogue(lang).get(f"numeral.{number}", str(number))
