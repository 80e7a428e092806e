"""Findings: a stable rule, a file named the same on every machine, the feature or row they are about."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from geo import errors
from geo.check.rules import RULES, Finding, finding_of
from geo.errors import AtlasError, Fault


def finding(item: str, **more: str) -> Finding:
    return Finding("S002", "error", "layers/parks.geojson", item, "a", **more)


@pytest.mark.parametrize(
    ("item", "feature", "row"),
    [
        ("feature park-1", "park-1", None),
        ("feature park-1, note_zh", "park-1", None),
        ("row 12, section", None, 12),
        ("coverage of x, row 3", None, 3),
        ("", None, None),
        ("a feature of its own", None, None),
    ],
)
def test_the_item_names_a_feature_or_a_row(item: str, feature: str | None, row: int | None) -> None:
    found = finding(item)
    assert (found.feature, found.row) == (feature, row)
    assert found.where == (f"layers/parks.geojson, {item}" if item else "layers/parks.geojson")


def test_a_finding_is_told_with_what_was_expected_and_what_to_do() -> None:
    assert str(finding("row 2", expected="b", remedy="mend it")) == (
        "error S002 layers/parks.geojson, row 2: a; expected b; mend it"
    )
    assert finding("row 2").message == "a"
    assert finding("row 2", expected="b").message == "a; expected b"


def test_its_json_form_holds_every_part() -> None:
    document = finding("feature x", expected="b", remedy="c").to_dict()
    assert json.loads(json.dumps(document)) == document
    assert (document["rule"], document["feature"], document["row"], document["remedy"]) == ("S002", "x", None, "c")


@pytest.mark.parametrize(
    ("where", "file", "item"),
    [
        ("/data/layers/parks.geojson, feature x", "layers/parks.geojson", "feature x"),
        ("/data/seeds/claims.csv, row 3, doc_id", "seeds/claims.csv", "row 3, doc_id"),
        ("seeds/claims.csv, row 3", "seeds/claims.csv", "row 3"),
        ("/data/layers-old/parks.geojson", "/data/layers-old/parks.geojson", ""),
    ],
)
def test_a_fault_becomes_a_finding_with_a_file_of_the_data(where: str, file: str, item: str) -> None:
    found = finding_of(Fault("f", "e", where, "r"), Path("/data/layers"), Path("/data/seeds"), rule="J001")
    assert (found.rule, found.file, found.item) == ("J001", file, item)
    assert (found.found, found.expected, found.remedy) == ("f", "e", "r")
    own = finding_of(Fault("f", where=where, rule="G001"), Path("/data/layers"), Path("/data/seeds"))
    assert own.rule == "G001"


def test_ids_are_a_letter_and_three_digits_and_every_error_of_the_data_has_one() -> None:
    assert all(re.fullmatch(r"[SJGTHKAD]\d{3}", rule) for rule in RULES)
    of_data = [
        error
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, AtlasError) and error.rule[0] in "SJG" and error.rule != "S000"
    ]
    assert {error.rule for error in of_data} == {"S001", "S002", "J001", "G001", "G002"}
    assert {error.rule for error in of_data} <= set(RULES)
