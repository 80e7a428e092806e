"""The samples of statements judged by a person: how they were drawn.

A list keeps the statements a sample was drawn from: all of the seed tables before anything in them was mended for the
first, for the others those of the hour they were drawn, without those judged before. Each is ranked by a hash of the
seed and its id, and of each table the first are taken, as many as its share of all statements. So the same list and
seed give the same sample, whatever the order of the rows.

The verdicts are kept in ``seeds/judged_sample.csv``. To judge another sample, ``python -m tests.data.sample SEED SIZE``
prints one of the statements as they are now, without those judged before.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geo.atlas.load import default_folder, read_table
from geo.check.lenient_load import lenient_load
from geo.documents.statements import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Seed of the first sample, and how many statements it has.
SEED = "lingang-2026-11-29"
SIZE = 200


class Drawing(NamedTuple):
    """How a sample was drawn: its seed, its size, and the file of the statements it was drawn from."""

    seed: str
    size: int
    frozen: str


#: By the word of the column ``draw``.
DRAWINGS = {
    "first": Drawing(SEED, SIZE, "statements_sampled_from.csv"),
    "fresh": Drawing("lingang-2026-11-29-again", 60, "statements_sampled_again_from.csv"),
    "third": Drawing("lingang-2026-11-29-third", 60, "statements_sampled_third_from.csv"),
}


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


def frozen(which: str = "first") -> list[StatementKey]:
    """Read the statements a sample was drawn from."""
    with (Path(__file__).parent / DRAWINGS[which].frozen).open(encoding="utf-8", newline="") as file:
        return [StatementKey(*row) for row in csv.reader(file)][1:]


def statements_now() -> list[StatementKey]:
    """List the statements of the seed tables as they are."""
    loaded = lenient_load(default_folder("layers"), default_folder("seeds"))
    return [StatementKey(s.table, s.statement_id, s.doc_id, ";".join(s.sections)) for s in statements(loaded.tables)]


def judged(which: str | None = None) -> list[StatementKey]:
    """Read the statements of a sample, or of all, in the order they are kept in."""
    table = read_table(default_folder("seeds") / "judged_sample.csv", "judged_sample")
    rows = table if which is None else table[table["draw"] == which]
    return [StatementKey(*row) for row in rows[list(StatementKey._fields)].itertuples(index=False)]


if __name__ == "__main__":
    known = {statement[:2] for statement in judged()}
    unseen = [statement for statement in statements_now() if statement[:2] not in known]
    csv.writer(sys.stdout).writerows(draw(unseen, int(sys.argv[2]), sys.argv[1]))
