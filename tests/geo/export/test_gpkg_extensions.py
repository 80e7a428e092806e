"""Columns and relations of a GeoPackage, as its extensions have them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from geo import Atlas
from geo.columns import FIELDS, column_names
from tests.geo.export.layer_files import export


@pytest.mark.parametrize("naming", ["names", "codes"])
def test_every_column_is_named_and_its_values_are_listed(atlas: Atlas, tmp_path: Path, naming: str) -> None:
    path = export(atlas, tmp_path, "parks", "gpkg", naming=naming)
    columns = column_names(FIELDS, naming)
    with closing(sqlite3.connect(path)) as database:
        said = database.execute("SELECT column_name, name, title, description FROM gpkg_data_columns").fetchall()
        domains = dict(
            database.execute(
                "SELECT column_name, constraint_name FROM gpkg_data_columns WHERE constraint_name IS NOT NULL"
            )
        )
        values = database.execute(
            "SELECT value, description FROM gpkg_data_column_constraints "
            "WHERE constraint_type = 'enum' AND constraint_name = 'parks_kind'"
        ).fetchall()
        extensions = {row for (row,) in database.execute("SELECT DISTINCT extension_name FROM gpkg_extensions")}
    expected = {columns[key]: (field.heading[0], *field.label) for key, field in FIELDS.items()}
    assert {column: tuple(rest) for column, *rest in said} == expected
    assert domains == {columns["kind"]: "parks_kind", columns["grade"]: "parks_grade"}
    assert set(dict(values)) == set(atlas.layer("parks")["kind"])
    assert dict(values) == {"featured_park": "特色产业园区", "park": "园区"}
    assert {"gpkg_schema", "related_tables"} <= extensions


def test_a_feature_leads_to_its_statements(atlas: Atlas, tmp_path: Path) -> None:
    path = export(atlas, tmp_path, "parks", "gpkg")
    with closing(sqlite3.connect(path)) as database:
        relations = database.execute(
            "SELECT base_table_name, related_table_name, mapping_table_name FROM gpkgext_relations"
        ).fetchall()
        found = database.execute(
            "SELECT l.place_id, c.claim_id FROM parks_claims m "
            "JOIN parks l ON l.fid = m.base_id JOIN claims c ON c.fid = m.related_id"
        ).fetchall()
    assert ("parks", "claims", "parks_claims") in relations
    claims = atlas.tables["claims"]
    expected = claims[claims["place_id"].isin(atlas.layer("parks").index)]
    assert set(found) == set(zip(expected["place_id"], expected["claim_id"], strict=True))


def test_a_layer_without_statements_has_no_relation(atlas: Atlas, tmp_path: Path) -> None:
    path = export(atlas, tmp_path, "coast", "gpkg")
    with closing(sqlite3.connect(path)) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    assert "gpkg_data_columns" in tables
    assert "gpkgext_relations" not in tables
