"""The sample of statements judged by a person: how it was drawn.

``statements_sampled_from.csv`` lists all statements of the seed tables on the day of the drawing, before anything in
them was mended. Each is ranked by a hash of the seed and its id, and of each table the first are taken, as many as its
share of all statements. So the same list and seed give the same sample, whatever the order of the rows.

The verdicts are kept in ``seeds/judged_sample.csv``. To judge another sample, ``python -m tests.data.sample SEED``
prints one of the statements as they are now.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geo.atlas.load import default_folder
from geo.check.lenient_load import lenient_load
from geo.documents.statements import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Seed of the sample that is kept, and how many statements it has.
SEED = "lingang-2026-11-29"
SIZE = 200
#: All statements on that day.
FROZEN = Path(__file__).parent / "statements_sampled_from.csv"


class StatementKey(NamedTuple):
    """What identifies a statement: its table, its id there, and the document and sections it cites."""

    table: str
    id: str
    doc_id: str
    section: str


def draw(statements: Sequence[StatementKey], size: int = SIZE, seed: str = SEED) -> list[StatementKey]:
    """Draw a sample in which each table has the share it has of all statements.

    Parameters
    ----------
    statements : sequence of StatementKey
        All of them.
    size : int
        How many to draw.
    seed : str
        Another seed draws another sample.

    Returns
    -------
    list of StatementKey
        In the order of `statements`. Shares are rounded so that they add up to `size` (largest remainder).
    """
    counts = Counter(statement.table for statement in statements)
    exact = {table: size * count / len(statements) for table, count in counts.items()}
    quota = {table: int(share) for table, share in exact.items()}
    by_remainder = sorted(exact, key=lambda table: quota[table] - exact[table])
    for table in by_remainder[: size - sum(quota.values())]:
        quota[table] += 1
    ranked = sorted(statements, key=lambda statement: _rank(statement, seed))
    taken: set[StatementKey] = set()
    for table, count in quota.items():
        taken.update([statement for statement in ranked if statement.table == table][:count])
    return [statement for statement in statements if statement in taken]


def _rank(statement: StatementKey, seed: str) -> str:
    return hashlib.sha256("\n".join([seed, *statement[:3]]).encode()).hexdigest()


def frozen() -> list[StatementKey]:
    """Read the statements the sample was drawn from."""
    with FROZEN.open(encoding="utf-8", newline="") as file:
        return [StatementKey(*row) for row in csv.reader(file)][1:]


def statements_now() -> list[StatementKey]:
    """List the statements of the seed tables as they are."""
    loaded = lenient_load(default_folder("layers"), default_folder("seeds"))
    return [StatementKey(s.table, s.statement_id, s.doc_id, ";".join(s.sections)) for s in statements(loaded.tables)]


if __name__ == "__main__":
    csv.writer(sys.stdout).writerows(draw(statements_now(), seed=sys.argv[1]))
