"""Names as PostgreSQL has them."""

from __future__ import annotations

from geo.store.postgis.table import quoted


def test_quotation_marks_and_per_cent_signs_are_doubled() -> None:
    assert quoted('a"b%') == '"a""b%%"'
