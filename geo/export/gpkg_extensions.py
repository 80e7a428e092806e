"""Describe the columns of a GeoPackage and its relations, by the two extensions programs know.

The extension Schema (OGC 12-128, annex F.9) names each column for people and lists the values of kinds and grades. The
extension Related Tables (OGC 18-000) leads from a feature to its statements, figures and relations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import words
from geo.columns import FIELDS, column_names

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from geo.export.layer_content import LayerContent

_SCHEMA = """
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
  max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
"""
_RELATIONS = """
CREATE TABLE gpkgext_relations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, base_table_name TEXT NOT NULL, base_primary_column TEXT NOT NULL DEFAULT 'id',
  related_table_name TEXT NOT NULL, related_primary_column TEXT NOT NULL DEFAULT 'id', relation_name TEXT NOT NULL,
  mapping_table_name TEXT NOT NULL UNIQUE);
"""
_DATA_COLUMNS = "gpkg_data_columns"
_DEFINED = {
    _DATA_COLUMNS: ("gpkg_schema", "http://www.geopackage.org/spec121/#extension_schema"),
    "gpkg_data_column_constraints": ("gpkg_schema", "http://www.geopackage.org/spec121/#extension_schema"),
    "gpkgext_relations": ("related_tables", "http://docs.opengeospatial.org/is/18-000/18-000.html"),
}
#: Columns with a list of their values -> the key of the words of a value.
_DOMAINS = {"kind": "kind.", "grade": "extract_pdf.grade_"}
#: Tables beside the layer whose rows name a place.
_RELATED = ("claims", "indicators", "relations")


def describe(content: LayerContent, database: sqlite3.Connection, naming: str) -> None:
    """Write what the columns of the layer mean, and which statements belong to a feature.

    Parameters
    ----------
    content : LayerContent
    database : sqlite3.Connection
        The GeoPackage, with the layer and its tables.
    naming : {"names", "codes"}
        Names of the columns of the layer.
    """
    database.execute(
        "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, "
        "definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE "
        "(table_name, column_name, extension_name))"
    )
    _write_columns(content, database, naming)
    _write_relations(content, database, naming)


def _write_columns(content: LayerContent, database: sqlite3.Connection, naming: str) -> None:
    database.executescript(_SCHEMA)
    for table in (_DATA_COLUMNS, "gpkg_data_column_constraints"):
        _register(database, table, table)
    for name, column in column_names(FIELDS, naming).items():
        zh, en = FIELDS[name].label
        domain = f"{content.entry.id}_{name}" if name in _DOMAINS else None
        row = (content.entry.id, column, FIELDS[name].heading[0], zh, en, domain)
        database.execute("INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, ?)", row)
        if domain:
            database.executemany(
                "INSERT INTO gpkg_data_column_constraints VALUES (?, 'enum', ?, NULL, NULL, NULL, NULL, ?)",
                [(domain, value, said) for value, said in _values(content, name)],
            )


def _values(content: LayerContent, column: str) -> Iterator[tuple[str, str]]:
    """Yield the values of a column in the file, each with its Chinese words."""
    known = words.catalogue("zh")
    for value in sorted(content.summary.words[column]):
        yield value, known.get(f"{_DOMAINS[column]}{value}", value)


def _write_relations(content: LayerContent, database: sqlite3.Connection, naming: str) -> None:
    related = [name for name in _RELATED if len(content.tables[name])]
    if not related:
        return
    layer, key = content.entry.id, column_names(["place_id"], naming)["place_id"]
    database.executescript(_RELATIONS)
    _register(database, "gpkgext_relations", "gpkgext_relations")
    for name in related:
        mapping = f"{layer}_{name}"
        database.execute(f'CREATE TABLE "{mapping}" (base_id INTEGER NOT NULL, related_id INTEGER NOT NULL)')
        joined = f'SELECT l.fid, r.fid FROM "{layer}" l JOIN "{name}" r ON r.place_id = l."{key}"'  # noqa: S608  quoted
        database.execute(f'INSERT INTO "{mapping}" {joined}')
        database.execute(
            "INSERT INTO gpkgext_relations (base_table_name, base_primary_column, related_table_name, "
            "related_primary_column, relation_name, mapping_table_name) VALUES (?, 'fid', ?, 'fid', 'attributes', ?)",
            (layer, name, mapping),
        )
        _register(database, mapping, "gpkgext_relations")


def _register(database: sqlite3.Connection, table: str, extension_of: str) -> None:
    row = (table, *_DEFINED[extension_of], "read-write")
    database.execute("INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, ?)", row)
