"""Every colour that no layer names stands with the symbology, for screen, paper and files (H-13)."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

import geo
import webmap
from geo.atlas.symbology import BLANK, FILE_LAYER, OWN_COLOURS, PALETTE, PRINT_PALETTE

_HEX = re.compile(r"""["']#[0-9a-fA-F]{3,8}["']""")


@pytest.mark.parametrize("package", [geo, webmap], ids=lambda package: package.__name__)
def test_no_module_but_those_of_the_symbology_names_a_colour(package: ModuleType) -> None:
    root = Path(str(package.__file__)).parent
    found = {path.name for path in root.rglob("*.py") if _HEX.search(path.read_text(encoding="utf-8"))}
    assert found <= {"symbology.py", "name_symbology.py"}


def test_colours_are_written_in_full() -> None:
    colours = [*PALETTE.values(), *PRINT_PALETTE.values(), BLANK, *FILE_LAYER, *OWN_COLOURS]
    assert all(re.fullmatch(r"#[0-9a-fA-F]{6}", colour) for colour in colours)


def test_a_layer_of_the_readers_own_has_no_colour_of_a_mark() -> None:
    assert not {PALETTE["accent"], PALETTE["found"]} & set(OWN_COLOURS)
    assert len(set(OWN_COLOURS)) == len(OWN_COLOURS)
