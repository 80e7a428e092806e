"""What was said of places when, and what is due when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from geo import Atlas
from geo.places.profile import profile
from geo.places.side_by_side.timeline import timeline


@pytest.fixture(scope="module")
def lines(atlas: Atlas) -> list[dict[str, object]]:
    records = [profile(atlas, "lg-new-area"), profile(atlas, "fa-special-bonded"), None]
    return timeline(atlas, records, date(2026, 6, 1))


def test_documents_stand_in_their_time_and_targets_in_their_years(lines: list[dict[str, object]]) -> None:
    assert [line["year"] for line in lines] == sorted(int(str(line["year"])) for line in lines)
    assert lines[0]["kind"] == "said"
    assert (lines[0]["day"], lines[0]["day_basis"]) == ("2020-09-23", "printed")
    assert lines[-1]["kind"] == "due"
    assert lines[-1]["year"] == 2035


def test_a_year_that_is_over_is_marked(lines: list[dict[str, object]]) -> None:
    passed = {line["year"]: line["passed"] for line in lines if line["kind"] == "due"}
    assert passed[2025] is True
    assert passed[2035] is False


def test_a_place_no_document_names_has_empty_cells(lines: list[dict[str, object]]) -> None:
    assert all(isinstance(line["cells"], list) and line["cells"][2] == [] for line in lines)


def test_a_document_of_which_no_day_is_printed_says_so(lines: list[dict[str, object]]) -> None:
    assert {line["day_basis"] for line in lines if line["kind"] == "said"} == {"printed", "looked_up"}


def test_measures_are_due_when_their_document_says(lines: list[dict[str, Any]]) -> None:
    due = next(line for line in lines if line["kind"] == "due" and line["year"] == 2025)
    measures = [one for one in due["cells"][1] if one.get("type") == "measure"]
    assert {one["sources"][0]["measure_id"] for one in measures} == {"p4-02", "p4-05"}
    assert measures[0]["note_en"] == "measure, by the end of the 14th Five-Year period"
    assert measures[0]["sources"][0]["section"]
