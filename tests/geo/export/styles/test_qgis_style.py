"""QGIS itself opens what leaves: default style applied, Chinese whole, attribute tables there.

Left out where QGIS is not installed, as it weighs half a gigabyte; under CI a missing QGIS is a failure.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from geo import Atlas
from geo.export import FORMATS, write_layer

PYTHON = os.environ.get("QGIS_PYTHON", "/usr/bin/python3")
HOW_TO_GET_IT = "no QGIS found; on Debian: apt-get install python3-qgis, or set QGIS_PYTHON to its Python"
SCRIPT = """
import json, sys
from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsRenderContext, QgsVectorLayer
from qgis.PyQt.QtCore import QSize
def named(layer):
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(600, 500))
    extent = layer.extent()
    extent.scale(1.1)
    settings.setExtent(extent)
    settings.setDestinationCrs(layer.crs())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return sorted({label.featureId for label in job.takeLabelingResults().labelsWithinRect(extent)})
app = QgsApplication([], False)
app.initQgis()
out = []
for source in json.loads(sys.argv[1]):
    layer = QgsVectorLayer(source, "x", "ogr")
    styled = layer.loadDefaultStyle()[1] if layer.isValid() else False
    context, drawn = QgsRenderContext(), []
    rules = layer.renderer() if styled else None
    if rules:
        rules.startRender(context, layer.fields())
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        symbols = rules.symbolsForFeature(feature, context) if rules else []
        types = [symbol.type() for symbol in symbols]
        drawn.append([[str(value) for value in feature.attributes()], feature.geometry().type(), types])
    if rules:
        rules.stopRender(context)
    out.append({
        "valid": layer.isValid(), "crs": layer.crs().authid(), "styled": styled,
        "named": named(layer) if styled else [], "aliases": layer.attributeAliases() if styled else {},
        "fields": [field.name() for field in layer.fields()], "features": drawn,
    })
print(json.dumps(out))
"""


def opened(*sources: str) -> list[dict[str, Any]]:
    """Return what QGIS finds in each source."""
    probe = [PYTHON, "-c", "import qgis.core"]
    environment = {"QT_QPA_PLATFORM": "offscreen", **{key: os.environ[key] for key in ("PATH", "HOME")}}
    if not Path(PYTHON).exists() or subprocess.run(probe, capture_output=True, env=environment, check=False).returncode:
        if os.environ.get("CI"):
            pytest.fail(HOW_TO_GET_IT)
        pytest.skip(HOW_TO_GET_IT)
    command = [PYTHON, "-c", SCRIPT, json.dumps(sources)]
    done = subprocess.run(command, capture_output=True, env=environment, check=True, timeout=120, text=True)
    return list(json.loads(done.stdout.splitlines()[-1]))


def exported(atlas: Atlas, folder: Path, layer: str, kind: str, **options: str) -> str:
    path = folder / f"{layer}.{FORMATS[kind].suffix}"
    write_layer(atlas, layer, kind, path, **options)  # type: ignore[arg-type]
    return str(path)


def test_a_geopackage_opens_with_its_style_one_symbol_for_each_shape_and_its_tables(
    atlas: Atlas, tmp_path: Path
) -> None:
    path = exported(atlas, tmp_path, "parks", "gpkg")
    claims = f"{path}|layername=claims"
    areas, points, said = opened(
        f"{path}|layername=parks|geometrytype=Polygon", f"{path}|layername=parks|geometrytype=Point", claims
    )
    # Types of symbols in QGIS: 0 marker, 1 line, 2 fill; types of shapes: 0 point, 2 area.
    for layer, shape, symbol in ((areas, 2, 2), (points, 0, 0)):
        assert layer["styled"]
        assert len(layer["named"]) == len(layer["features"])
        assert layer["aliases"]["name_zh"] == "名称"
        assert layer["crs"] == "EPSG:4326"
        assert layer["features"]
        assert all(found == shape and types == [symbol] for _, found, types in layer["features"])
    column = areas["fields"].index("name_zh")
    names = {row[column] for layer in (areas, points) for row, _, _ in layer["features"]}
    located = atlas.layer("parks").dropna(subset="geometry")
    assert names == set(located["name_zh"])
    assert len(said["features"]) == atlas.tables["claims"]["place_id"].isin(atlas.layer("parks").index).sum()


@pytest.mark.parametrize("layer", ["functional_areas", "belts", "nodes", "scopes"])
def test_every_feature_is_drawn_by_one_rule(atlas: Atlas, tmp_path: Path, layer: str) -> None:
    (found,) = opened(f"{exported(atlas, tmp_path, layer, 'gpkg')}|layername={layer}")
    symbol = {"polygon": 2, "line": 1, "point": 0}[atlas.entry(layer).geometry]
    assert found["styled"]
    assert all(types == [symbol] for _, _, types in found["features"])
    assert len(found["named"]) == atlas.layer(layer).geometry.notna().sum()


@pytest.mark.parametrize(
    ("kind", "options", "inside"),
    [
        ("shp", {"encoding": "utf-8"}, "/clusters.shp"),
        ("shp", {"encoding": "gbk"}, "/clusters.shp"),
        ("fgb", {}, ""),
        ("kml", {}, ""),
        ("geojson", {}, ""),
    ],
)
def test_other_formats_open_with_whole_chinese(
    atlas: Atlas, tmp_path: Path, kind: str, options: dict[str, str], inside: str
) -> None:
    path = exported(atlas, tmp_path, "clusters", kind, **options)
    (found,) = opened(f"/vsizip/{path}{inside}" if inside else path)
    assert found["valid"]
    assert found["crs"] == "EPSG:4326"
    column = found["fields"].index("MC" if kind == "shp" else "Name" if kind == "kml" else "name_zh")
    assert {row[column] for row, _, _ in found["features"]} == set(atlas.layer("clusters")["name_zh"])


def test_a_drawing_written_for_gis_has_chinese_layers_and_labels(atlas: Atlas, tmp_path: Path) -> None:
    path = exported(atlas, tmp_path, "clusters", "dxf", encoding="utf-8")
    lines, texts = opened(
        f"{path}|layername=entities|geometrytype=LineString", f"{path}|layername=entities|geometrytype=Point"
    )
    layers = {row[lines["fields"].index("Layer")] for row, _, _ in lines["features"]}
    assert layers == {atlas.entry("clusters").title_zh}
    said = {row[texts["fields"].index("Text")] for row, _, _ in texts["features"]}
    assert set(atlas.layer("clusters")["name_zh"]) <= said
