"""The drivers of GDAL: those that are named exist, and no other is left where strangers' files are read."""

from __future__ import annotations

import subprocess
import sys

import pyogrio
import pytest

from geo.errors import Fault, SourceError
from geo.export import FORMATS
from geo.readers import drivers
from geo.readers.file_names import OTHERS

_SCRIPT = """
import pyogrio
from geo.readers.drivers import keep_drivers
keep_drivers({names})
print(*pyogrio.list_drivers())
"""


def test_every_named_driver_is_there_and_belongs_to_a_format() -> None:
    known = pyogrio.list_drivers()
    assert all("r" in known[name] for name in drivers.READ_DRIVERS.values())
    assert all("w" in known[name] for name in drivers.WRITE_DRIVERS.values())
    assert set(drivers.READ_DRIVERS) < set(OTHERS)
    assert set(drivers.WRITE_DRIVERS) < set(FORMATS)


@pytest.mark.parametrize("names", [[], ["GPKG"]])
def test_only_the_drivers_that_are_named_stay(names: list[str]) -> None:
    command = [sys.executable, "-c", _SCRIPT.format(names=names)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == names


def test_without_the_library_of_gdal_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    before = pyogrio.list_drivers()
    monkeypatch.setattr(drivers, "_library", lambda: None)
    with pytest.raises(SourceError, match="cannot be turned off"):
        drivers.keep_drivers(["GPKG"])
    assert pyogrio.list_drivers() == before


def test_a_file_is_read_with_one_driver_and_the_others_are_there_again_afterwards() -> None:
    before = pyogrio.list_drivers()
    with drivers.one_driver("DXF"):
        assert set(pyogrio.list_drivers()) == {"DXF", *drivers.WRITE_DRIVERS.values()}
    assert pyogrio.list_drivers() == before
    with pytest.raises(SourceError, match="no driver"):
        refused_inside()
    assert pyogrio.list_drivers() == before


def refused_inside() -> None:
    with drivers.one_driver(None):
        assert set(pyogrio.list_drivers()) == set(drivers.WRITE_DRIVERS.values())
        raise SourceError(Fault("no driver"))


def test_without_the_library_of_gdal_a_named_file_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drivers, "_library", lambda: None)
    before = pyogrio.list_drivers()
    with drivers.one_driver("DXF"):
        assert pyogrio.list_drivers() == before


def test_importing_the_library_leaves_the_drivers_of_a_program_alone() -> None:
    script = "import pyogrio; n = pyogrio.list_drivers(); import geo, geo.readers.gdal, geo.readers.drivers; "
    done = subprocess.run(
        [sys.executable, "-c", script + "print(n == pyogrio.list_drivers() and len(n) > 7)"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "True"
