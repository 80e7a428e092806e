"""The sample judged by hand can be drawn again from the list and the seed that are kept."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.data.sample import DRAWINGS, SIZE, draw, frozen, judged, statements_now


@pytest.mark.parametrize("which", list(DRAWINGS))
def test_the_kept_sample_is_the_one_the_seed_draws(which: str) -> None:
    drawing = DRAWINGS[which]
    assert draw(frozen(which), drawing.size, drawing.seed) == judged(which)


def test_a_later_sample_holds_nothing_that_was_judged_before() -> None:
    seen: set[tuple[str, str]] = set()
    for which in DRAWINGS:
        drawn = {statement[:2] for statement in judged(which)}
        assert not seen & drawn, which
        seen |= drawn


def test_each_table_has_the_share_it_has_of_all_statements() -> None:
    everything = frozen()
    shares = {table: SIZE * count / len(everything) for table, count in Counter(s.table for s in everything).items()}
    drawn = Counter(statement.table for statement in judged("first"))
    assert drawn.total() == SIZE
    assert all(abs(drawn[table] - share) < 1 for table, share in shares.items())


def test_the_order_of_the_rows_does_not_matter_and_the_seed_does() -> None:
    everything = frozen()
    assert set(draw(everything[::-1])) == set(draw(everything))
    assert set(draw(everything, seed="another")) != set(draw(everything))


def test_the_statements_of_today_can_be_drawn_from() -> None:
    assert len(draw(statements_now(), size=20)) == 20
