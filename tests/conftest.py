"""What all tests share: the real atlas, loaded once, and copies of its data that a test may break."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from geo import Atlas, load_atlas
from geo.atlas.load import default_folder


@dataclass(frozen=True)
class DataFolders:
    """A copy of both data folders."""

    layers: Path
    seeds: Path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the first occurrence of a text in one file; the text must be there."""
        path = (self.seeds if name.endswith(".csv") else self.layers) / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return load_atlas()


@pytest.fixture
def folders(tmp_path: Path) -> DataFolders:
    copy = DataFolders(tmp_path / "layers", tmp_path / "seeds")
    shutil.copytree(default_folder("layers"), copy.layers)
    shutil.copytree(default_folder("seeds"), copy.seeds)
    return copy
