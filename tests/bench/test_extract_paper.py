"""The extract on paper: seconds of a PDF and a DOCX of a place and of a shape, and the memory they take.

``pytest tests/bench/test_extract_paper.py -s`` prints the median of five runs, on the clock and of processors. What is
asserted is memory, and that each run gives the same bytes. The goals on an idle machine of two cores are 0.7 s for the
PDF of a place and 1.5 s for that of a shape.
"""

from __future__ import annotations

import datetime as dt
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
import shapely

from geo import Atlas
from geo.extract.statement import extract_of_place, extract_of_shape
from geo.printing.extract.docx_file import extract_docx
from geo.printing.extract.pdf import extract_pdf

DAY = dt.date(2026, 11, 29)
MOST_MB = 600
WRITERS = {"pdf": extract_pdf, "docx": extract_docx}


def _shape(atlas: Atlas) -> shapely.Polygon:
    """Half of the box round 东方芯港, where more than 400 rows apply, of 1,190 in all."""
    west, south, east, north = atlas.features.geometry["fp-oriental-chip-port"].bounds
    return shapely.box(west + 0.3 * (east - west), south + 0.3 * (north - south), west + 0.8 * (east - west), north)


def _processor_s() -> float:
    """Processor time of this process and of those it has waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


EXTRACTS: dict[str, Callable[[Atlas], dict[str, Any]]] = {
    "place": lambda atlas: extract_of_place(atlas, "fp-oriental-chip-port", DAY),
    "shape": lambda atlas: extract_of_shape(atlas, _shape(atlas), DAY),
}


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("name", EXTRACTS)
def test_an_extract_is_written_in_little_memory_and_always_the_same(atlas: Atlas, name: str, kind: str) -> None:
    seconds, busy, files = [], [], set()
    for _ in range(5):
        start, before = time.perf_counter(), _processor_s()
        extract = EXTRACTS[name](atlas)
        files.add(WRITERS[kind](atlas, extract, lang="zh", root="https://atlas.example"))
        seconds.append(time.perf_counter() - start)
        busy.append(_processor_s() - before)
    (file,) = files
    assert len(extract["applies"]) > 400
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = sum(len(extract[key]) for key in ("applies", "does_not_apply", "no_data"))
    took = f"{statistics.median(seconds):.2f} s, of processors {statistics.median(busy):.2f} s"
    print(f"{name} {kind}: {took}; {rows} rows, {len(file) / 1e6:.2f} MB; Typst {child:.0f} MB, all else {own:.0f} MB")
    assert child < MOST_MB
    assert own < MOST_MB
