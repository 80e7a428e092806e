"""A shape as a short text, read back by the code of the map page itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import shapely

import webmap
from geo.projects.shape_code import shape_code

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
    ],
)
def test_the_page_reads_what_is_written(shape: shapely.Geometry, letter: str, exact: float, tmp_path: Path) -> None:
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
