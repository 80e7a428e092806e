"""Questions answered from the documents by hand, and the whole answer to one question."""

from __future__ import annotations

import csv
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from geo import Atlas
from geo.errors import ParameterError
from geo.registers.fit.answer import answer, answers_of, condition_record
from geo.registers.fit.conditions import Condition, candidates

_FILE = Path(__file__).parents[3] / "data" / "fit_cases.csv"
CASES = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines()))
CHIPS = [
    Condition("industry", "ind-ic", must=True, weight=3),
    Condition("area", "500", weight=2),
    Condition("station", "10", weight=2),
    Condition("measures", "any", weight=1),
]


def listed(cell: str) -> set[str]:
    return {one for one in cell.split(";") if one}


def together(verdicts: list[str]) -> str:
    """All of several conditions: no if one is no, yes if all are, else unknown."""
    return "no" if "no" in verdicts else "yes" if set(verdicts) == {"yes"} else "unknown"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["question"])
def test_answers_are_those_read_from_the_documents(atlas: Atlas, case: dict[str, str]) -> None:
    asked = [Condition(name.rstrip("23"), value) for name, value in parse_qsl(case["question"])]
    found = {place: together([one.verdict for one in answers_of(atlas, place, asked)]) for place in candidates(atlas)}
    assert {place for place, verdict in found.items() if verdict == "yes"} == listed(case["yes"])
    for verdict in ("no", "unknown"):
        wanted = listed(case[verdict])
        assert {place: found[place] for place in wanted} == dict.fromkeys(wanted, verdict)


def test_there_are_thirty_cases_and_each_cites_a_section_that_exists(atlas: Atlas) -> None:
    sections = set(atlas.tables["sections"][["doc_id", "section"]].itertuples(index=False, name=None))
    assert len(CASES) >= 30
    assert {(case["doc_id"], one) for case in CASES for one in case["section"].split(";")} <= sections


def test_places_are_ranked_by_what_is_certain_and_each_answer_has_its_evidence(atlas: Atlas) -> None:
    found = answer(atlas, CHIPS)
    ranks = [(row["place"]["id"], row["rank"], row["certain"], row["possible"]) for row in found["places"]]
    assert ranks[:3] == [
        ("fa-intl-innovation", 1, 8, 8),
        ("fa-special-bonded", 1, 8, 8),
        ("fp-oriental-chip-port", 3, 7, 8),
    ]
    assert found["most"] == 8
    third = found["places"][2]
    assert [one["answer"] for one in third["answers"]] == ["yes", "yes", "yes", "unknown"]
    named = third["answers"][0]["evidence"][0]
    assert (named["grade"], named["document"]["id"], named["section"]) == ("named", "parks-2021", "四(一)一轴1")
    assert third["answers"][1]["evidence"][0]["outside"]["address"].startswith("https://")
    assert third["answers"][3]["grade"] == "parent"
    assert len(found["places"]) + len(found["left_out"]) == len(candidates(atlas))
    assert all(not row["answer"]["told"] for row in found["left_out"])


def test_no_question_ranks_nothing_and_no_hit_says_what_each_condition_costs(atlas: Atlas) -> None:
    assert answer(atlas, [])["places"] == []
    far = answer(atlas, [Condition("industry", "ind-ai", must=True), Condition("port", "1", must=True)])
    assert far["places"] == []
    assert [(one["condition"], one["count"]) for one in far["without"]] == [(0, 3), (1, 3)]
    assert answer(atlas, CHIPS)["without"] == []


@pytest.mark.parametrize(("kind", "value"), [("industry", "ind-none"), ("document", "none"), ("measures", "none")])
def test_what_does_not_exist_is_refused(atlas: Atlas, kind: str, value: str) -> None:
    with pytest.raises(ParameterError, match=value):
        answer(atlas, [Condition(kind, value)])


def test_several_industries_are_a_condition_each_with_its_own_weight_and_name(atlas: Atlas) -> None:
    asked = [Condition("industry", "ind-ic", must=True, weight=3), Condition("industry", "ind-biomed", weight=2)]
    found = answer(atlas, asked)
    assert [one["head_zh"] for one in found["conditions"]] == ["集成电路", "生物医药"]
    scores = {row["place"]["id"]: (row["certain"], row["possible"]) for row in found["places"]}
    assert scores["fa-frontier"] == (5, 5)
    assert scores["fp-oriental-chip-port"] == (3, 5), "silence on the second industry is unknown"
    assert "fp-life-bay" in {row["place"]["id"] for row in found["left_out"]}
    with pytest.raises(ParameterError, match="twice"):
        answer(atlas, [asked[0], asked[0]])


def test_a_condition_is_named_in_both_languages(atlas: Atlas) -> None:
    titles = {
        (one["title_zh"], one["title_en"])
        for one in (condition_record(atlas, asked) for asked in [*CHIPS, Condition("measures", "land")])
    }
    assert ("面积不少于 500 公顷", "at least 500 ha") in titles
    assert ("产业：集成电路", "industry: Integrated circuits") in titles
    assert ("有专门措施：用地", "measures of its own: land") in titles
