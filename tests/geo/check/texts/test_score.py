"""The score: statements that hold, citations that are needed, and the sample judged by a person."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.check.lenient_load import LoadedSoFar
from geo.check.texts.citations import citation_findings, read_documents
from geo.check.texts.score import Score, Verdicts, score, verdicts
from geo.documents.anchors import make_anchors
from tests.geo.check.texts.made_up import claim, loaded

PLACES = [("north", "北部片区", ""), ("far", "远区", "东区;远郊")]


def scored(data: LoadedSoFar) -> Score:
    documents, _ = read_documents(data, data.seeds_folder)
    data.anchors = make_anchors(data.tables, documents)
    return score(data, documents, citation_findings(data, documents)[0])


def test_a_statement_with_a_finding_does_not_hold(tmp_path: Path) -> None:
    data = loaded(tmp_path, claims=[claim("海洋装备"), claim("钢铁", claim_id="d")], places=PLACES)
    found = scored(data)
    assert (found.statements, found.supported) == (2, 1)
    assert found.lines() == [
        "score: 1 of 2 statements fully supported (50.0 %), 2 of 2 citations needed (100.0 %)",
    ]


def test_a_statement_without_citation_does_not_hold_and_another_document_is_not_judged(tmp_path: Path) -> None:
    ties = [("north", "contains", "far", "", ""), ("north", "contains", "far", "other", "一")]
    found = scored(loaded(tmp_path, relations=ties, places=PLACES))
    assert (found.statements, found.supported, found.citations) == (1, 0, 0)
    assert found.lines() == ["score: 0 of 1 statements fully supported (0.0 %), 0 of 0 citations needed (none)"]


def test_a_citation_is_needed_if_its_section_has_a_word_a_name_or_a_sentence(tmp_path: Path) -> None:
    ties = [("north", "contains", "far", "doc", "二1;一")]
    measures = [("m", "doc", "一;二", "面积", "面积达到目标")]
    claims = [claim("海洋装备", "二1;一")]
    found = scored(loaded(tmp_path, claims=claims, measures=measures, relations=ties, places=PLACES))
    assert (found.citations, found.needed) == (6, 3)


def test_a_tie_of_an_industry_needs_the_place_and_a_reading_the_industry(tmp_path: Path) -> None:
    data = loaded(tmp_path, places=PLACES)
    data.tables["industries"] = pd.DataFrame(
        [{"industry_id": "sea", "name_zh": "海洋装备", "term_zh": "", "doc_id": "doc", "section": "二1"}]
    )
    ties = [("sea", "far", "stated", "doc", "二1"), ("sea", "far", "reading", "doc", "二1")]
    columns = ["industry_id", "place_id", "basis", "doc_id", "section"]
    data.tables["industry_places"] = pd.DataFrame(ties, columns=columns)
    assert scored(data).needed == 2  # the industry itself, and the reading


def test_a_tie_of_a_measure_is_carried_where_the_measure_stands(tmp_path: Path) -> None:
    data = loaded(tmp_path, measures=[("m", "doc", "一", "面积", "面积达到目标")], places=PLACES)
    ties = pd.DataFrame([("m", "far", "reading", "doc", "一"), ("m", "far", "reading", "doc", "二")])
    data.tables["measure_places"] = ties.set_axis(["measure_id", "place_id", "basis", "doc_id", "section"], axis=1)
    found = scored(data)
    assert (found.citations, found.needed) == (3, 2)


def judged(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Each row: the verdict and the number of citations needed, before and after."""
    columns = ["verdict_before", "needed_before", "verdict_after", "needed_after"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(cited_before="1", cited_after=table["verdict_after"].map(lambda word: "1" if word else ""))


def test_verdicts_are_counted_of_the_rows_that_have_one() -> None:
    sample = judged(("full", "1", "full", "1"), ("unsupported", "0", "", ""))
    assert verdicts(sample, "before") == Verdicts(2, 1, 2, 1)
    assert verdicts(sample, "after") == Verdicts(1, 1, 1, 1)


def test_the_sample_is_told_as_drawn_and_once_judged_again_as_it_is() -> None:
    whole = Score(10, 10, 10, 9, Verdicts(2, 1, 2, 1), Verdicts(0, 0, 0, 0))
    assert [line.partition(":")[0] for line in whole.lines()] == [
        "score",
        "score of the sample judged by hand, as drawn",
    ]
    again = Score(10, 10, 10, 9, Verdicts(2, 1, 2, 1), Verdicts(3, 2, 3, 3))
    assert again.lines()[2] == (
        "score of the sample judged by hand, as it is now: "
        "2 of 3 statements fully supported (66.6 %), 3 of 3 citations needed (100.0 %)"
    )


def test_a_fresh_draw_is_told_apart_from_the_first(tmp_path: Path) -> None:
    data = loaded(tmp_path, places=PLACES)
    rows = judged(("full", "1", "full", "1"), ("partly", "1", "full", "1"), ("partly", "1", "", ""))
    data.judged_sample = rows.assign(draw=["first", "fresh", "fresh"])
    found = scored(data)
    assert (found.before, found.fresh) == (Verdicts(1, 1, 1, 1), Verdicts(2, 0, 2, 2))
    assert found.lines()[-1].startswith("score of a fresh sample judged by hand, as it is now: 1 of 1")


def test_a_share_is_a_hundred_only_if_all_hold() -> None:
    assert "(99.9 %)" in Score(10000, 9999, 1, 1).lines()[0]
