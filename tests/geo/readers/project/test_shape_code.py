"""A shape as a short text, read back by the code of the map page itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

import webmap
from geo.readers.project.shape_code import shape_code, shapes_code

SCRIPT = Path(webmap.__file__).parent / "static" / "js" / "shapes" / "shape_code.js"
HOLED = shapely.Polygon(
    [(121.8, 30.9), (121.81, 30.9), (121.81, 30.91), (121.8, 30.91)],
    [[(121.802, 30.902), (121.804, 30.902), (121.804, 30.904)]],
)


@pytest.mark.parametrize(
    ("shape", "letter", "exact"),
    [
        (HOLED, "a", 1e-9),
        (shapely.MultiPolygon([HOLED, shapely.box(121.9, 30.9, 121.9001, 30.9001)]), "a", 1e-9),
        (shapely.box(121.123456789, 30.1, 121.2, 30.987654321), "A", 6e-9),
        (shapely.box(-0.5, -10, 0.25, 0), "a", 1e-9),
        (shapely.LineString([(121.8, 30.9), (121.9, 30.95), (121.7, 30.8)]), "l", 1e-9),
        (shapely.MultiLineString([[(121.8, 30.9), (121.9, 30.95)], [(121, 30), (121.1, 30.1)]]), "l", 1e-9),
    ],
)
def test_the_page_reads_what_is_written(shape: BaseGeometry, letter: str, exact: float, tmp_path: Path) -> None:
    if shutil.which("node") is None:
        hint = "no node found; on Debian: apt-get install nodejs"
        pytest.fail(hint) if os.environ.get("CI") else pytest.skip(hint)
    code = shape_code(shape)
    assert code[0] == letter
    module = tmp_path / "shape_code.mjs"
    module.write_bytes(SCRIPT.read_bytes())
    program = f"import {{ decode }} from {json.dumps(module.as_uri())}; console.log(JSON.stringify(decode('{code}')));"
    node = ["node", "--input-type=module", "-e", program]
    read = subprocess.run(node, capture_output=True, check=True, text=True, timeout=30).stdout
    assert shapely.equals_exact(shapely.from_geojson(read), shape, exact)


def test_several_shapes_are_parted_and_their_names_masked() -> None:
    line = shapely.LineString([(121.8, 30.9), (121.9, 30.95)])
    code = shapes_code([(HOLED, "甲!乙*'"), (line, "")])
    assert code is not None
    first, second = code.split("!")
    assert first == f"{shape_code(HOLED)}*{quote('甲')}'1{quote('乙')}'2'0"
    assert second[0] == "l"


def test_what_no_address_can_hold_has_no_text() -> None:
    assert shapes_code([(shapely.Point(121.8, 30.9), "")]) is None
    many = shapely.segmentize(HOLED, 0.00001)
    assert shapes_code([(many, "")]) is None
    assert shapes_code([]) is None
