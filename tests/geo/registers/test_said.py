"""One statement of any table in one form."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.documents.statements import statements
from geo.registers.said import QUOTED_HEADINGS, said


@pytest.mark.parametrize(
    ("table", "title", "text", "places"),
    [
        ("claims", True, True, True),
        ("indicators", True, True, True),
        ("measures", True, True, True),
        ("land_rules", False, True, True),
        ("industries", True, True, False),
        ("document_facts", True, False, False),
    ],
)
def test_each_table_says_what_it_has(atlas: Atlas, table: str, *, title: bool, text: bool, places: bool) -> None:
    known = [said(atlas, one) for one in statements({table: atlas.tables[table]})]
    assert any(one["title_zh"] for one in known) is title
    assert any(one["text_zh"] for one in known) is text
    assert any(one["places"] for one in known) is places
    assert all(one["quoted"] is (table in QUOTED_HEADINGS) for one in known)
    assert all(one["citation_zh"] for one in known)
