"""The score of the citations: how many statements hold, and how many citations are needed.

A statement holds if it cites a section and no rule on documents finds a fault in its row. A citation is needed if its
section carries something of the statement: a printed term or figure, the sentences of a measure, the name of a place it
ties. One that carries nothing could be left out. These are citation recall and citation precision as Gao and others
define them (Enabling Large Language Models to Generate Text with Citations, EMNLP 2023), with rules in the place of
their model.

A person has judged a sample of the statements too (``seeds/judged_sample.csv``): as they were when it was drawn, and as
they are now.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from geo.atlas.cells import split_list
from geo.atlas.schema import DRAWS
from geo.documents.anchors import places_of, rows_of
from geo.documents.statements import printed_words, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from geo.check.lenient_load import LoadedSoFar
    from geo.check.rules import Finding
    from geo.documents.source_text import Document, Section
    from geo.documents.statements import Statement


class Verdicts(NamedTuple):
    """How many statements of the sample were judged, held fully, and how many of their citations were needed."""

    judged: int
    full: int
    cited: int
    needed: int


@dataclass(frozen=True)
class Score:
    """How far the statements rest on the documents.

    Attributes
    ----------
    statements, supported : int
        Statements that cite a document of the folder or nothing, and those that hold.
    citations, needed : int
        Sections cited by them, and those that carry something of the statement.
    before, after : Verdicts or None
        Of the sample judged by a person; None if there is none.
    fresh, fresh_after, third, third_after : Verdicts or None
        Of unseen statements drawn when all was mended, and again when what those showed was mended everywhere: the
        first verdicts are what mending came to.
    """

    statements: int
    supported: int
    citations: int
    needed: int
    before: Verdicts | None = None
    after: Verdicts | None = None
    fresh: Verdicts | None = None
    fresh_after: Verdicts | None = None
    third: Verdicts | None = None
    third_after: Verdicts | None = None

    def lines(self) -> list[str]:
        """Return the lines `lingang check` ends with."""
        out = ["score: " + _shares(self.statements, self.supported, self.citations, self.needed)]
        for which, when, counts in (
            ("the sample", "as drawn", self.before),
            ("the sample", "as it is now", self.after),
            ("a fresh sample", "as drawn", self.fresh),
            ("a fresh sample", "as it is now", self.fresh_after),
            ("a third sample", "as drawn", self.third),
            ("a third sample", "as it is now", self.third_after),
        ):
            if counts is not None and counts.judged:
                shares = _shares(counts.judged, counts.full, counts.cited, counts.needed)
                out.append(f"score of {which} judged by hand, {when}: {shares}")
        return out


def _shares(statements: int, supported: int, citations: int, needed: int) -> str:
    return (
        f"{supported} of {statements} statements fully supported ({_percent(supported, statements)}), "
        f"{needed} of {citations} citations needed ({_percent(needed, citations)})"
    )


def _percent(part: int, whole: int) -> str:
    """Return a share in percent, rounded down, so that 100 means all."""
    return f"{1000 * part // whole / 10} %" if whole else "none"


def score(loaded: LoadedSoFar, documents: Mapping[str, Document], findings: Iterable[Finding]) -> Score:
    """Compute the score.

    Parameters
    ----------
    loaded : LoadedSoFar
        The seed tables, ``anchors`` and ``judged_sample``.
    documents : mapping of str to Document
        By ``doc_id``.
    findings : iterable of Finding
        Of all rules. Those whose id begins with D speak of citations.

    Returns
    -------
    Score
    """
    faulty = {(finding.file, finding.row) for finding in findings if finding.rule.startswith("D")}
    checked = [entry for entry in statements(loaded.tables) if not entry.doc_id or entry.doc_id in documents]
    supported = sum(
        bool(entry.doc_id and entry.sections) and (f"seeds/{entry.table}.csv", entry.row) not in faulty
        for entry in checked
    )
    carried = _Carried(loaded)
    needed = sum(
        carried.by(section, code, entry)
        for entry in checked
        for code in entry.sections
        if (section := documents[entry.doc_id].sections.get(code)) is not None
    )
    cited = sum(len(entry.sections) for entry in checked)
    return Score(len(checked), supported, cited, needed, *_judged(loaded.judged_sample))


def _judged(sample: pd.DataFrame | None) -> list[Verdicts]:
    """Count the verdicts of each draw, the first ones and those of today; none if there is no sample."""
    if sample is None:
        return []
    draws = [sample[sample["draw"] == draw] for draw in DRAWS]
    return [verdicts(drawn, when) for drawn in draws for when in ("before", "after")]


class _Carried:
    """What of a statement a section carries.

    Parameters
    ----------
    loaded : LoadedSoFar
        Its anchors and the tables that name places and industries.
    """

    def __init__(self, loaded: LoadedSoFar) -> None:
        anchors = [] if loaded.anchors is None else rows_of(loaded.anchors)
        self._anchored = {(anchor.table, anchor.id, anchor.doc_id, anchor.section) for anchor in anchors}
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        for table, key, other in (("places", "place_id", "aliases"), ("industries", "industry_id", "term_zh")):
            rows = loaded.tables[table].to_dict("records") if table in loaded.tables else []
            for row in rows:
                self._names[row[key]] |= {row["name_zh"], *split_list(row[other])}

    def by(self, section: Section, code: str, entry: Statement) -> bool:
        """Return whether a section has an anchor or a printed word of a statement, or the name of what it ties.

        A tie to a measure or target is carried where that has its anchor. A tie of an industry is carried where the
        place is named; one that is our reading also where the industry is.
        """
        row = entry.entry
        own = [(entry.table, entry.statement_id)]
        own += [("measures", row.get("measure_id", "")), ("indicators", row.get("target_id", ""))]
        if any((table, key, entry.doc_id, code) in self._anchored for table, key in own):
            return True
        if any(places_of(quoted, section) for quoted in printed_words(entry.table, row)):
            return True
        ends = ["place_id", "other_id"] + (["industry_id"] if row.get("basis") == "reading" else [])
        return any(section.has_term(name) for column in ends for name in self._names.get(row.get(column, ""), ()))


def verdicts(sample: pd.DataFrame, when: str) -> Verdicts:
    """Count the verdicts of the sample.

    Parameters
    ----------
    sample : pandas.DataFrame
        The table ``judged_sample``.
    when : {"before", "after"}
        The first verdicts, or those after the statements were mended; only rows that have one are counted.
    """
    judged = sample[sample[f"verdict_{when}"] != ""]
    cited, needed = (int(judged[f"{column}_{when}"].astype(int).sum()) for column in ("cited", "needed"))
    return Verdicts(len(judged), int((judged[f"verdict_{when}"] == "full").sum()), cited, needed)
