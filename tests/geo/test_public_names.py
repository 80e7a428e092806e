"""What a user of the library imports from `geo`: ten names, each where it is said to be, and nothing loaded before."""

from __future__ import annotations

import subprocess
import sys

import pytest

import geo


@pytest.mark.parametrize("name", geo.__all__)
def test_each_name_is_there_with_a_docstring(name: str) -> None:
    assert getattr(geo, name).__doc__
    assert name in dir(geo)


def test_the_version_is_that_of_the_distribution() -> None:
    assert geo.__version__.count(".") == 2


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = geo.nothing


def test_import_geo_loads_no_library() -> None:
    script = "import sys, geo; print([name for name in ('numpy', 'pandas', 'shapely', 'numba') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"
