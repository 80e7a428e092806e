"""The table of anchors is that of the seed tables as they are; whether the words stand there only the documents tell.

If one of these fails, run ``lingang anchors --documents FOLDER``.
"""

from __future__ import annotations

import pytest

from geo.atlas.load import default_folder
from geo.check.lenient_load import LoadedSoFar, lenient_load
from geo.documents.anchors import ANCHORED, WHOLE_TEXTS, rows_of
from geo.documents.statements import SUMMARIES, printed_words, statements


@pytest.fixture(scope="module")
def loaded() -> LoadedSoFar:
    return lenient_load(default_folder("layers"), default_folder("seeds"))


def test_every_statement_has_an_anchor_for_each_of_its_words_and_no_more(loaded: LoadedSoFar) -> None:
    assert loaded.anchors is not None
    kept = {(a.table, a.id, a.doc_id, a.term) for a in rows_of(loaded.anchors) if a.table not in WHOLE_TEXTS}
    wanted = set()
    for entry in statements(loaded.tables):
        if entry.table in ANCHORED:
            numbers = range(1, len(printed_words(entry.table, entry.entry)) + 1)
            terms = [str(number) for number in numbers] + [""] * (entry.table in SUMMARIES)
            wanted |= {(entry.table, entry.statement_id, entry.doc_id, term) for term in terms}
    assert kept - wanted == set()
    assert wanted - kept == set()


def test_every_anchor_is_in_a_section_its_statement_cites(loaded: LoadedSoFar) -> None:
    assert loaded.anchors is not None
    cited = {
        (entry.table, entry.statement_id, entry.doc_id, code)
        for entry in statements(loaded.tables)
        for code in entry.sections
    }
    anchors = [anchor for anchor in rows_of(loaded.anchors) if anchor.table not in WHOLE_TEXTS]
    assert [anchor for anchor in anchors if (*anchor[:3], anchor.section) not in cited] == []
