"""What a statement is, and which of its cells are printed in its section."""

from __future__ import annotations

import pandas as pd

from geo.documents.statements import Printed, printed_words, statements


def test_terms_come_part_by_part_and_of_a_claim_on_area_as_figures() -> None:
    entry = {"type": "industry", "term_zh": "海洋装备;深海"}
    assert printed_words("claims", entry) == [Printed("term_zh", "海洋装备", False), Printed("term_zh", "深海", False)]
    assert printed_words("claims", {"type": "area", "term_zh": "119.5"}) == [Printed("term_zh", "119.5", True)]


def test_a_figure_follows_its_qualifiers_and_a_measure_quotes_nothing() -> None:
    entry = {"qualifier_zh": "以上", "value": "25%"}
    assert [(word.column, word.is_figure) for word in printed_words("indicators", entry)] == [
        ("qualifier_zh", False),
        ("value", True),
    ]
    assert printed_words("measures", {"title_zh": "x"}) == []


def test_statements_are_named_by_their_keys_and_numbered_by_their_lines() -> None:
    tie = {"place_id": "a", "relation": "contains", "other_id": "b", "doc_id": "", "section": ""}
    claim = {"claim_id": "a.1", "doc_id": "doc", "section": "一; 二", "type": "area", "term_zh": ""}
    found = list(statements({"relations": pd.DataFrame([tie]), "claims": pd.DataFrame([claim, claim])}))
    assert [(s.table, s.statement_id, s.doc_id, s.sections, s.row) for s in found] == [
        ("claims", "a.1", "doc", ("一", "二"), 2),
        ("claims", "a.1", "doc", ("一", "二"), 3),
        ("relations", "a/contains/b", "", (), 2),
    ]
