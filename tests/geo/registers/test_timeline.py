"""What was said of every place by a document or a year, and what is due when."""

from __future__ import annotations

import datetime as dt

import pytest

from geo import Atlas
from geo.documents.validity import as_of
from geo.errors import ParameterError
from geo.registers.timeline import COLUMNS, NAMED, timeline

NEW_YEAR_2026 = dt.date(2026, 1, 1)


def test_the_stops_are_the_documents_and_the_years_of_targets_in_time(atlas: Atlas) -> None:
    stops = timeline(atlas).body["stops"]
    said = [stop["id"] for stop in stops if stop["kind"] == "said"]
    assert said == list(atlas.tables["documents"].sort_values("stands_from")["doc_id"])
    years = {row["year"] for row in atlas.tables["indicators"].to_dict("records") if row["kind"] == "target"}
    assert {stop["id"] for stop in stops if stop["kind"] == "due"} == years - {""}
    assert [stop["year"] for stop in stops] == sorted(stop["year"] for stop in stops)


@pytest.mark.parametrize(("until", "day"), [("lg-plan-2020", "2020-09-23"), ("2021", "2021-12-31")])
def test_a_place_is_told_once_a_document_names_it_by_the_newest(atlas: Atlas, until: str, day: str) -> None:
    body = timeline(atlas, until).body
    named = set(as_of(atlas, dt.date.fromisoformat(day)).places.index)
    assert {row["place"]["id"] for row in body["places"] if row["class"] != "unknown"} == named
    for row in body["places"]:
        documents = {source["document"]["id"] for entry in row["said"] for source in entry["sources"]}
        assert documents == ({row["class"]} if row["said"] else set())
        assert row["said"] or row["class"] in {NAMED, "unknown"}
    counts = {one["id"]: one["count"] for one in body["classes"]}
    assert sum(counts.values()) == len(atlas.places)


def test_what_the_new_area_is_for_changes_with_the_documents(atlas: Atlas) -> None:
    newest = {}
    for until in ("2020", "2022", ""):
        rows = {row["place"]["id"]: row for row in timeline(atlas, until).body["places"]}
        newest[until] = rows["lg-new-area"]["class"]
        assert rows["lg-new-area"]["fresh"] == (until == "2022")
    assert newest == {"2020": "lg-plan-2020", "2022": "lg-press-2022", "": "lg-press-2022"}


def test_a_target_counts_once_it_is_set_and_is_due_with_its_year(atlas: Atlas) -> None:
    def due(until: str) -> dict[int, bool]:
        return {line["year"]: line["reached"] for line in timeline(atlas, until, NEW_YEAR_2026).body["due"]}

    assert due("lg-plan-2020") == {2025: False, 2035: False}, "the target for 2020 is told by a later document"
    assert due("2025") == {2020: True, 2025: True, 2026: False, 2035: False}
    (last,) = [line for line in timeline(atlas, "", NEW_YEAR_2026).body["due"] if line["year"] == 2025]
    assert last["passed"]


def test_the_file_has_every_statement_by_then_with_its_source(atlas: Atlas) -> None:
    register = timeline(atlas, "2021")
    assert all(set(row) == set(COLUMNS.keys) for row in register.rows)
    assert {row["document_zh"] for row in register.rows} == {"2020产业规划", "2021新城方案"}
    assert {row["statement_kind_en"] for row in register.rows} == {"said", "due"}


def test_before_the_first_document_nothing_is_told(atlas: Atlas) -> None:
    register = timeline(atlas, "2019")
    assert (register.body["until"], register.body["due"], register.rows) == (None, [], ())
    assert {row["class"] for row in register.body["places"]} == {"unknown"}


@pytest.mark.parametrize("until", ["soon", "20２1", "12345"])
def test_what_is_no_stop_is_refused_with_the_stops(atlas: Atlas, until: str) -> None:
    with pytest.raises(ParameterError, match="lg-plan-2020"):
        timeline(atlas, until)
