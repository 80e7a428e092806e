"""Schemas of the tables of documents, figures, targets, measures and land rules, with their words."""

from __future__ import annotations

from geo.atlas.table_schema import TableSchema, key, pattern, text, word, words

#: What a document prints of itself as an act: issued, or a report of one. Nothing printed is an empty cell.
DOCUMENT_STATUSES = ["issued", "reported"]
#: Whether the day a document stands from is printed in it or was looked up elsewhere.
STANDING_BASES = ["printed", "looked_up"]
#: What a printed fact on a document is about.
DOCUMENT_FIELDS = [
    *("kind", "status", "number", "issuer", "addressee", "copy_to", "printed_by", "publisher", "host"),
    *("speaker_office", "office", "date", "term", "cites"),
]
INDICATOR_KINDS = ["target", "baseline", "fixed"]
#: How a target relates to its base. Only a pair may be drawn as a line from base to target without a remark.
TARGET_KINDS = [
    *("pair", "near-pair", "not-comparable", "achieved", "history"),
    *("repeat", "look-alike", "no-baseline"),
]
#: Whether a target is set for its extent as a whole, or for each of the places it is measured over.
TARGET_REACHES = ["whole", "each"]
INSTRUMENTS = [
    *("land", "tax", "talent", "data", "approval", "finance"),
    *("governance", "infrastructure", "platform", "trade"),
]
THEMES = [
    *("land", "talent", "finance", "tax", "data", "approval", "institutions", "investment", "infrastructure"),
    *("innovation", "industry", "parks", "living", "market", "environment", "regional", "governance"),
]
LAND_TOPICS = [
    *("regime", "baseline", "quota", "supply", "allocation", "reserve", "zoning", "land-type", "mixed-use"),
    *("plot-ratio", "intensity", "efficiency", "price", "entry", "review", "supervision", "exit", "conversion"),
    *("transformation", "renewal", "development", "incentive", "property", "housing", "actors", "powers"),
    *("catalogue", "unification", "pilot", "plan-flex", "constraint"),
]
#: What kind of word of the documents a wording is.
WORDING_USES = ["verb", "actor", "time"]
#: How firmly a verb binds, the firmest first.
STRENGTHS = ["strict", "act", "support", "explore", "strive"]

_DAY = r"\d{4}-\d{2}-\d{2}"
_DATE = rf"^({_DAY})?$"
_YEAR = r"^(\d{4})?$"
_SOURCE = {"doc_id": key(), "section": text()}
_NAMES = {"name_zh": text(), "name_en": text()}
_NOTES = {"note_zh": text(empty=True), "note_en": text(empty=True)}

_DOCUMENTS = TableSchema(
    {
        "doc_id": key(unique=True),
        "sequence": pattern(r"^[1-9]\d*$"),
        "kind": text(),
        "title_zh": text(),
        "title_en": text(),
        "title_basis": word(["printed", "described"]),
        "short_zh": text(),
        "short_en": text(),
        "number": text(empty=True),
        "issuers_zh": text(empty=True),
        "issued_on": pattern(_DATE),
        "status": word(DOCUMENT_STATUSES, empty=True),
        "in_force_from": pattern(_DATE),
        "in_force_to": pattern(_DATE),
        "term_from": pattern(_YEAR),
        "term_to": pattern(r"^(\d{4}(;\d{4})*)?$"),
        "superseded_by": key(empty=True),
        "answerable_office": text(empty=True),
        "addressees": text(empty=True),
        "stands_from": pattern(rf"^{_DAY}$"),
        "stands_basis": word(STANDING_BASES),
        "date_basis_zh": text(),
        "date_basis_en": text(),
        "source_file": text(),
        "sha256": pattern(r"^[0-9a-f]{64}$"),
    }
)
_INDICATORS = TableSchema(
    {
        "indicator_id": key(unique=True),
        "place_id": key(),
        **_NAMES,
        "counted_zh": text(),
        "value": text(),
        "value_en": text(),
        "unit": text(empty=True),
        "unit_en": text(empty=True),
        "year": pattern(_YEAR),
        "year_zh": text(empty=True),
        "qualifier_zh": text(empty=True),
        "qualifier_en": text(empty=True),
        "extent_zh": text(),
        "extent_en": text(),
        "kind": word(INDICATOR_KINDS),
        **_SOURCE,
    }
)
_TARGETS = TableSchema(
    {
        "row_id": key(unique=True),
        "kind": word(TARGET_KINDS),
        "baseline_id": key(empty=True),
        "target_id": key(),
        "repeats_id": key(empty=True),
        "measured_over": text(empty=True),
        "reach": word(TARGET_REACHES),
        "unit": text(empty=True),
        "year_zh": text(empty=True),
        "year": pattern(_YEAR),
        **_SOURCE,
        **_NOTES,
    }
)
_MEASURES = TableSchema(
    {
        "measure_id": key(unique=True),
        "title_zh": text(),
        "title_en": text(),
        "summary_zh": text(),
        "summary_en": text(),
        "lead": text(empty=True),
        "partners": text(empty=True),
        "deadline": text(empty=True),
        "deadline_on": pattern(rf"^(\d{{4}}|{_DAY})?$"),
        "firmness": text(),
        "instrument": words(INSTRUMENTS),
        "theme": word(THEMES),
        **_SOURCE,
    }
)

#: File stem -> schema.
DOCUMENT_TABLES: dict[str, TableSchema] = {
    "documents": _DOCUMENTS,
    "document_facts": TableSchema(
        {
            "fact_id": key(unique=True),
            "doc_id": key(),
            "field": word(DOCUMENT_FIELDS),
            "value_zh": text(),
            "value_en": text(empty=True),
            "section": text(),
            **_NOTES,
        }
    ),
    "indicators": _INDICATORS,
    "targets": _TARGETS,
    "measures": _MEASURES,
    "measure_places": TableSchema(
        {"measure_id": key(), "place_id": key(), "basis": word(["stated", "reading"]), **_SOURCE},
        unique=["measure_id", "place_id"],
    ),
    "land_rules": TableSchema(
        {
            "rule_id": key(unique=True),
            "topic": word(LAND_TOPICS),
            "rule_zh": text(),
            "rule_en": text(),
            "firmness": text(),
            **_SOURCE,
            "place_ids": text(empty=True),
        }
    ),
    "wordings": TableSchema(
        {
            "wording_zh": text(),
            "wording_en": text(),
            "use": word(WORDING_USES),
            "strength": word(STRENGTHS, empty=True),
        },
        unique=["wording_zh", "use"],
    ),
}
