"""The audit lists every vendored file, and finds one that was changed."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.audit import VENDOR, advisories, vendored


def test_all_vendored_files_are_listed_and_unchanged() -> None:
    rows = vendored()
    listed = {file for _, file, _, _ in rows}
    there = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()} - {"manifest.json"}
    assert listed == there
    assert all(is_same for *_, is_same in rows)


def test_a_changed_file_and_a_missing_one_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "vendor"
    shutil.copytree(VENDOR, folder)
    files = [file for _, file, _, _ in vendored(folder)]
    (folder / files[0]).write_text("changed")
    (folder / files[1]).unlink()
    assert [is_same for *_, is_same in vendored(folder)][:3] == [False, False, True]


def test_advisories_and_packages_without_an_answer_are_told_apart() -> None:
    rows = [
        {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1"}]},
        {"name": "b", "version": "2", "vulns": []},
        {"name": "c", "skip_reason": "not found"},
    ]
    assert advisories({"dependencies": rows}) == (["a 1: PYSEC-1"], ["c"])
