"""A sheet is printed in the time a reader waits for a page, in less than 600 MB."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

LIMIT_MB = 600


@pytest.mark.parametrize(("sheet", "cpu_s"), [("A3", 0.6), ("A0", 1.2), ("parcels", 5.0), ("million", 30.0)])
def test_a_sheet_is_quick_and_small(sheet: str, cpu_s: float) -> None:
    command = [sys.executable, "-m", "tests.bench.sheet_run", sheet]
    result = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    print(result)
    assert result["peak_mb"] < LIMIT_MB
    assert result["cpu_s"] < cpu_s
