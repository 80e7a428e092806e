"""The themes: documents, industries, grade, drawn less stated, and every figure the documents print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo import words
from geo.atlas.per_atlas import per_atlas
from geo.atlas.symbology import THEME_OPACITY
from geo.columns import TableColumns
from geo.errors import Fault, NotFoundError
from geo.places.sourced_rows import brief_place
from geo.registers.indicators import indicators
from geo.registers.register import SOURCE_KEYS, Register, flat_source
from geo.registers.themes.classes import (
    UNKNOWN,
    ThemeClass,
    class_of_number,
    difference_classes,
    number_classes,
    ranked_classes,
    unknown_class,
    word_classes,
)
from geo.registers.themes.values import (
    DIFFERENCES,
    GRADES,
    WEIGHTS,
    Value,
    differences,
    document_counts,
    figure_values,
    grades,
    industry_weights,
    number_of,
)
from geo.registers.themes.wholes import wholes_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from geo.atlas.atlas import Atlas
    from geo.registers.themes.values import Pair

COLUMNS = TableColumns(
    (
        *("place_id", "name_zh", "name_en", "theme_class_zh", "theme_class_en", "theme_number"),
        *("theme_value_zh", "theme_value_en", "theme_note_zh", "theme_note_en"),
        *SOURCE_KEYS,
    )
)
_INDUSTRY, _FIGURE = "industry-", "figure-"
#: A figure of fewer places is a theme too, but no map is told by it.
LEAST_PLACES = 2


@dataclass(frozen=True)
class Theme:
    """What a theme is.

    Attributes
    ----------
    id : str
        Never renamed: links name it.
    group : {"place", "industry", "figure"}
    title : (str, str)
    of : str
        ``documents``, ``industry``, ``grade``, ``difference`` or ``figure``: how it is read.
    key : str
        Id of the industry, or of the first figure.
    """

    id: str
    group: str
    title: Pair
    of: str
    key: str = ""


class ThemeRegister(Register):
    """The answers of one theme; its title is that of the theme."""

    @property
    def title(self) -> tuple[str, str]:
        """Name of the theme in Chinese and English."""
        return self.body["title_zh"], self.body["title_en"]


def themes(atlas: Atlas) -> list[Theme]:
    """List all themes: of places, of industries in the order of the system, of figures."""
    own = [
        Theme("documents", "place", words.both("map_theme.documents"), "documents"),
        Theme("grade", "place", words.both("map_theme.grade"), "grade"),
        Theme("drawn-minus-stated", "place", words.both("map_theme.difference"), "difference"),
    ]
    return [*own, *_industry_themes(atlas), *_figure_themes(atlas)]


def theme_list(atlas: Atlas) -> list[dict[str, Any]]:
    """Return each theme with the number of places that have an answer; ``many`` if there are enough for a map."""
    return [dict(one) for one in _theme_list(atlas)]


@per_atlas
def _theme_list(atlas: Atlas) -> list[dict[str, Any]]:
    out = []
    for one in themes(atlas):
        count = len(_values(atlas, one))
        titles = dict(zip(("title_zh", "title_en"), one.title, strict=True))
        out.append({"id": one.id, "group": one.group, **titles, "places": count, "many": count >= LEAST_PLACES})
    return out


def theme(atlas: Atlas, theme_id: str, on: date | None = None) -> ThemeRegister:
    """Answer a theme for every place.

    Parameters
    ----------
    atlas : Atlas
        As of a day, if only what stood then counts (`geo.documents.validity.as_of`).
    theme_id : str
    on : datetime.date, optional
        Not used; registers share their parameters.

    Returns
    -------
    ThemeRegister
        Body: ``id``, ``group``, titles, ``about`` (how it is read) and ``method`` (how numbers are cut) in both
        languages, ``classes`` with their colours and the number of their places, the class ``unknown`` last, and
        ``places``: each place of the atlas with ``class``, ``number`` (None of a word), ``text``, ``note`` and
        ``sources``, and ``whole``: whether its area holds other places with an answer, or, without one itself, any
        others. Those without an answer are last.

    Raises
    ------
    NotFoundError
        If there is no such theme.
    """
    chosen = next((one for one in themes(atlas) if one.id == theme_id), None)
    if chosen is None:
        expected = "one of " + ", ".join(one.id for one in themes(atlas)[:4]) + " …"
        raise NotFoundError(Fault(f"theme {theme_id!r}", expected, "theme", "choose one of /themes"))
    values = _values(atlas, chosen)
    classes = _classes(atlas, chosen, values)
    answered = [_place(atlas, value, classes) for value in values]
    rank = {one.id: number for number, one in enumerate(_strongest_first(classes))}
    answered.sort(key=lambda row: rank[row["class"]])
    known = {row["place"]["id"] for row in answered}
    unknown = unknown_class(
        words.both(f"theme_unknown.{chosen.of if chosen.of in ('grade', 'difference') else 'said'}")
    )
    rest = [_without_answer(atlas, place, unknown) for place in atlas.places.index if place not in known]
    return _register(atlas, chosen, [*classes, unknown], [*answered, *rest])


def _register(atlas: Atlas, chosen: Theme, classes: list[ThemeClass], places: list[dict[str, Any]]) -> ThemeRegister:
    answered = wholes_of(atlas, tuple(row["place"]["id"] for row in places if row["class"] != UNKNOWN))
    holding = wholes_of(atlas, tuple(atlas.places.index))
    for row in places:
        row["whole"] = row["place"]["id"] in (holding if row["class"] == UNKNOWN else answered)
    counts = {one.id: sum(1 for row in places if row["class"] == one.id) for one in classes}
    method = words.both("theme_method.numbers") if any(one.least is not None for one in classes) else (None, None)
    pairs = {"title": chosen.title, "about": words.both(f"theme_about.{chosen.of}"), "method": method}
    said = {
        f"{key}_{lang}": one for key, pair in pairs.items() for lang, one in zip(words.LANGUAGES, pair, strict=True)
    }
    shown = [{**one.as_dict(), "count": counts[one.id]} for one in classes]
    body = {
        "id": chosen.id,
        "group": chosen.group,
        **said,
        "opacity": THEME_OPACITY,
        "classes": shown,
        "places": places,
    }
    labels = {one.id: (one.label_zh, one.label_en) for one in classes}
    rows = tuple(line for place in places for line in _flat(place, labels[place["class"]]))
    return ThemeRegister("themes", {**body, "version": atlas.version}, COLUMNS, rows)


def _values(atlas: Atlas, chosen: Theme) -> list[Value]:
    if chosen.of == "industry":
        return industry_weights(atlas, chosen.key)
    if chosen.of == "figure":
        return figure_values(atlas, _figure_groups(atlas)[chosen.key])
    return {"documents": document_counts, "grade": grades, "difference": differences}[chosen.of](atlas)


def _classes(atlas: Atlas, chosen: Theme, values: Sequence[Value]) -> list[ThemeClass]:
    used = [value.answer for value in values]
    if chosen.of in {"industry", "grade"}:
        return ranked_classes(WEIGHTS if chosen.of == "industry" else GRADES, map(str, used))
    if chosen.of == "difference":
        every = difference_classes({word: words.both(f"theme_class.{word}") for word in DIFFERENCES})
        return [one for one in every if one.id in used]
    numbers = [answer for answer in used if isinstance(answer, float)]
    if numbers:
        unit = words.both("theme_unit.documents") if chosen.of == "documents" else _unit(atlas, chosen.key)
        return number_classes(numbers, unit)
    return word_classes({str(value.answer): value.label for value in values})


def _strongest_first(classes: list[ThemeClass]) -> list[ThemeClass]:
    """Order classes for a list: numbers from the highest down, words as they are."""
    return classes[::-1] if any(one.least is not None for one in classes) else classes


def _place(atlas: Atlas, value: Value, classes: list[ThemeClass]) -> dict[str, Any]:
    number = value.answer if isinstance(value.answer, float) else None
    name = str(value.answer) if number is None else class_of_number(classes, number)
    answer = {"class": name, "number": number, "text_zh": value.text[0], "text_en": value.text[1]}
    note = {f"note_{lang}": one or None for lang, one in zip(words.LANGUAGES, value.note, strict=True)}
    return {"place": brief_place(atlas, value.place_id), **answer, **note, "sources": list(value.sources)}


def _without_answer(atlas: Atlas, place: str, unknown: ThemeClass) -> dict[str, Any]:
    answer = {"class": UNKNOWN, "number": None, "text_zh": unknown.label_zh, "text_en": unknown.label_en}
    return {"place": brief_place(atlas, place), **answer, "note_zh": None, "note_en": None, "sources": []}


def _flat(row: Mapping[str, Any], label: Pair) -> list[dict[str, Any]]:
    """Return a line for each source of a place, or one without."""
    head = {
        "place_id": row["place"]["id"],
        **{key: row["place"][key] for key in ("name_zh", "name_en")},
        "theme_class_zh": label[0],
        "theme_class_en": label[1],
        "theme_number": row["number"],
        **{f"theme_value_{lang}": row[f"text_{lang}"] for lang in words.LANGUAGES},
        **{f"theme_note_{lang}": row[f"note_{lang}"] for lang in words.LANGUAGES},
    }
    none = dict.fromkeys(SOURCE_KEYS)
    return [{**head, **flat_source(source)} for source in row["sources"]] or [{**head, **none}]


def _industry_themes(atlas: Atlas) -> list[Theme]:
    names: dict[str, Pair] = {}
    for row in atlas.tables["industries"].to_dict("records"):
        names.setdefault(row["industry_id"], (row["name_zh"], row["name_en"]))
    return [
        Theme(
            _INDUSTRY + key.removeprefix("ind-"),
            "industry",
            words.both("map_theme.industry", name=pair),
            "industry",
            key,
        )
        for key, pair in names.items()
    ]


def _figure_themes(atlas: Atlas) -> list[Theme]:
    return [
        Theme(_FIGURE + key, "figure", _figure_title(rows[0]), "figure", key)
        for key, rows in _figure_groups(atlas).items()
    ]


def _figure_title(row: Mapping[str, Any]) -> Pair:
    names = (row["name_zh"], row["name_en"])
    return words.both("map_theme.figure", name=names, year=row["year"]) if row["year"] else names


@per_atlas
def _figure_groups(atlas: Atlas) -> dict[str, list[dict[str, Any]]]:
    """Group the figures of one name, unit and year that are measured over a place, by the id of the first."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in indicators(atlas).body["indicators"]:
        if row["measured_over"]:
            groups.setdefault((row["name_zh"], row["unit"], row["year"]), []).append(row)
    return {rows[0]["indicator_id"]: rows for rows in groups.values()}


def _unit(atlas: Atlas, key: str) -> Pair:
    row = _figure_groups(atlas)[key][0]
    if str(row["value"]).endswith("%") and number_of(str(row["value"])) is not None:
        return "%", "%"
    return row["unit"] or "", row["unit_en"] or ""
