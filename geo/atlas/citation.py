"""Where a statement stands, written as a reader finds it: ``第五部分（二）第1点`` and ``part 5(2), item 1``.

The tables name a section by its code (``seeds/sections.csv``): the numeral of the part, the bracketed numeral below it,
the number of the item and, where the text has a heading without a number, a word. Pages, files and papers print what
`citation` makes of the code, and nothing else. The code itself stays under ``section`` in every answer.
"""

from __future__ import annotations

import re
from functools import lru_cache

from geo.atlas.cells import split_list
from geo.words import LANGUAGES, in_language, say

_DIGITS = "一二三四五六七八九十"
#: Numeral of the part, bracketed numeral, words, number of the item.
_CODE = re.compile(rf"^([{_DIGITS}]+)(?:\(([{_DIGITS}]+)\))?([^\d()]*?)(\d*)$")
#: A paragraph that opens with a numeral and 是: 一是, 二是.
_POINT = re.compile(rf"^([{_DIGITS}]+)是$")

#: Parts of a document without a number, as they are called in Chinese and in English.
_UNNUMBERED = {
    "标题": ("标题", "head"),
    "导语": ("导语", "preamble"),
    "印发通知": ("印发通知", "issuing notice"),
    "附": ("文末", "closing lines"),
    "附表": ("附表", "annex table"),
}
#: Words below a numbered part.
_BELOW = {
    "末": ("末段", "last paragraph"),
    "指标表": ("指标表", "table of indicators"),
    "一轴": ("“一轴”", "“one axis”"),
    "三带": ("“三带”", "“three belts”"),
    "三带沿江": ("“三带”沿江", "“three belts”, riverside"),
    "三带沿湾": ("“三带”沿湾", "“three belts”, along the bay"),
    "三带沪西": ("“三带”沪西", "“three belts”, west Shanghai"),
    "多节点": ("“多节点”", "“multiple nodes”"),
    "一城一名园": ("“一城一名园”", "“one city, one famous park”"),
    "专项": ("专栏", "box"),
    "示范区": ("示范区专栏", "box on the demonstration zones"),
}
_CITIES = {
    "嘉定新城": "Jiading New City",
    "青浦新城": "Qingpu New City",
    "松江新城": "Songjiang New City",
    "奉贤新城": "Fengxian New City",
    "南汇新城": "Nanhui New City",
}


def citation(section: str, lang: str) -> str:
    """Return where a statement stands in its document, as a reader finds it there.

    Parameters
    ----------
    section : str
        Code of a section, or a ``;`` list of codes.
    lang : {"zh", "en"}

    Returns
    -------
    str
        A word the codes have and this module does not know is quoted as it is.

    Examples
    --------
    >>> citation("五(二)1", "zh")
    '第五部分（二）第1点'
    >>> citation("五(二)1;导语", "en")
    'part 5(2), item 1; preamble'
    """
    separator = say("list.semicolon", lang)
    return separator.join(_one(code, lang) for code in split_list(section))


def citations(section: str) -> dict[str, str]:
    """Return `citation` in both languages under ``citation_zh`` and ``citation_en``, for an answer in JSON."""
    return {f"citation_{lang}": citation(section, lang) for lang in LANGUAGES}


@lru_cache(maxsize=2000)
def _one(code: str, lang: str) -> str:
    if code in _UNNUMBERED:
        return in_language(_UNNUMBERED[code], lang)
    annex, _, city = code.partition("·")
    if annex in _UNNUMBERED and city:
        named = in_language((city, _CITIES.get(city, city)), lang)
        return say("citation.annex", lang, annex=in_language(_UNNUMBERED[annex], lang), city=named)
    point = _POINT.match(code)
    if point:
        return say("citation.point", lang, point=in_language((code, _figure(point[1])), lang))
    found = _CODE.match(code)
    return code if found is None else _numbered(*found.groups(), lang=lang)


def _numbered(part: str, below: str | None, words: str, item: str, *, lang: str) -> str:
    """Write a numbered section: the numerals of the document in Chinese, figures in English."""
    pieces = [
        say("citation.part", lang, part=in_language((part, _figure(part)), lang)),
        say("citation.below", lang, below=in_language((below, _figure(below)), lang)) if below else "",
        say("citation.word", lang, word=_word(words, lang)) if words else "",
        say("citation.item", lang, item=item) if item else "",
    ]
    return "".join(pieces)


def _word(words: str, lang: str) -> str:
    quoted = f"“{words}”"
    return in_language(_BELOW.get(words, (quoted, quoted)), lang)


def _figure(numeral: str) -> str:
    """Return a Chinese numeral below twenty in figures."""
    value = _DIGITS.index(numeral[-1]) + 1
    return str(10 + value if len(numeral) > 1 else value)
