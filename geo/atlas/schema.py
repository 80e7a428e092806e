"""Schemas of every table, layer and catalogue entry of the atlas.

The vocabularies are defined here. Tables are checked by `geo.atlas.table_schema`, which reports all faults of a table
in one run, and the catalogue with pydantic. Whether an id refers to something is checked by `geo.atlas.join`.

Tables only the data check (`geo.check`) reads:

sections
    In seeds/: the sections of each document in their order, and how the line begins that opens each.
control_points
    In layers/: surveyed positions (degrees, WGS84; accuracy in metres) and the features (``;`` list) they lie on the
    edge of, inside or outside. A point that concerns no drawn feature has an empty list.
containment
    In layers/: the place that must lie within another, the severity if it does not, and the source.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from geo.atlas.table_schema import ColumnRule, TableSchema, above_zero, matches, one_of

KINDS = [
    "planning_area",
    "part",
    "functional_area",
    "belt",
    "corridor",
    "cluster",
    "park",
    "featured_park",
    "node",
    "other",
    "new_city",
    "new_city_structure",
    "demonstration_zone",
    "coordination_zone_park",
    "industry_belt",
]
LEVELS = ["lingang", "shanghai"]
CLAIM_TYPES = ["positioning", "industry", "function", "area", "location"]
INDICATOR_KINDS = ["target", "baseline", "fixed"]
INDUSTRY_GROUPS = ["frontier", "services", "open_economy"]
RELATIONS = ["contains", "connects", "part_of", "succeeds", "overlaps", "linked_to", "possibly_same_as"]
METHODS = ["traced", "constructed", "schematic", "axis", "point", "none"]
GRADES = ["A", "B", "C"]

#: Kinds that no document names, so they have no claims. They are drawn to measure the parts of a whole.
UNNAMED_KINDS = frozenset({"part"})

_ID = r"^[a-z0-9][a-z0-9-]*$"
_DATE = r"^(\d{4}-\d{2}-\d{2})?$"


def _text(*, empty: bool = False) -> ColumnRule:
    return ColumnRule() if empty else ColumnRule(matches(r"\S"))


def _key(*, unique: bool = False, empty: bool = False) -> ColumnRule:
    pattern = _ID.replace("^", "^(").replace("$", ")?$") if empty else _ID
    return ColumnRule(matches(pattern), unique=unique)


def _one_of(words: list[str]) -> ColumnRule:
    return ColumnRule(one_of(words))


def _match(pattern: str) -> ColumnRule:
    return ColumnRule(matches(pattern))


_SOURCE = {"doc_id": _key(), "section": _text()}
_BOTH_NAMES = {"name_zh": _text(), "name_en": _text()}

#: The seed tables: file stem -> schema. All cells are text; an empty cell is the empty string.
TABLES: dict[str, TableSchema] = {
    "documents": TableSchema(
        {
            "doc_id": _key(unique=True),
            "sequence": _match(r"^[1-9]\d*$"),
            "kind": _text(),
            "title_zh": _text(),
            "title_en": _text(),
            "title_basis": _one_of(["printed", "described"]),
            "short_zh": _text(),
            "short_en": _text(),
            "number": _text(empty=True),
            "issuers_zh": _text(empty=True),
            "issued_on": _match(_DATE),
            "date_basis_zh": _text(),
            "date_basis_en": _text(),
            "source_file": _text(),
            "sha256": _match(r"^[0-9a-f]{64}$"),
        }
    ),
    "places": TableSchema(
        {
            "place_id": _key(unique=True),
            **_BOTH_NAMES,
            "kind": _one_of(KINDS),
            "level": _one_of(LEVELS),
            "parent_id": _key(empty=True),
            "aliases": _text(empty=True),
            "layer": _match(r"^[a-z][a-z_]*$"),
        }
    ),
    "claims": TableSchema(
        {
            "claim_id": ColumnRule(unique=True),
            "place_id": _key(),
            **_SOURCE,
            "type": _one_of(CLAIM_TYPES),
            "term_zh": _text(empty=True),
            "summary_zh": _text(),
            "summary_en": _text(),
        }
    ),
    "indicators": TableSchema(
        {
            "indicator_id": _key(unique=True),
            "place_id": _key(),
            **_BOTH_NAMES,
            "value": _text(),
            "unit": _text(empty=True),
            "unit_en": _text(empty=True),
            "year": _match(r"^(\d{4})?$"),
            "qualifier_zh": _text(empty=True),
            "qualifier_en": _text(empty=True),
            "kind": _one_of(INDICATOR_KINDS),
            **_SOURCE,
        }
    ),
    "industries": TableSchema(
        {
            "industry_id": _key(),
            "group": _one_of(INDUSTRY_GROUPS),
            "order": _match(r"^\d+$"),
            **_BOTH_NAMES,
            "term_zh": _text(empty=True),
            **_SOURCE,
            "place_ids": _text(empty=True),
        },
        unique=["industry_id", "doc_id"],
    ),
    "measures": TableSchema(
        {
            "measure_id": _key(unique=True),
            "title_zh": _text(),
            "title_en": _text(),
            "summary_zh": _text(),
            "summary_en": _text(),
            "place_ids": _text(),
            **_SOURCE,
        }
    ),
    "relations": TableSchema(
        {
            "place_id": _key(),
            "relation": _one_of(RELATIONS),
            "other_id": _key(),
            "position": _match(r"^\d*$"),
            "basis": _one_of(["stated", "reading"]),
            "doc_id": _key(empty=True),
            "section": _text(empty=True),
            "note_zh": _text(empty=True),
            "note_en": _text(empty=True),
        },
        unique=["place_id", "relation", "other_id", "doc_id", "section"],
    ),
    "stated_area_sources": TableSchema(
        {
            "source_id": _key(unique=True),
            "publisher_zh": _text(empty=True),
            "publisher_en": _text(empty=True),
            "title_zh": _text(empty=True),
            "title_en": _text(empty=True),
            "date": _match(r"^(\d{4}(-\d{2}){0,2}|n\.d\.)?$"),
            "address": _text(empty=True),
            "doc_id": _key(empty=True),
            "section": _text(empty=True),
        }
    ),
    "differences": TableSchema(
        {
            "difference_id": _key(unique=True),
            "subject_zh": _text(),
            "subject_en": _text(),
            "note_zh": _text(),
            "note_en": _text(),
            "handling_zh": _text(),
            "handling_en": _text(),
            "place_ids": _text(empty=True),
        }
    ),
}

_DEGREES = r"^-?\d+(\.\d+)?$"

#: Surveyed positions, and street corners and points on long edges: what each lies on, in or outside.
_POINTS = TableSchema(
    {
        "point_id": _key(),
        "name_zh": _text(),
        "lon": _match(_DEGREES),
        "lat": _match(_DEGREES),
        "accuracy_m": _match(r"^\d+(\.\d+)?$"),
        "source": _text(),
        "relation": _one_of(["on", "inside", "outside"]),
        "feature_ids": _text(empty=True),
    },
    unique=["point_id", "relation"],
)

#: Tables only the data check reads: file stem -> schema.
CHECK_TABLES: dict[str, TableSchema] = {
    "sections": TableSchema({"doc_id": _key(), "section": _text(), "opens": _text()}, unique=["doc_id", "section"]),
    "control_points": _POINTS,
    "street_anchors": _POINTS,
    "containment": TableSchema(
        {
            "inner_id": _key(),
            "outer_id": _key(),
            "severity": _one_of(["error", "warning"]),
            "basis": _one_of(["stated", "reading"]),
            "doc_id": _key(empty=True),
            "section": _text(empty=True),
            "note_zh": _text(empty=True),
            "note_en": _text(empty=True),
        },
        unique=["inner_id", "outer_id"],
    ),
}


_FEATURE = {
    "place_id": _key(unique=True),
    "method": _one_of(METHODS),
    "reference_zh": ColumnRule(nullable=True),
    "reference_en": ColumnRule(nullable=True),
    "accuracy_m": ColumnRule(above_zero(), nullable=True),
    "grade": ColumnRule(one_of(GRADES), nullable=True),
    "stated_area_km2": ColumnRule(above_zero(), nullable=True),
    "stated_area_source_id": ColumnRule(nullable=True),
    "derived_area_km2": ColumnRule(above_zero(), nullable=True),
    "derived_area_basis_zh": ColumnRule(nullable=True),
    "derived_area_basis_en": ColumnRule(nullable=True),
    "note_zh": ColumnRule(nullable=True),
    "note_en": ColumnRule(nullable=True),
}

#: Role of a layer -> schema of its features. Context features have names, because no table has them.
FEATURES: dict[str, TableSchema] = {
    "planning": TableSchema(_FEATURE),
    "context": TableSchema({**_FEATURE, **_BOTH_NAMES, "kind": _text()}),
}


#: What checks a model is built when one is first checked: a kept atlas (`geo.atlas.atlas_cache`) needs no check.
_CONFIG = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Style(BaseModel):
    """Style of a layer on the map, in the legend, in tables and in print; lengths in CSS pixels."""

    model_config = _CONFIG

    stroke: str = Field(pattern=r"^#[0-9a-fA-F]{6}$")
    stroke_width: float = Field(gt=0, le=10)
    fill: str = Field(pattern=r"^#[0-9a-fA-F]{6}$")
    fill_opacity: float = Field(ge=0, le=1)
    hatch: Literal["none", "diagonal", "back_diagonal", "cross", "dots", "horizontal", "vertical"]
    dash: str = Field(pattern=r"^[0-9. ]*$")


#: First characters of the id of an own layer (`geo.store.workspace`). No id in the catalogue can begin so.
OWN_PREFIX = "ws-"


class Layer(BaseModel):
    """One entry of the catalogue: a file of features that are shown, measured and exported together."""

    model_config = _CONFIG

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    group: str
    title_zh: str = Field(min_length=1)
    title_en: str = Field(min_length=1)
    description_zh: str
    description_en: str
    role: Literal["planning", "context", "workspace"]
    geometry: Literal["polygon", "line", "point", "mixed"]
    order: int
    visible: bool
    style: Style


class Group(BaseModel):
    """A heading of the layer tree."""

    model_config = _CONFIG

    id: str
    title_zh: str
    title_en: str


class Coverage(BaseModel):
    """Places that tile a whole: their areas add up to that of the whole within 1 m²."""

    model_config = _CONFIG

    whole: str
    parts: tuple[str, ...] = Field(min_length=2)


class Catalogue(BaseModel):
    """All groups and layers, in the order of the layer tree, and the coverages among their places."""

    model_config = _CONFIG

    group: tuple[Group, ...]
    layer: tuple[Layer, ...]
    coverage: tuple[Coverage, ...] = ()
