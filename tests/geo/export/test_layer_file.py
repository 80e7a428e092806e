"""Layer files are kept in one form: stable bytes, one line per vertex."""

from __future__ import annotations

import difflib
import json
from pathlib import Path

import pytest

from geo.atlas.load import default_folder
from geo.export.layer_file import layer_text

LAYERS = sorted(default_folder("layers").glob("*.geojson"))


@pytest.mark.parametrize("path", LAYERS, ids=lambda path: path.stem)
def test_a_layer_is_kept_in_the_form_it_is_written_in(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert layer_text(json.loads(text)) == text


def test_a_moved_vertex_is_a_diff_of_one_line() -> None:
    path = default_folder("layers") / "scopes.geojson"
    before = path.read_text(encoding="utf-8")
    document = json.loads(before)
    nanhui = next(feature for feature in document["features"] if feature["id"] == "nc-nanhui")
    vertex = nanhui["geometry"]["coordinates"][0][3]
    vertex[0] += 0.00012345678
    after = layer_text(document)
    changed = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line.startswith("+ ")]
    assert len(changed) == 1
    assert str(round(vertex[0], 7)) in changed[0]
