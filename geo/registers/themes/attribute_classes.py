"""Classes of the values of a column of the reader's own layer, by which a map colours its features.

Numbers are cut by the rule of the themes (`classes.number_classes`); of words the commonest have a class each and the
others share one. What has no value is the last class and never a number.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Any

from geo import words
from geo.atlas.cells import none_if_missing
from geo.atlas.per_atlas import per_atlas
from geo.atlas.symbology import NO_VALUE, OTHER_VALUES, VALUE_COLOURS, VALUE_OPACITY
from geo.errors import Fault, NotFoundError
from geo.registers.themes.classes import ThemeClass, number_classes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.atlas.atlas import Atlas

#: More values than a layer has.
_ALL = 2**40
#: Ids of the classes of the other values, and of what has none.
OTHER, NONE = "other", "none"


def attribute_classes(atlas: Atlas, layer_id: str, column: str) -> dict[str, Any]:
    """Return the classes of a column.

    Parameters
    ----------
    atlas : Atlas
    layer_id : str
        A stored layer, or another of the reader's own.
    column : str
        One of its own columns.

    Returns
    -------
    dict
        ``layer``, ``column``, ``kind`` (``numbers`` or ``values``), ``opacity`` of the fill of an area, and
        ``classes``, each with ``id``, labels in Chinese and English, ``colour``, ``count`` of features, and ``least``
        and ``most`` of numbers or the ``values`` it holds, as text.

    Raises
    ------
    UnknownLayerError
        If no layer has this id.
    NotFoundError
        If the layer has no such column of its own.
    """
    counts = _counts(atlas, layer_id, column)
    missing = counts.pop(None, 0)
    numbers = bool(counts) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in counts)
    classes = _of_numbers(counts) if numbers else _of_values(counts)
    if missing:
        zh, en = words.both("attribute_class.none")
        classes.append({"id": NONE, "label_zh": zh, "label_en": en, "colour": NO_VALUE, "count": missing})
    kind = "numbers" if numbers else "values"
    return {"layer": layer_id, "column": column, "kind": kind, "opacity": VALUE_OPACITY, "classes": classes}


def _counts(atlas: Atlas, layer_id: str, column: str) -> Counter[Any]:
    """Count the different values of a column; a missing one is None."""
    if layer_id in atlas.stored:
        layer = atlas.stored[layer_id]
        _require(column, list(layer.fields), layer_id)
        # Not kept with the atlas: a database is edited while the atlas stays.
        kind, found = layer.fields[column].kind, layer.values(column, _ALL)
        counts = Counter({_value(text, kind): count for text, count in found if text})
        counts[None] = layer.count() - counts.total()
        return counts
    atlas.entry(layer_id)
    return Counter(_counts_of_own(atlas, layer_id, column))


@per_atlas
def _counts_of_own(atlas: Atlas, layer_id: str, column: str) -> Counter[Any]:
    own = atlas.own.get(layer_id)
    _require(column, [] if own is None else [str(name) for name in own], layer_id)
    return _counted(own[column]) if own is not None else Counter()


def _counted(values: Iterable[Any]) -> Counter[Any]:
    return Counter(none_if_missing(value) for value in values)


def _value(text: str, kind: str) -> Any:
    """Return a value that a stored layer writes as text."""
    if kind == "boolean":
        return text == "true"
    if kind != "number":
        return text
    number = float(text)
    return int(number) if number.is_integer() else number


def _require(column: str, columns: list[str], layer_id: str) -> None:
    if column not in columns:
        expected = f"a column of its own: {', '.join(columns[:20]) or 'it has none'}"
        raise NotFoundError(Fault(f"column {column!r}", expected, layer_id, "name one of these"))


def _of_numbers(counts: Counter[Any]) -> list[dict[str, Any]]:
    classes = number_classes((number for number, count in counts.items() for _ in range(count)), ("", ""))
    ends = [one.most or 0.0 for one in classes]
    sums = Counter[int]()
    for number, count in counts.items():
        sums[bisect_left(ends, number)] += count
    return [_document(one) | {"count": sums[at]} for at, one in enumerate(classes)]


def _of_values(counts: Counter[Any]) -> list[dict[str, Any]]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    # One value more would share a class with nothing.
    most = len(VALUE_COLOURS) if len(ordered) > len(VALUE_COLOURS) else len(ordered)
    out = []
    for number, (value, count) in enumerate(ordered[:most]):
        text = _text(value)
        one = ThemeClass(str(number + 1), text, text, VALUE_COLOURS[number])
        out.append(_document(one) | {"values": [text], "count": count})
    rest = ordered[most:]
    if rest:
        zh, en = (text.format(count=len(rest)) for text in words.both("attribute_class.other"))
        one = ThemeClass(OTHER, zh, en, OTHER_VALUES)
        out.append(_document(one) | {"count": sum(count for _, count in rest)})
    return out


def _text(value: Any) -> str:
    """Return a value as a script writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _document(one: ThemeClass) -> dict[str, Any]:
    known = {"id": one.id, "label_zh": one.label_zh, "label_en": one.label_en, "colour": one.colour}
    return known if one.least is None else known | {"least": one.least, "most": one.most}
