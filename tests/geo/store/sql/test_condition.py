"""CQL2 as SQL: the same answers from a folder, a database and the arrays of the atlas's own layers."""

from __future__ import annotations

from typing import Any

import cql2
import numpy as np
import pytest

from geo.atlas.added.stored_layer import StoredQuery
from geo.errors import ParameterError
from geo.export.collections.cql2_filter import matching
from geo.export.collections.feature_table import FeatureTable, Field
from geo.export.collections.served_crs import CRS84
from geo.store.sql.layer import SqlLayer

SQUARE = "POLYGON((121.705 30.855, 121.735 30.855, 121.735 30.885, 121.705 30.885, 121.705 30.855))"
FILTERS = [
    "use = '商业' AND far > 2",
    "use <> 'green'",
    "NOT (use = 'green' OR far < 4)",
    "far BETWEEN 2 AND 5",
    "use IN ('green', '商业')",
    "use IS NULL",
    "geometry IS NULL",
    "NOT (use IS NULL)",
    "use LIKE '%5_\\%' OR use LIKE 'GREEN'",
    "use LIKE 'it''s%'",
    "CASEI(use) = CASEI('GREEN')",
    "ACCENTI(name) = ACCENTI('Lu 7')",
    "use > 'h'",
    "far * 2 + 1 = 6",
    "far / 2 > 3",
    "floors / 0 > 1",
    "floors % 5 = 2",
    "floors div 7 = 2",
    "floors ^ 2 = 64",
    "far = floors / 4",
    "built > DATE('2009-06-01')",
    "built = DATE('2003-01-01')",
    "T_AFTER(built, DATE('2019-12-31'))",
    "T_DURING(built, INTERVAL('2003-05-01', '2009-05-01'))",
    "NOT (T_BEFORE(built, TIMESTAMP('2010-01-01T12:00:00Z')))",
    "T_DISJOINT(built, INTERVAL('..', '2020-01-01'))",
    "S_INTERSECTS(geometry, BBOX(121.705, 30.855, 121.715, 30.865))",
    "S_DISJOINT(geometry, BBOX(121.705, 30.855, 121.715, 30.865))",
    "NOT (S_INTERSECTS(geometry, BBOX(121.705, 30.855, 121.715, 30.865)))",
    f"S_WITHIN(geometry, {SQUARE})",
    f"S_CONTAINS({SQUARE}, geometry)",
    f"S_OVERLAPS(geometry, {SQUARE}) AND far > 1",
    "S_CONTAINS(geometry, POINT(121.714 30.864))",
    "S_CROSSES(geometry, LINESTRING(121.69 30.856, 121.8 30.856))",
    "S_TOUCHES(geometry, POINT(121.7 30.85))",
    "S_INTERSECTS(geometry, geometry)",
    "name_zh LIKE 'Plots%'",
    "grade = 'A' AND kind IS NULL",
    "area_km2 > 0.67",
    "1 = 1",
]


@pytest.fixture(scope="module")
def table(layer: SqlLayer) -> FeatureTable:
    """The same features as the filter of the atlas's own layers takes them."""
    rows = layer.rows()
    kinds: dict[str, Any] = {"name_zh": "text", "kind": "text", "grade": "text", "area_km2": "number"}
    kinds |= {name: field.kind for name, field in layer.fields.items() if field.kind != "boolean"}
    columns = {
        name: rows[name].to_numpy(dtype=float) if kind == "number" else rows[name].to_numpy(dtype=object)
        for name, kind in kinds.items()
    }
    fields = {name: Field(name, kind, ("", "")) for name, kind in kinds.items()}
    return FeatureTable(rows.index.to_numpy(dtype=object), fields, columns, rows.geometry.to_numpy())


@pytest.mark.parametrize("text", FILTERS)
def test_a_filter_selects_what_it_selects_of_the_layers_of_the_atlas(
    layer: SqlLayer, table: FeatureTable, text: str
) -> None:
    tree = cql2.parse_text(text).to_json()
    expected = table.ids[np.flatnonzero(matching(tree, table, CRS84))].tolist()
    query = StoredQuery(condition=tree)
    assert layer.rows(query).index.tolist() == expected
    assert layer.count(query) == len(expected)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing = 1", "property 'nothing'"),
        ("use = 1", "a text beside a number"),
        ("listed < TRUE", "true < false"),
        ("far LIKE 'x'", "LIKE of something else"),
        ("CASEI(far) = 'x'", "casei of a number"),
        ("use + 1 = 2", r"text \+ number"),
        ("T_AFTER(use, DATE('2019-12-31'))", "a text as a time"),
        ("S_INTERSECTS(geometry, use)", "as a shape"),
        ("foo(use) = 1", "operation 'foo'"),
        ("use", "a condition, such as"),
    ],
)
def test_what_makes_no_sense_is_refused(layer: SqlLayer, text: str, said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        layer.rows(StoredQuery(condition=cql2.parse_text(text).to_json()))


def test_truth_values_are_compared(layer: SqlLayer) -> None:
    tree = cql2.parse_text("listed = TRUE AND id < 6").to_json()
    assert layer.rows(StoredQuery(condition=tree))["id"].tolist() == [1, 3, 5]
