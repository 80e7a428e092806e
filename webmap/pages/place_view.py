"""What the page of a place shows and in which order, made from its profile: nothing here is read or measured anew."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from webmap.pages.context import grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

#: Types of claim that say what a place is for.
_ROLES = ("positioning", "function")
#: How many target figures stand in the head of the page.
_HEAD_TARGETS = 2
#: Sections of the page in order: name (``fold.<name>`` in the catalogue) and what is counted.
_SECTIONS: tuple[tuple[str, Callable[[Mapping[str, Any]], int]], ...] = (
    ("positioning", lambda record: sum(claim["type"] in _ROLES for claim in record["claims"])),
    ("industry", lambda record: len(industry_names(record))),
    ("indicators", lambda record: len(record["indicators"])),
    ("targets", lambda record: sum(claim["type"] == "target" for claim in record["claims"])),
    ("children", lambda record: len(record["children"]) + len(record["unlocated_children"])),
    ("annex_parks", lambda record: len(record["annex_parks"])),
    ("measures", lambda record: len(record["measures"])),
    ("inherited", lambda record: len(record["inherited"]["targets"]) + len(record["inherited"]["measures"])),
    ("relations", lambda record: len(record["relations"])),
    ("industry_links", lambda record: len(record["industry_links"])),
    ("extent", lambda record: sum(claim["type"] in ("location", "area") for claim in record["claims"])),
    ("differences", lambda record: len(record["differences"])),
    ("documents", lambda record: len(record["documents"])),
)


def lead_claim(record: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the claim the page begins with, None if no document positions the place."""
    return next((claim for claim in record["claims"] if claim["claim_id"] == record["lead"]), None)


def same_claims(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the claims by which other documents say the same as the lead."""
    return [claim for claim in record["claims"] if claim["claim_id"] in record["lead_same"]]


def roles_by_document(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Group what documents want the place to be, the latest document first.

    Returns
    -------
    list of dict
        ``document`` and ``claims`` in the order of the text, positioning before functions.
    """
    claims = [claim for claim in record["claims"] if claim["type"] in _ROLES]
    ordered = sorted(claims, key=lambda claim: (-claim["document"]["sequence"], _ROLES.index(claim["type"])))
    groups = groupby(ordered, key=lambda claim: str(claim["document"]["id"]))
    found = [list(rows) for _, rows in groups]
    return [{"document": rows[0]["document"], "claims": rows} for rows in found]


def industry_names(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the industries of a place once each: those of the system first, then the words of the documents.

    Returns
    -------
    list of dict
        ``name_zh``, ``name_en`` and ``system``, whether it is one of the 7+5+4 system.
    """
    names: dict[str, dict[str, Any]] = {}
    for row in record["industries"]:
        names.setdefault(row["name_zh"], {"name_zh": row["name_zh"], "name_en": row["name_en"], "system": True})
    for claim in sorted(record["claims"], key=lambda claim: -claim["document"]["sequence"]):
        if claim["type"] != "industry":
            continue
        glosses = claim["terms_en"] or claim["terms_zh"]
        for zh, en in zip(claim["terms_zh"], glosses, strict=False):
            names.setdefault(zh, {"name_zh": zh, "name_en": en, "system": False})
    return list(names.values())


def head_targets(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Choose the targets of the head: of each year the first figure that has a unit, the earliest years first."""
    by_year: dict[str, dict[str, Any]] = {}
    for row in record["indicators"]:
        if row["kind"] == "target" and row["year"] and row["unit"]:
            by_year.setdefault(row["year"], row)
    return [by_year[year] for year in sorted(by_year)][:_HEAD_TARGETS]


def targets_first(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the figures of documents on a place: targets by year, the latest first, then what is no target."""
    return sorted(record["indicators"], key=lambda row: (row["kind"] != "target", -int(row["year"] or 0)))


def by_kind(places: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Group places by kind, in the order of the first of each."""
    return grouped(places, lambda place: place["kind"])


def inherited_groups(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Group what applies through places above, by place and by kind.

    Returns
    -------
    list of dict
        ``through``, ``count``, ``said`` (the ids of the place above and of what applies) and ``kinds``: ``theme`` (None
        for targets) and ``rows``, targets first, then what there is most of.
    """
    targets, measures = record["inherited"]["targets"], record["inherited"]["measures"]
    rows = [
        *({"theme": None, "row": row} for row in targets),
        *({"theme": row["theme"], "row": row} for row in measures),
    ]
    out = []
    for entries in grouped(rows, lambda entry: entry["row"]["through"]["id"]):
        kinds = [
            {"theme": same[0]["theme"], "rows": [entry["row"] for entry in same]}
            for same in grouped(entries, lambda entry: entry["theme"])
        ]
        kinds.sort(key=lambda kind: (kind["theme"] is not None, -len(kind["rows"])))
        through = entries[0]["row"]["through"]
        ids = tuple(row.get("measure_id") or row["indicator_id"] for kind in kinds for row in kind["rows"])
        out.append({"through": through, "count": len(entries), "said": (through["id"], ids), "kinds": kinds})
    return out


def contents(record: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    """List the sections the page has, each with what it counts."""
    counted = [{"name": name, "count": count(record)} for name, count in _SECTIONS]
    return [section for section in counted if section["count"]]
