"""Entities of a drawing are counted with their blocks unfolded, and a drawing that breaks off is not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import ParameterError, SourceError
from geo.readers.checks.bounds import Bounds
from geo.readers.checks.drawing import require_end, require_few_entities
from tests.hostile.texts import drawing


def written(folder: Path, data: bytes) -> Path:
    path = folder / "a.dxf"
    path.write_bytes(data)
    return path


def test_an_array_counts_as_often_as_it_repeats(tmp_path: Path) -> None:
    path = written(tmp_path, drawing(30, 20))
    plain = written(tmp_path / "..", drawing())
    with pytest.raises(ParameterError, match=r"\d+ rows; expected at most 0") as one:
        require_few_entities(plain, Bounds(rows=0))
    with pytest.raises(ParameterError, match=r"\d+ rows; expected at most 0") as many:
        require_few_entities(path, Bounds(rows=0))
    counts = [int(str(error.value).split(": ")[1].split()[0]) for error in (one, many)]
    assert counts[1] - counts[0] == 30 * 20 - 1
    require_few_entities(path, Bounds(rows=counts[1]))


def test_blocks_in_blocks_multiply_and_a_circle_is_refused(tmp_path: Path) -> None:
    require_few_entities(written(tmp_path, drawing(depth=3)), Bounds(rows=300))
    with pytest.raises(ParameterError, match="rows"):
        require_few_entities(written(tmp_path, drawing(depth=7)), Bounds(rows=100_000))
    with pytest.raises(SourceError, match="in a circle"):
        require_few_entities(written(tmp_path, drawing(depth=3, circle=True)), Bounds(rows=100_000))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"0\nSECTION\n70\n1\n0\nEOF\n", "section without a name"),
        (b"0\nSECTION\n2\nENTITIES\n0\nPOINT\n", "breaks off"),
        (b"AutoCAD Binary DXF\r\n\x1a\0", "binary"),
    ],
)
def test_what_cannot_be_counted_is_refused(tmp_path: Path, data: bytes, found: str) -> None:
    with pytest.raises(SourceError, match=found):
        require_few_entities(written(tmp_path, data), Bounds(rows=10))


def test_the_end_is_looked_for_without_reading_the_whole(tmp_path: Path) -> None:
    require_end(written(tmp_path, drawing()))
    require_end(written(tmp_path, drawing() + b"\r\n\r\n"))
    with pytest.raises(SourceError, match="breaks off"):
        require_end(written(tmp_path, drawing()[:-20]))
