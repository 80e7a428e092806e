"""Words of the pages in Chinese and English: one flat catalogue for each language.

:func:`t` looks up a key of the catalogue. :func:`term` looks up a value of a vocabulary column (kind, method, relation,
...) and returns an unknown value unchanged. Names in the data (places, layers, documents) are not in the catalogue:
records have ``name_zh`` and ``name_en``, and :func:`pick` chooses one. Column headings come from :mod:`geo.columns`.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from flask import g, has_request_context, request

from geo import words
from geo.columns import COLUMNS, page_name
from geo.measure import units

#: Vocabularies of the seed tables whose words stand in `geo.words`.
_LIBRARY_WORDS = frozenset(
    {
        *("theme", "instrument", "land_topic", "basis", "link_kind", "industry_group", "indicator_kind"),
        *("target_kind", "statement_kind", "city_facet", "fit_answer", "fit_grade"),
        *("register", "target", "kind", "standing", "found_by", "project"),
    }
)
LANGUAGES = ("zh", "en")
DEFAULT_LANGUAGE = "zh"
#: Key of the WSGI environment that holds the language of the request.
_LANG = "lingang.lang"
HTML_LANG = MappingProxyType({"zh": "zh-CN", "en": "en"})


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(lang: str) -> Mapping[str, str]:
    """Read the catalogue of one language.

    Parameters
    ----------
    lang : str
        ``zh`` or ``en``.

    Returns
    -------
    Mapping of str to str
        Text by key, read only.
    """
    text = resources.files("webmap").joinpath("locales", f"{lang}.json").read_text(encoding="utf-8")
    return MappingProxyType({**json.loads(text), **_column_words(lang), **_library_words(lang)})


def _column_words(lang: str) -> dict[str, str]:
    """Make the keys ``column.<name>`` with the short headings of columns, where there is one."""
    at = LANGUAGES.index(lang)
    return {f"column.{page_name(key)}": column.short[at] for key, column in COLUMNS.items() if column.short}


def _library_words(lang: str) -> dict[str, str]:
    """Return the words of vocabularies, which files print as well."""
    return {key: text for key, text in words.catalogue(lang).items() if key.split(".")[0] in _LIBRARY_WORDS}


def follow_browser() -> None:
    """Let the browser choose the language of this answer, which is a page, where its address names none."""
    g.follows_browser = True
    request.environ.pop(_LANG, None)


def follows_browser() -> bool:
    """Return whether the browser may choose the language of the answer."""
    return bool(g.get("follows_browser"))


def unspoken_lang() -> str:
    """Return the language of an address without ``lang``: of a page that which the browser asks for, else Chinese.

    Links leave this language out, so that whoever never chose one keeps short addresses.
    """
    if not has_request_context() or not follows_browser():
        return DEFAULT_LANGUAGE
    return request.accept_languages.best_match(LANGUAGES, DEFAULT_LANGUAGE) or DEFAULT_LANGUAGE


def current_lang() -> str:
    """Return the language of the request: ``?lang=``, else `unspoken_lang`.

    Returns
    -------
    str
        ``zh`` or ``en``; an unknown language counts as Chinese.
    """
    if not has_request_context():
        return DEFAULT_LANGUAGE
    # A page asks for it thousands of times.
    kept: str | None = request.environ.get(_LANG)
    if kept is None:
        lang = request.args.get("lang") or unspoken_lang()
        kept = request.environ[_LANG] = lang if lang in LANGUAGES else DEFAULT_LANGUAGE
    return kept


def t(key: str, *, lang: str | None = None, **params: object) -> str:
    """Look up a text in the language of the request.

    Parameters
    ----------
    key : str
        Key of the catalogue.
    lang : str, optional
        Language instead of that of the request.
    **params : object
        Values for the ``{name}`` placeholders of the text.

    Returns
    -------
    str
        The text, not escaped.

    Raises
    ------
    KeyError
        If the catalogue has no such key.
    """
    text = catalogue(lang or current_lang())[key]
    return text.format(**params) if params else text


def term(vocabulary: str, value: str | None, *, lang: str | None = None) -> str:
    """Look up the text of a vocabulary value, e.g. ``term("kind", "park")``.

    Parameters
    ----------
    vocabulary : str
        First part of the key.
    value : str or None
        Value of the data column.
    lang : str, optional
        Language instead of that of the request.

    Returns
    -------
    str
        The text; the value itself if it is not in the catalogue; empty for None.
    """
    if value is None:
        return ""
    return catalogue(lang or current_lang()).get(f"{vocabulary}.{value}", value)


def pick(record: Mapping[str, Any], field: str, *, lang: str | None = None) -> str:
    """Return ``<field>_zh`` or ``<field>_en`` of a record, depending on the language.

    Parameters
    ----------
    record : Mapping
        Record with a value for each language.
    field : str
        Key without the language.
    lang : str, optional
        Language instead of that of the request.

    Returns
    -------
    str
        The text; in the other language if it is missing; empty if both are missing.
    """
    first = lang or current_lang()
    for language in (first, *LANGUAGES):
        value = record.get(f"{field}_{language}")
        if value:
            return str(value)
    return ""


def number(
    value: float | None, unit: str = "km2", *, signed: bool = False, about: bool = False, places: int | None = None
) -> str:
    """Write a figure as the panel and the pages show it (`geo.measure.units.printed`), or a share.

    Parameters
    ----------
    value : float or None
        The exact figure in ``unit``; a share is a fraction of one.
    unit : str
        ``km2``, ``ha``, ``mu``, ``km``, ``m``, ``share``, or ``stated`` for km² as a source states them.
    signed : bool
        Write a plus sign before a positive figure.
    about : bool
        Whether it is of a schematic shape or derived from one; such a share is a whole per cent.
    places : int, optional
        Decimal places instead of those of the rule.

    Returns
    -------
    str
        Digits with thousands separators, without the unit (but a share with ``%``); a dash for None.
    """
    if unit == "share":
        return units.percent(value, signed=signed, about=about)
    return units.printed(value, unit, signed=signed, about=about, places=places)
