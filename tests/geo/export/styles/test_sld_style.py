"""The style of a layer as SLD: well-formed, and one rule for each feature."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest

from geo import Atlas
from geo.columns import FIELDS, column_names
from geo.export.styles.sld_style import sld
from tests.geo.export.layer_files import export

OGC, SLD = "{http://www.opengis.net/ogc}", "{http://www.opengis.net/sld}"
DIMENSIONS = {"Point": 0, "LineString": 1, "Polygon": 2}


def met(condition: ElementTree.Element, row: dict[str, object]) -> bool:
    """Return whether a feature meets a filter."""
    word = condition.tag.removeprefix(OGC)
    if word in {"And", "Or"}:
        return (all if word == "And" else any)(met(part, row) for part in condition)
    if word == "Not":
        return not met(condition[0], row)
    name, literal = condition[0], condition[1].text or ""
    value = row["dimension"] if name.tag == f"{OGC}Function" else row[name.text or ""]
    if word == "PropertyIsGreaterThan":
        return float(str(value)) > float(literal)
    assert word == "PropertyIsEqualTo"
    return str(value) == literal


@pytest.mark.parametrize("layer", ["parks", "belts", "nodes", "scopes", "water", "roads", "coast"])
def test_a_feature_meets_one_rule_at_most(atlas: Atlas, layer: str) -> None:
    entry, names = atlas.entry(layer), column_names(FIELDS, "names")
    root = ElementTree.fromstring(sld(entry, entry.geometry, names))
    rules = [(rule.find(f"{OGC}Filter"), rule) for rule in root.iter(f"{SLD}Rule")]
    frame = atlas.layer(layer)
    located = frame[frame.geometry.notna()].reset_index(names="place_id" if "place_id" not in frame else "id")
    drawn = 0
    for row in located.to_dict("records"):
        row["dimension"] = DIMENSIONS[row["geometry"].geom_type.removeprefix("Multi")]
        found = [rule for condition, rule in rules if condition is not None and met(condition[0], row)]
        assert len(found) <= 1
        drawn += len(found)
    assert drawn >= 0.5 * len(located)
    colours = {parameter.text for parameter in root.iter(f"{SLD}CssParameter") if parameter.get("name") == "stroke"}
    assert entry.geometry == "point" or colours


def test_a_geopackage_carries_it(atlas: Atlas, tmp_path: Path) -> None:
    path = export(atlas, tmp_path, "parks", "gpkg", naming="codes")
    with closing(sqlite3.connect(path)) as database:
        ((style,),) = database.execute("SELECT styleSLD FROM layer_styles").fetchall()
    assert atlas.entry("parks").title_zh in style
    assert f">{FIELDS['grade'].code}<" in style
