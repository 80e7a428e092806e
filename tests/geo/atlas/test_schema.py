"""Schemas name each fault of a table by row and column, and the catalogue refuses what cannot be drawn."""

from __future__ import annotations

import pandas as pd
import pytest
from pydantic import ValidationError

from geo import Atlas
from geo.atlas.schema import CHECK_TABLES, FEATURES, MAY_BE_MISSING, OWN_PREFIX, TABLES, Coverage, Layer, Style
from geo.atlas.table_schema import check_table
from geo.errors import SchemaError


def faults(table: pd.DataFrame, name: str, row_names: list[str] | None = None) -> list[str]:
    with pytest.raises(SchemaError) as raised:
        check_table(table, (TABLES | CHECK_TABLES)[name], "t.csv", row_names)
    return [str(fault) for fault in raised.value.faults]


SECTION = {"doc_id": "doc", "section": "一", "opens": "一、", "heading_zh": "", "heading_en": ""}


def test_every_table_of_the_atlas_fits_its_schema(atlas: Atlas) -> None:
    assert set(atlas.tables) == {*TABLES, *MAY_BE_MISSING}
    for name, table in atlas.tables.items():
        check_table(table, (TABLES | CHECK_TABLES)[name], name)


def test_a_fault_names_row_column_and_value() -> None:
    table = pd.DataFrame([SECTION, {**SECTION, "section": "二", "doc_id": "Doc 1"}])
    (fault,) = faults(table, "sections")
    assert fault.startswith("t.csv, row 3: doc_id is 'Doc 1'; expected ")
    assert faults(table, "sections", ["first", "second"])[0].startswith("t.csv, second:")


def test_missing_and_unknown_columns_and_double_keys_are_all_reported() -> None:
    table = pd.DataFrame([SECTION, SECTION]).rename(columns={"opens": "open"})
    found = faults(table, "sections")
    assert "t.csv: no column opens; expected a column opens; add the column" in found
    assert any("column open;" in fault for fault in found)
    assert any("a value that occurs once" in fault for fault in found)


@pytest.mark.parametrize(("lon", "good"), [("121.8", True), ("-3", True), ("121,8", False), ("", False)])
def test_degrees_are_plain_numbers(lon: str, good: bool) -> None:
    row = {"point_id": "p", "name_zh": "点", "lon": lon, "lat": "30.9", "accuracy_m": "5", "source": "s"}
    table = pd.DataFrame([{**row, "relation": "on", "feature_ids": ""}])
    if good:
        check_table(table, CHECK_TABLES["control_points"], "t.csv")
    else:
        assert f"lon is {lon!r}" in faults(table, "control_points")[0]


def test_context_features_have_names_and_planning_features_take_theirs_from_the_places() -> None:
    assert set(FEATURES["context"].columns) - set(FEATURES["planning"].columns) == {"name_zh", "name_en", "kind"}


def test_no_id_of_the_catalogue_can_be_that_of_an_own_layer(atlas: Atlas) -> None:
    entry = atlas.catalogue.layer[0].model_dump()
    with pytest.raises(ValidationError, match="id"):
        Layer.model_validate({**entry, "id": f"{OWN_PREFIX}parks"})


@pytest.mark.parametrize(
    "change", [{"stroke": "red"}, {"stroke_width": 0}, {"fill_opacity": 1.1}, {"hatch": "waves"}, {"colour": "#000000"}]
)
def test_a_style_that_cannot_be_drawn_is_refused(atlas: Atlas, change: dict) -> None:
    style = atlas.catalogue.layer[0].style.model_dump()
    with pytest.raises(ValidationError, match=next(iter(change))):
        Style.model_validate({**style, **change})


def test_a_coverage_has_at_least_two_parts() -> None:
    with pytest.raises(ValidationError, match="parts"):
        Coverage(whole="a", parts=("b",))
