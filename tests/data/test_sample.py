"""The sample judged by hand can be drawn again from the list and the seed that are kept."""

from __future__ import annotations

from collections import Counter

from geo.atlas.load import default_folder, read_table
from tests.data.sample import SIZE, StatementKey, draw, frozen, statements_now


def kept() -> list[StatementKey]:
    table = read_table(default_folder("seeds") / "judged_sample.csv", "judged_sample")
    return [StatementKey(*row) for row in table[list(StatementKey._fields)].itertuples(index=False)]


def test_the_kept_sample_is_the_one_the_seed_draws() -> None:
    assert draw(frozen()) == kept()


def test_each_table_has_the_share_it_has_of_all_statements() -> None:
    everything = frozen()
    shares = {table: SIZE * count / len(everything) for table, count in Counter(s.table for s in everything).items()}
    drawn = Counter(statement.table for statement in kept())
    assert drawn.total() == SIZE
    assert all(abs(drawn[table] - share) < 1 for table, share in shares.items())


def test_the_order_of_the_rows_does_not_matter_and_the_seed_does() -> None:
    everything = frozen()
    assert set(draw(everything[::-1])) == set(draw(everything))
    assert set(draw(everything, seed="another")) != set(draw(everything))


def test_the_statements_of_today_can_be_drawn_from() -> None:
    assert len(draw(statements_now(), size=20)) == 20
