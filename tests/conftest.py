"""What all tests share: the real atlas, loaded once, and copies of its data that a test may break."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from geo import Atlas, load_atlas
from geo.atlas.load import default_folder
from tests.stored_layers import with_stored_layers, write_store

HERE = Path(__file__).parent
#: What tests take from the environment of their caller; all other settings of the service are their own.
OF_THE_CALLER = ("LINGANG_DOCUMENTS",)
#: Folders and files whose tests print, start programs or ask for everything: marked ``long``, and left out by
#: ``make test-fast``. A single long test elsewhere carries the mark itself.
LONG = (
    "fuzz",
    "geo/check/test_run.py",
    "geo/export/styles/test_qgis_style.py",
    "geo/printing/extract",
    "geo/printing/sheet/test_marks.py",
    "geo/printing/sheet/test_sheet.py",
    "geo/printing/slides",
    "geo/readers/test_postgis.py",
    "geo/stats/test_compile_all.py",
    "geo/stats/test_partitions.py",
    "hostile",
    "webmap/api/test_exports.py",
    "webmap/api/test_extract.py",
    "webmap/api/test_extract_files.py",
    "webmap/api/test_hostile_geojson.py",
    "webmap/api/ogc/test_clients.py",
    "webmap/api/test_sheet.py",
    "webmap/api/test_stats_by.py",
    "webmap/cli",
    "webmap/pages/test_places.py",
    "webmap/pages/test_project.py",
    "webmap/service/test_limits.py",
    "webmap/service/test_worker_pool.py",
    "webmap/test_app.py",
    "webmap/test_one_site.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of `LONG`."""
    folders = [HERE / name for name in LONG]
    assert all(folder.exists() for folder in folders)
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in folders):
            item.add_marker("long")


def of_the_caller(environment: Mapping[str, str]) -> list[str]:
    """List the settings in an environment that no test may see."""
    return [name for name in environment if name.startswith("LINGANG_") and name not in OF_THE_CALLER]


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_the_caller() -> Iterator[None]:
    """Take the settings of the caller out of the environment before any application is made."""
    with pytest.MonkeyPatch.context() as patched:
        for name in of_the_caller(os.environ):
            patched.delenv(name)
        # Lines of requests would stand among those of the tests.
        patched.setenv("LINGANG_ACCESS_LOG", "0")
        yield


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


@pytest.fixture(scope="session")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the parcels of `tests.stored_layers`, which nobody changes."""
    place = tmp_path_factory.mktemp("stored")
    return write_store(place / "store", place / "scratch")


@pytest.fixture(scope="session")
def stored_atlas(atlas: Atlas, store_folder: Path) -> Atlas:
    return with_stored_layers(atlas, store_folder)


@pytest.fixture
def folders(tmp_path: Path) -> DataFolders:
    copy = DataFolders(tmp_path / "layers", tmp_path / "seeds")
    shutil.copytree(default_folder("layers"), copy.layers)
    shutil.copytree(default_folder("seeds"), copy.seeds)
    return copy
