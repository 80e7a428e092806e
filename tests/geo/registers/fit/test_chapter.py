"""The chapter of a question is the row of the page for that place, and is told from an extract of another question."""

from __future__ import annotations

import copy
import datetime as dt
import json

import jsonschema
import pytest
import shapely

from geo import Atlas
from geo.errors import ParameterError
from geo.extract.compare import compare_with_now
from geo.extract.schema import schema_json
from geo.extract.statement import extract_json, extract_of_place, extract_of_shape
from geo.registers.fit.answer import answer
from geo.registers.fit.conditions import Condition
from tests.geo.extract.sites import CHIP_PORT_BOX

DAY = dt.date(2026, 11, 29)
ASKED = (Condition("industry", "ind-ic", must=True, weight=3), Condition("area", "500", weight=2))


def test_a_place_has_the_answers_and_the_rank_of_the_page(atlas: Atlas) -> None:
    extract = extract_of_place(atlas, "fp-oriental-chip-port", DAY, ASKED)
    row = next(one for one in answer(atlas, ASKED)["places"] if one["place"]["id"] == "fp-oriental-chip-port")
    fit = extract["fit"]
    assert fit["answers"] == row["answers"]
    assert {key: fit[key] for key in ("rank", "tied", "certain", "possible")} == {
        key: row[key] for key in ("rank", "tied", "certain", "possible")
    }
    assert fit["link"].startswith("/fit?industry=ind-ic&industry_must=1")
    jsonschema.Draft202012Validator(json.loads(schema_json())).validate(json.loads(extract_json(extract)))


@pytest.mark.parametrize(("place_id", "left_out"), [("fp-life-bay", 0), ("lg-new-area", None)])
def test_a_place_that_is_not_ranked_says_why(atlas: Atlas, place_id: str, left_out: int | None) -> None:
    fit = extract_of_place(atlas, place_id, DAY, ASKED)["fit"]
    assert (fit["rank"], fit["tied"], fit["left_out"]) == (None, None, left_out)
    assert fit["standing_zh"].startswith("不进名次" if left_out == 0 else "不在所问")


def test_a_drawn_site_is_answered_by_its_own_figures(atlas: Atlas) -> None:
    extract = extract_of_shape(atlas, shapely.box(*CHIP_PORT_BOX), DAY, ASKED)
    assert [one["rule"] for one in extract["fit"]["answers"]][1].startswith("area_given_")
    assert extract["fit"]["rank"] is None
    jsonschema.Draft202012Validator(json.loads(schema_json())).validate(json.loads(extract_json(extract)))


def test_another_question_is_another_extract_and_a_changed_answer_is_told(atlas: Atlas) -> None:
    plain = extract_of_place(atlas, "fp-life-bay", DAY)
    kept = json.loads(extract_json(extract_of_place(atlas, "fp-life-bay", DAY, ASKED)))
    assert "fit" not in plain
    assert plain["id"] != kept["id"]
    assert compare_with_now(atlas, kept, DAY).is_same
    old = copy.deepcopy(kept)
    old["fit"]["answers"][1]["answer"] = "yes"
    (change,) = compare_with_now(atlas, old, DAY).changes
    assert (change.theme, change.kind, change.keys) == ("fit", "condition", ("answer",))
    old["input"]["fit"] = [{"kind": "area"}]
    with pytest.raises(ParameterError):
        compare_with_now(atlas, old, DAY)


def test_an_extract_of_an_older_form_is_still_known_as_ours(atlas: Atlas) -> None:
    old = json.loads(extract_json(extract_of_place(atlas, "fp-life-bay", DAY)))
    old |= {"schema_version": "1.1", "id": "0" * 16}
    assert not compare_with_now(atlas, old, DAY).is_own
