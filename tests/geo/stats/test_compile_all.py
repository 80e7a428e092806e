"""A fresh copy of the package compiles once; the next process compiles nothing, whatever it is asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geo.cache_folder import PACKAGE

#: Prints the compiled functions that were called from Python and had to be compiled, and a part of the compiler that is
#: loaded only for that.
REPORT = """
import sys
from geo.measure.jit import FUNCTIONS
codes = {one.__name__: one._machine_code for one in FUNCTIONS if one._machine_code is not None}
print("compiled:", *[name for name, code in codes.items() if sum(code.stats.cache_misses.values())])
print("called:", *[name for name, code in codes.items() if code.signatures])
print("compiler:", *[name for name in sys.modules if name == "numba.typed.typeddict"])
"""
ASK = """
from pathlib import Path
import geo
from geo.stats.accounts import make_account, make_account_of_files
atlas = geo.load_atlas()
for zones, by in (("scopes", "parks"), ("functional_areas", "parks:kind"), ("parks", "scopes"), ("clusters", "areas")):
    make_account(atlas, zones, by)
frame = atlas.layer("functional_areas")
frame[frame["area_km2"].notna()][["name_zh", "geometry"]].to_parquet("p.parquet")
make_account_of_files(atlas, "scopes", Path("p.parquet"))
"""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its data as a clone has them, without what is compiled and kept."""
    folder = tmp_path_factory.mktemp("clone")
    shutil.copytree(PACKAGE, folder / "geo", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("layers", "seeds"):
        shutil.copytree(PACKAGE.parent / name, folder / name)
    return folder


def ran(clone: Path, script: str) -> dict[str, list[str]]:
    """Run a script over the copy; return what `REPORT` lists."""
    environment = {**os.environ, "PYTHONPATH": str(clone), "XDG_CACHE_HOME": str(clone / "user")}
    environment.pop("NUMBA_CACHE_DIR", None)
    done = subprocess.run(
        [sys.executable, "-c", script + REPORT], cwd=clone, env=environment, capture_output=True, text=True, check=True
    )
    return {line.split(":")[0]: line.split(":")[1].split() for line in done.stdout.splitlines()}


@pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="nothing is compiled")
def test_a_fresh_copy_compiles_once(clone: Path) -> None:
    first = ran(clone, "from geo.stats.compile_all import compile_all; compile_all()")
    asked = ran(clone, ASK)
    assert {"measure_rings", "candidates"} <= set(first["compiled"])
    assert len(asked["called"]) > 8
    assert set(asked["called"]) <= set(first["compiled"])
    assert asked["compiled"] == []
    assert (first["compiler"], asked["compiler"]) == (["numba.typed.typeddict"], [])
    assert (clone / "geo" / "__pycache__" / "atlas.pickle").is_file()
    assert not (clone / "user").exists()
    filled = "from geo.measure.code_cache import is_filled; import sys; sys.exit(not is_filled())"
    assert subprocess.run([sys.executable, "-c", filled], cwd=clone, check=False).returncode == 0
    with (clone / "geo" / "overlay" / "rings.py").open("a", encoding="utf-8") as source:
        source.write("\n")
    assert subprocess.run([sys.executable, "-c", filled], cwd=clone, check=False).returncode == 1
