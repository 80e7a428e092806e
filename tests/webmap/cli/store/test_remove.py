"""The command remove tells what it did, and what there is if there is no such layer."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import HERE
from tests.webmap.cli.store.calling import run


def test_a_layer_is_removed_by_name_or_id(tmp_path: Path) -> None:
    for name, said in (("a b", "a b"), ("c", "ws-c")):
        done = run("import", HERE / "data" / "samples" / "parcels.txt", "--as", name, "--store", tmp_path, "--quiet")
        assert done.exit_code == 0, done.output
        assert run("remove", said, "--store", tmp_path).exit_code == 0
    assert not list(tmp_path.iterdir())
    missing = run("remove", "c", "--store", tmp_path)
    assert missing.exit_code == 2
    assert "the store is empty" in missing.stderr
