"""The drivers of GDAL: those that are named exist, and no other is left where strangers' files are read."""

from __future__ import annotations

import subprocess
import sys

import pyogrio
import pytest

from geo.errors import SourceError
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
