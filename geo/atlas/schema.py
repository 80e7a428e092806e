"""Schemas of every table, layer and catalogue entry of the atlas.

The vocabularies are defined here. Tables are checked by `geo.atlas.table_schema`, which reports all faults of a table
in one run, and the catalogue with pydantic. Whether an id refers to something is checked by `geo.atlas.join`.

Tables only the data check (`geo.check`) reads:

control_points
    In layers/: surveyed positions (degrees, WGS84; accuracy in metres) and the features (``;`` list) they lie on the
    edge of, inside or outside. A point that concerns no drawn feature has an empty list.
anchors
    In seeds/: where each statement stands in its document (`geo.documents.anchors`). May be missing.
judged_sample
    In seeds/: verdicts of a person on a sample of statements (`geo.check.texts.score`). May be missing.
containment
    In layers/: the place that must lie within another, the severity if it does not, and the source.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from geo.atlas.document_schema import DOCUMENT_TABLES
from geo.atlas.looks.look import Look
from geo.atlas.table_schema import ColumnRule, TableSchema, above_zero, one_of
from geo.atlas.table_schema import key as _key
from geo.atlas.table_schema import pattern as _match
from geo.atlas.table_schema import text as _text
from geo.atlas.table_schema import word as _one_of

KINDS = [
    "planning_area",
    "part",
    "functional_area",
    "sub_area",
    "belt",
    "corridor",
    "cluster",
    "park",
    "featured_park",
    "node",
    "other",
    "new_city",
    "new_city_structure",
    "headquarters_area",
    "demonstration_zone",
    "coordination_zone_park",
    "industry_belt",
]
LEVELS = ["lingang", "shanghai"]
CLAIM_TYPES = ["positioning", "industry", "function", "target", "area", "location"]
#: Of industry claims: whether the industry leads, is featured or is nurtured; of titles: held, sought or planned.
CLAIM_ROLES = ["leading", "featured", "nurtured"]
CLAIM_STATUSES = ["held", "sought", "planned"]
#: Why a place has its parent: it lies inside it, or the document names it as a member.
PARENT_BASES = ["inside", "member"]
#: Whether a document says so, or it is our reading.
BASES = ["stated", "reading"]
#: How a document ties an industry to a place: it names the place, keeps land for later, or says it of several together.
TOLD = ["named", "reserved", "joint"]
LINK_KINDS = [
    *("technology", "product", "material", "equipment", "service"),
    *("project", "platform", "reform", "firm_type", "target"),
]
INDUSTRY_GROUPS = ["frontier", "services", "open_economy"]
RELATIONS = ["contains", "connects", "part_of", "succeeds", "overlaps", "linked_to", "possibly_same_as"]
#: Of a sample judged by a person: drawn before anything was mended, afresh when it was, and once more after that.
DRAWS = ["first", "fresh", "third"]
#: What a person finds who reads a statement beside its text.
VERDICTS = ["full", "partly", "unsupported", "citation_missing"]
METHODS = ["traced", "constructed", "schematic", "axis", "point", "none"]
GRADES = ["A", "B", "C"]

#: Kinds that no document names, so they have no claims. They are drawn to measure the parts of a whole.
UNNAMED_KINDS = frozenset({"part"})

_SOURCE = {"doc_id": _key(), "section": _text()}
_BOTH_NAMES = {"name_zh": _text(), "name_en": _text()}
_BOTH_NOTES = {"note_zh": _text(empty=True), "note_en": _text(empty=True)}

#: The seed tables: file stem -> schema. All cells are text; an empty cell is the empty string.
TABLES: dict[str, TableSchema] = {
    **DOCUMENT_TABLES,
    "places": TableSchema(
        {
            "place_id": _key(unique=True),
            **_BOTH_NAMES,
            "kind": _one_of(KINDS),
            "level": _one_of(LEVELS),
            "parent_id": _key(empty=True),
            "parent_basis": _one_of(PARENT_BASES, empty=True),
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
            "role": _one_of(CLAIM_ROLES, empty=True),
            "status": _one_of(CLAIM_STATUSES, empty=True),
            "term_zh": _text(empty=True),
            "term_en": _text(empty=True),
            "summary_zh": _text(),
            "summary_en": _text(),
            **_BOTH_NOTES,
        }
    ),
    "industries": TableSchema(
        {
            "industry_id": _key(),
            "group": _one_of(INDUSTRY_GROUPS),
            "order": _match(r"^\d+$"),
            **_BOTH_NAMES,
            "term_zh": _text(empty=True),
            "term_en": _text(empty=True),
            **_SOURCE,
        },
        unique=["industry_id", "doc_id"],
    ),
    "industry_places": TableSchema(
        {
            "industry_id": _key(),
            "place_id": _key(),
            "basis": _one_of(BASES),
            "told": _one_of(TOLD, empty=True),
            **_SOURCE,
        },
        unique=["industry_id", "place_id", "doc_id"],
    ),
    "industry_links": TableSchema(
        {
            "link_id": _key(unique=True),
            "industry_id": _key(),
            "kind": _one_of(LINK_KINDS),
            "term_zh": _text(),
            "term_en": _text(),
            "basis": _one_of(BASES),
            "place_ids": _text(empty=True),
            "mentioned_place_ids": _text(empty=True),
            **_SOURCE,
            **_BOTH_NOTES,
        }
    ),
    "relations": TableSchema(
        {
            "place_id": _key(),
            "relation": _one_of(RELATIONS),
            "other_id": _key(),
            "position": _match(r"^\d*$"),
            "basis": _one_of(BASES),
            "doc_id": _key(empty=True),
            "section": _text(empty=True),
            **_BOTH_NOTES,
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
    "annex_parks": TableSchema(
        {
            "city_id": _key(),
            "order": _match(r"^[1-9]\d*$"),
            "place_id": _key(),
            "name_zh": _text(),
            **_SOURCE,
            **_BOTH_NOTES,
        },
        unique=["city_id", "order", "doc_id"],
    ),
    "framework_members": TableSchema(
        {
            "framework_id": _key(),
            "place_id": _key(),
            "position": _match(r"^[1-9]\d*$"),
            "basis": _one_of(BASES),
            **_SOURCE,
        },
        unique=["framework_id", "position"],
    ),
    "sections": TableSchema(
        {
            "doc_id": _key(),
            "section": _text(),
            "opens": _text(),
            "heading_zh": _text(empty=True),
            "heading_en": _text(empty=True),
        },
        unique=["doc_id", "section"],
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

#: Tables of `CHECK_TABLES` in seeds/ that an atlas has too, where the folder has them.
MAY_BE_MISSING = ("anchors",)
#: Tables only the data check reads, but for those above: file stem -> schema.
CHECK_TABLES: dict[str, TableSchema] = {
    "control_points": _POINTS,
    "street_anchors": _POINTS,
    "containment": TableSchema(
        {
            "inner_id": _key(),
            "outer_id": _key(),
            "severity": _one_of(["error", "warning"]),
            "basis": _one_of(BASES),
            "doc_id": _key(empty=True),
            "section": _text(empty=True),
            **_BOTH_NOTES,
        },
        unique=["inner_id", "outer_id"],
    ),
    "anchors": TableSchema(
        {
            "table": _text(),
            "id": _text(),
            "doc_id": _key(),
            "section": _text(empty=True),
            "term": _match(r"^\d*$"),
            "occurrence": _match(r"^[1-9]\d*$"),
            "start": _match(r"^\d+$"),
            "length": _match(r"^\d+$"),
            "hash": _match(r"^([0-9a-f]{16})?$"),
            "chosen": _one_of(["", "hand"]),
        },
        unique=["table", "id", "doc_id", "section", "term"],
    ),
    "judged_sample": TableSchema(
        {
            "draw": _one_of(DRAWS),
            "table": _text(),
            "id": _text(),
            "doc_id": _key(empty=True),
            "section": _text(empty=True),
            "judged_on": _match(r"^\d{4}-\d{2}-\d{2}$"),
            "verdict_before": _one_of(VERDICTS),
            "cited_before": _match(r"^\d+$"),
            "needed_before": _match(r"^\d+$"),
            "reason_before": _text(),
            "verdict_after": _one_of(["", *VERDICTS]),
            "cited_after": _match(r"^\d*$"),
            "needed_after": _match(r"^\d*$"),
            "reason_after": _text(empty=True),
        },
        unique=["draw", "table", "id", "doc_id", "section"],
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
#: Id of the layer of shapes that somebody sends for one answer.
SENT = "sent"


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
    look: tuple[Look, ...] = Field(default=(), exclude=True)


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


class Destination(BaseModel):
    """What distances are measured to: planning places, and features of one layer of the background by their kind."""

    model_config = _CONFIG

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    title_zh: str = Field(min_length=1)
    title_en: str = Field(min_length=1)
    places: tuple[str, ...] = ()
    layer: str | None = None
    kinds: tuple[str, ...] = ()


class Catalogue(BaseModel):
    """All groups and layers, in the order of the layer tree, coverages among their places, and destinations."""

    model_config = _CONFIG

    group: tuple[Group, ...]
    layer: tuple[Layer, ...]
    coverage: tuple[Coverage, ...] = ()
    destination: tuple[Destination, ...] = ()
