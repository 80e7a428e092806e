"""Targets without a row or with another unit, and printed words without their English."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo import Atlas
from geo.check.lenient_load import LoadedSoFar
from geo.check.texts.policy_tables import policy_table_findings


def findings(atlas: Atlas, **tables: pd.DataFrame) -> list[tuple[str, str, str]]:
    loaded = LoadedSoFar(Path(), Path(), tables={**atlas.tables, **tables})
    return [(found.rule, found.file, found.item) for found in policy_table_findings(loaded)]


def changed(atlas: Atlas, name: str, column: str, value: str) -> pd.DataFrame:
    table = atlas.tables[name].copy()
    table.loc[0, column] = value
    return table


def test_the_tables_of_the_atlas_have_no_finding(atlas: Atlas) -> None:
    assert findings(atlas) == []
    assert policy_table_findings(LoadedSoFar(Path(), Path())) == []


@pytest.mark.parametrize("column", ["unit", "year_zh", "year", "doc_id", "section"])
def test_a_row_that_differs_from_its_target_is_found(atlas: Atlas, column: str) -> None:
    targets = changed(atlas, "targets", column, "x")
    assert findings(atlas, targets=targets) == [("J003", "seeds/targets.csv", f"row 2, {column}")]


def test_a_target_without_a_row_is_found(atlas: Atlas) -> None:
    first = atlas.tables["targets"].loc[0, "target_id"]
    targets = atlas.tables["targets"]
    rest = targets[targets["target_id"] != first].reset_index(drop=True)
    (found,) = findings(atlas, targets=rest)
    assert found[:2] == ("J003", "seeds/indicators.csv")


def test_a_pair_without_a_base_is_found(atlas: Atlas) -> None:
    assert atlas.tables["targets"].loc[0, "kind"] == "pair"
    targets = changed(atlas, "targets", "baseline_id", "")
    assert findings(atlas, targets=targets) == [("J003", "seeds/targets.csv", "row 2, baseline_id")]


@pytest.mark.parametrize(
    ("table", "column"),
    [("measures", "firmness"), ("measures", "partners"), ("land_rules", "firmness"), ("documents", "addressees")],
)
def test_a_printed_word_without_its_english_is_found(atlas: Atlas, table: str, column: str) -> None:
    first = changed(atlas, table, column, "某某")
    assert findings(atlas, **{table: first}) == [("J004", f"seeds/{table}.csv", f"row 2, {column}")]
