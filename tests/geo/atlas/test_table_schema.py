"""Faults of a table: every one of them, with what was found, what was expected and where."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.atlas.schema import CHECK_TABLES, FEATURES, TABLES
from geo.atlas.table_schema import ColumnRule, TableSchema, above_zero, check_table, matches, one_of
from geo.errors import SchemaError

SCHEMA = TableSchema(
    {
        "id": ColumnRule(matches(r"^[a-z]+$"), unique=True),
        "kind": ColumnRule(one_of(["park", "node"])),
        "size": ColumnRule(above_zero(), nullable=True),
    },
    unique=["kind", "size"],
)
GOOD = {"id": ["a", "b"], "kind": ["park", "node"], "size": [1.5, None]}


def faults(table: dict[str, list[object]]) -> list[str]:
    with pytest.raises(SchemaError) as error:
        check_table(pd.DataFrame(table), SCHEMA, "t.csv")
    return [str(fault) for fault in error.value.faults]


def test_a_sound_table_has_no_fault() -> None:
    check_table(pd.DataFrame(GOOD), SCHEMA, "t.csv")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"id": ["a", "B"]}, ["t.csv, row 3: id is 'B'; expected str_matches('^[a-z]+$'); correct the value"]),
        (
            {"id": ["a", "a"]},
            [f"t.csv, row {row}: id is 'a'; expected a value that occurs once; correct the value" for row in (2, 3)],
        ),
        ({"kind": ["park", "x"]}, ["t.csv, row 3: kind is 'x'; expected isin(['park', 'node']); correct the value"]),
        ({"kind": ["park", None]}, ["t.csv, row 3: kind is nan; expected not_nullable; correct the value"]),
        ({"size": [0.0, None]}, ["t.csv, row 2: size is 0.0; expected greater_than(0); correct the value"]),
        ({"more": ["", ""]}, ["t.csv: column more; expected no such column; remove or rename the column"]),
    ],
)
def test_a_fault_says_what_and_where(change: dict[str, list[object]], expected: list[str]) -> None:
    assert faults({**GOOD, **change}) == expected


def test_all_faults_come_at_once_those_of_rows_together_first() -> None:
    found = faults({"id": ["1", "b"], "kind": ["park", "park"], "size": [2.0, 2.0], "more": ["", ""]})
    assert [text.split("; expected")[0] for text in found] == [
        "t.csv, row 2: kind is 'park'",
        "t.csv, row 3: kind is 'park'",
        "t.csv, row 2: size is 2.0",
        "t.csv, row 3: size is 2.0",
        "t.csv: column more",
        "t.csv, row 2: id is '1'",
    ]
    assert faults({"id": ["a"], "kind": ["park"]}) == ["t.csv: no column size; expected a column size; add the column"]


def test_rows_are_named_as_the_caller_names_them() -> None:
    with pytest.raises(SchemaError) as error:
        check_table(pd.DataFrame({**GOOD, "id": ["a", ""]}), SCHEMA, "f", ["feature x", "feature y"])
    assert str(error.value.faults[0]).startswith("f, feature y: id is ''")


def test_every_table_names_its_key() -> None:
    for name, schema in (TABLES | CHECK_TABLES | FEATURES).items():
        assert schema.unique or any(column.unique for column in schema.columns.values()), name
