"""Options that several addresses share, each with one meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from geo.documents.validity import read_day
from geo.errors import Fault, ParameterError
from geo.export import FeatureSelection
from geo.export.collections.collection import stored_collection
from geo.places.filter import PlaceFilter
from geo.registers.passage import TABLES
from webmap.http.current import current_atlas
from webmap.http.option import Option, box, choice, flag, whole, word, words
from webmap.http.query import OptionGroup, PathOptions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas.added.stored_layer import StoredLayer

#: Characters of an id or of a name in the data.
NAME = 200

AS_OF = Option("Answers what the documents that stood on this day say.", "a day, such as 2022-06-30", read_day)
BBOX = box("Keeps what touches this box.")
BOM = flag("Begins a CSV with the mark Excel needs to read it as UTF-8.", default=True)
BY = word(NAME, "Layer, or layer:field, among whose members each zone is divided.", default=None)
UNTIL = word(40, "Stop of the timeline: id of a document, or a year. Without it the last document.")
PLACES = words("Ids of two to four places.")
DIGITS = whole(9, "Decimal places of km²; every figure is rounded by itself. Without it figures have full precision.")
BALANCE = flag(
    "Makes the rounded rows add up by the largest remainder (two decimals without digits); refused where they overlap.",
    default=False,
)

_LAYER = {"layer": word(NAME, "Keeps the places of this layer.")}
_CONDITIONS = {
    "kind": word(NAME, "Keeps the places of this kind."),
    "industry": word(NAME, "Keeps the places for which a document names this industry."),
    "document": word(NAME, "Keeps the places this document speaks of."),
    "grade": word(NAME, "Keeps the places whose drawn shape has this grade."),
}
#: Which places of one layer, as a `PlaceFilter` under the name ``place_filter``.
FILTER = OptionGroup("place_filter", _CONDITIONS, PlaceFilter.read)
#: The same with the layer as a condition.
LAYER_FILTER = OptionGroup("place_filter", {**_LAYER, **_CONDITIONS}, PlaceFilter.read)

_PASSAGE = {
    "section": word(NAME, "Code of the section; without it the first one the statement cites.", default=None),
    "table": choice(("", *TABLES), "Table of the statement, together with its id."),
    "id": word(NAME, "Id of the statement in its table.", default=None),
}


class PassageChoice(NamedTuple):
    """Section and statement a reader asks for; None where nothing is said."""

    section: str | None
    statement: tuple[str, str] | None


def _passage(values: dict[str, Any]) -> PassageChoice:
    table, row = values["table"], values["id"]
    if bool(table) != bool(row):
        fault = Fault("one of table and id", "both or none", "query", "name table and id of the statement")
        raise ParameterError(fault)
    return PassageChoice(values["section"], (table, row) if row else None)


#: A section of a document and a statement in it, under the name ``chosen``.
PASSAGE = OptionGroup("chosen", _PASSAGE, _passage)


def _selection(values: dict[str, Any]) -> FeatureSelection:
    ids, kind, grade, bbox = (values[name] for name in ("ids", "kind", "grade", "bbox"))
    return FeatureSelection(frozenset(ids), frozenset(kind), frozenset(grade), bbox)


#: Which features of a layer leave, as a `FeatureSelection` under the name ``selection``.
FEATURES = OptionGroup(
    "selection",
    {
        "ids": words("Keeps the features with these ids."),
        "kind": words("Keeps the features of these kinds."),
        "grade": words("Keeps the features whose shape has one of these grades."),
        "bbox": BBOX,
    },
    _selection,
)


def _own_values(name: str) -> Option:
    def read(value: str) -> tuple[str, ...] | None:
        # A form that chooses nothing sends an empty text.
        return tuple(dict.fromkeys(value.split(","))) if value else None

    return Option(f"Keeps the features whose {name} is one of these.", "a list separated by commas", read)


def own_columns(path: Mapping[str, Any]) -> dict[str, Option]:
    """Return an option for each own column of the stored layer named in a path; none for other layers.

    An empty member of a list (``,``) stands for a missing value.
    """
    layer = stored_in(path)
    return {name: _own_values(name) for name in layer.fields} if layer else {}


def stored_in(path: Mapping[str, Any]) -> StoredLayer | None:
    """Look up the stored layer named in a path, by its id or that of a part of it; None if it names none."""
    atlas = current_atlas()
    found = (stored_collection(atlas, one) for one in path.values() if isinstance(one, str))
    return next((one[0] for one in found if one), None)


#: Values of own columns of a stored layer, under the name ``own``.
OWN_COLUMNS = PathOptions("own", own_columns)
