"""The answer to a question of fit on a map of paper: the places in the colour of their answer, with their ranks.

It is drawn, explained and counted as a theme is (`geo.printing.sheet.theme_picture`); the classes are those of the map
page (``ask/fit.js``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo import words
from geo.atlas.symbology import PRINT_PALETTE, THEME_UNKNOWN
from geo.printing.sheet.theme_picture import SheetTheme
from geo.registers.fit.answer import answer
from geo.registers.fit.question import link_of
from geo.registers.themes.classes import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.atlas.atlas import Atlas
    from geo.registers.fit.conditions import Condition

#: Classes of the answers with their colours; the unknown is hatched.
_COLOURS = {
    "all": PRINT_PALETTE["yes"],
    "some": PRINT_PALETTE["chart-bar"],
    UNKNOWN: THEME_UNKNOWN,
    "out": PRINT_PALETTE["faint"],
}


def fit_theme(atlas: Atlas, conditions: Sequence[Condition]) -> SheetTheme:
    """Return the answer to a question as a theme of a sheet, with the rank of each located place.

    Raises
    ------
    ParameterError
        If a condition names what does not exist.
    """
    found = answer(atlas, conditions)
    ranked = [_row(one["place"], _class(one["answers"])) for one in found["places"]]
    rows = [*ranked, *(_row(one["place"], "out", whole=True) for one in found["left_out"])]
    shapes = atlas.features.geometry
    body = {
        "address": link_of(conditions),
        "classes": [_document(name, colour) for name, colour in _COLOURS.items()],
        "places": rows,
        **_both("title", words.both("sheet.fit")),
        **_both("about", _listed(found["conditions"])),
        **_both("method", words.both("sheet.fit_numbers")),
    }
    located = {row["place"]["id"]: row for row in rows if shapes[row["place"]["id"]] is not None}
    numbers = {one["place"]["id"]: str(one["rank"]) for one in found["places"] if one["place"]["id"] in located}
    return SheetTheme(body, located, numbers)


def _row(place: Mapping[str, Any], name: str, *, whole: bool = False) -> dict[str, Any]:
    return {"place": place, "class": name, "whole": whole, "sources": []}


def _class(answers: Sequence[Mapping[str, Any]]) -> str:
    """Return the class of a place: one that fails a soft condition meets some; else one unknown leaves all unknown."""
    found = {one["answer"] for one in answers}
    return "some" if "no" in found else UNKNOWN if "unknown" in found else "all"


def _document(name: str, colour: str) -> dict[str, Any]:
    return {"id": name, "colour": colour, "step": 1, **_both("label", words.both(f"sheet.fit_{name}"))}


def _both(key: str, pair: tuple[str, str]) -> dict[str, str]:
    return {f"{key}_{lang}": text for lang, text in zip(words.LANGUAGES, pair, strict=True)}


def _listed(conditions: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    zh, en = (
        words.say("list.semicolon", lang).join(
            words.say("sheet.fit_must", lang, title=words.pick(one, "title", lang))
            if one["must"]
            else words.pick(one, "title", lang)
            for one in conditions
        )
        for lang in words.LANGUAGES
    )
    return zh, en
