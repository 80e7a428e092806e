"""A GeoPackage with its default style, the seed tables, the field dictionary and the notes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pyogrio

from geo import Atlas
from geo.columns import FIELDS
from geo.export.gpkg import tables
from geo.export.layer_content import layer_content
from tests.geo.export.layer_files import export


def test_geopackage_has_a_default_style_the_seed_tables_and_the_dictionary(atlas: Atlas, tmp_path: Path) -> None:
    path = export(atlas, tmp_path, "parks", "gpkg")
    layers = {name for name, _ in pyogrio.list_layers(path)}
    assert {"parks", "claims", "documents", "relations", "field_dictionary", "notes", "layer_styles"} <= layers
    claims = pyogrio.read_dataframe(path, layer="claims")
    expected = atlas.tables["claims"]
    assert len(claims) == expected["place_id"].isin(atlas.layer("parks").index).sum()
    assert claims["section"].notna().all()
    with closing(sqlite3.connect(path)) as database:
        style, default = database.execute("SELECT styleQML, useAsDefault FROM layer_styles").fetchone()
    assert default == 1
    root = ElementTree.fromstring(style[style.index("<qgis") :])
    colours = {option.get("value") for option in root.iter("Option") if option.get("name") == "line_color"}
    stroke = atlas.entry("parks").style.stroke
    assert ",".join(str(int(stroke[at : at + 2], 16)) for at in (1, 3, 5)) + ",255" in colours
    assert pyogrio.read_info(path, layer="parks")["layer_metadata"]["version"].count(atlas.version) == 2


def test_the_style_labels_by_the_column_the_file_has(atlas: Atlas, tmp_path: Path) -> None:
    path = export(atlas, tmp_path, "parks", "gpkg", naming="codes")
    with closing(sqlite3.connect(path)) as database:
        [(style, table)] = database.execute("SELECT styleQML, f_table_name FROM layer_styles").fetchall()
    assert table == "parks"
    assert f'fieldName="{FIELDS["name_zh"].code}"' in style
    assert FIELDS["name_zh"].code in pyogrio.read_info(path, layer="parks")["fields"]


def test_an_empty_seed_table_is_left_out_and_dictionary_and_notes_are_always_there(atlas: Atlas) -> None:
    content = layer_content(atlas, "coast")
    made = tables(content, "names")
    assert set(made) == {name for name, rows in content.tables.items() if len(rows)} | {"field_dictionary", "notes"}
    assert len(set(content.tables) - set(made)) > 0
    assert list(made["notes"]["key"]) == [key for key, _, _ in content.notes()]
