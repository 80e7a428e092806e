"""A search beside plain scanning of the same texts with pandas, and the first search of a process with its index.

Printed and not asserted, but for the hits: a time is a matter of the machine. Run it with ``pytest
tests/bench/test_search.py -s``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from geo import Atlas
from geo.places.search import build_index, search

_ROUNDS = 15
_COLUMNS = {
    "claims": ("term_zh", "term_en", "summary_zh", "summary_en"),
    "measures": ("title_zh", "title_en", "summary_zh", "summary_en"),
    "land_rules": ("rule_zh", "rule_en"),
    "indicators": ("name_zh", "name_en", "qualifier_zh", "qualifier_en", "extent_zh", "extent_en"),
    "industry_links": ("term_zh", "term_en", "note_zh", "note_en"),
}
QUERIES = {
    "a word": "容积率",
    "a common word": "产业",
    "an industry": "集成电路",
    "a lake": "滴水湖",
    "coordinates": "121.9,30.9",
    "initials": "dfxg",
    "pinyin of a word": "rencaigongyu",
    "a wrong character": "人材公寓",
    "a wrong letter": "dongfangxinggang",
    "nothing": "没有这样的地方",
}
_FIRST = """
import time
from geo import load_atlas
from geo.places.search import build_index, search
from geo.places import search_statements
atlas = load_atlas()
began = time.process_time()
if {prepared}:
    build_index(atlas)
print(time.process_time() - began)
began = time.process_time()
search(atlas, {query!r})
print(time.process_time() - began)
"""


def scan(atlas: Atlas, word: str) -> int:
    """Return how many rows contain a word, by pandas."""
    count = 0
    for table, columns in _COLUMNS.items():
        rows = atlas.tables[table]
        found = rows[columns[0]].str.contains(word, case=False, regex=False)
        for column in columns[1:]:
            found |= rows[column].str.contains(word, case=False, regex=False)
        count += int(found.sum())
    return count


def cpu_ms(call: Callable[[], object]) -> float:
    """Median of the CPU milliseconds of a call."""
    taken = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        call()
        taken.append(time.process_time() - began)
    return 1000 * statistics.median(taken)


def test_a_search_beside_a_scan(atlas: Atlas) -> None:
    build_index(atlas)
    assert scan(atlas, "容积率") == sum(
        search(atlas, "容积率")["counts"][group] for group in ("statements", "measures", "land_rules")
    )
    print("\nms of CPU of a search, and as a multiple of a scan of the same tables:")
    for name, query in QUERIES.items():
        ours, plain = cpu_ms(lambda query=query: search(atlas, query)), cpu_ms(lambda query=query: scan(atlas, query))
        print(f"{ours:6.1f}  {ours / plain:5.2f}  {name} ({query})")


@pytest.mark.parametrize("query", ["容积率", "rencaigongyu"])
def test_the_first_search_of_a_process(query: str) -> None:
    for prepared in (False, True):
        command = [sys.executable, "-c", _FIRST.format(prepared=prepared, query=query)]
        out = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout.split()
        index, first = (1000 * float(value) for value in out)
        print(f"\n{query}: index {index:.0f} ms of CPU before, first search {first:.0f} ms")
