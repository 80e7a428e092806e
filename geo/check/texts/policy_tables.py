"""Targets and measures against the tables that complete them; needs no documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.atlas.cells import split_list
from geo.check.rules import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from geo.check.lenient_load import LoadedSoFar

#: Columns a row of ``targets`` repeats from its indicator.
_REPEATED = ("unit", "year_zh", "year", "doc_id", "section")
#: Kinds of target -> the column that names the other figure.
_OTHER = {
    **dict.fromkeys(("pair", "near-pair", "not-comparable", "achieved", "history"), "baseline_id"),
    **dict.fromkeys(("repeat", "look-alike"), "repeats_id"),
}
#: Table -> column -> use of its words in ``wordings``.
_WORDS = {
    "measures": {"firmness": "verb", "lead": "actor", "partners": "actor", "deadline": "time"},
    "land_rules": {"firmness": "verb"},
    "indicators": {"year_zh": "time"},
    "documents": {"issuers_zh": "actor", "answerable_office": "actor", "addressees": "actor"},
}


def policy_table_findings(loaded: LoadedSoFar) -> list[Finding]:
    """List targets without a sound row, and printed words without their English.

    Parameters
    ----------
    loaded : LoadedSoFar
        Tables that are missing are left out.

    Returns
    -------
    list of Finding
        Rules J003 and J004.
    """
    return [*_target_findings(loaded.tables), *_word_findings(loaded.tables)]


def _target_findings(tables: dict[str, pd.DataFrame]) -> Iterator[Finding]:
    if not {"targets", "indicators"} <= tables.keys():
        return
    indicators = {row["indicator_id"]: row for row in tables["indicators"].to_dict("records")}
    rows = tables["targets"].to_dict("records")
    told = {row["target_id"] for row in rows}
    for number, row in enumerate(indicators.values(), start=2):
        if row["kind"] == "target" and row["indicator_id"] not in told:
            item = f"row {number}, indicator_id"
            found, remedy = (
                f"target {row['indicator_id']} has no row in targets",
                "add one; no-baseline if it has no base",
            )
            yield Finding("J003", "error", "seeds/indicators.csv", item, found, "a row in seeds/targets.csv", remedy)
    for number, row in enumerate(rows, start=2):
        known = indicators.get(row["target_id"], row)  # J001 reports an unknown id
        for column in _REPEATED:
            if row[column] != known[column]:
                expected = f"{known[column]!r}, as in seeds/indicators.csv"
                yield _row("J003", "targets", number, column, repr(row[column]), expected, "copy it from there")
        for column in ("baseline_id", "repeats_id"):
            if bool(row[column]) != (_OTHER.get(row["kind"]) == column):
                found = f"kind {row['kind']!r} with {column} {row[column]!r}"
                yield _row(
                    "J003", "targets", number, column, found, "the figure its kind names, and no other", "mend it"
                )


def _word_findings(tables: dict[str, pd.DataFrame]) -> Iterator[Finding]:
    if "wordings" not in tables:
        return
    wordings = tables["wordings"]
    known = set(zip(wordings["use"], wordings["wording_zh"], strict=True))
    for name, columns in _WORDS.items():
        for column, use in columns.items():
            for number, cell in enumerate(tables[name][column] if name in tables else (), start=2):
                for word in split_list(cell):
                    if (use, word) not in known:
                        expected = f"a row of seeds/wordings.csv with use {use}"
                        yield _row("J004", name, number, column, repr(word), expected, "add its English")


def _row(rule: str, table: str, number: int, column: str, found: str, expected: str, remedy: str) -> Finding:
    return Finding(rule, "error", f"seeds/{table}.csv", f"row {number}, {column}", found, expected, remedy)
