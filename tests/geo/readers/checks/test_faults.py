"""The error of a broken file names the file, the format it should have, and what its reader said."""

from __future__ import annotations

from pathlib import Path

from geo.readers.checks.faults import unreadable


def test_the_message_of_the_reader_is_kept_but_not_all_of_a_long_one() -> None:
    (fault,) = unreadable(Path("a.gpkg"), ValueError("x" * 1_000)).faults
    assert (fault.where, fault.expected, fault.found) == ("a.gpkg", "a .gpkg file", "x" * 200)
