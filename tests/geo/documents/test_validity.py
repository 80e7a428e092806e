"""What stood on a day: documents from their date, and through them claims, targets, measures and ties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from geo import Atlas
from geo.documents.validity import as_of, read_day, require_named, standing_documents, standings
from geo.errors import NotFoundError, ParameterError, UnknownPlaceError

MID_2022 = date(2022, 6, 30)


def changed(atlas: Atlas, doc_id: str, **cells: str) -> Atlas:
    """The atlas with other cells in the row of a document."""
    documents = atlas.tables["documents"].copy()
    for column, value in cells.items():
        documents.loc[documents["doc_id"] == doc_id, column] = value
    return replace(atlas, tables={**atlas.tables, "documents": documents})


@pytest.mark.parametrize("text", ["2022-6-30", "30.06.2022", "2022-02-30", "", "today", "20220630", "２０２２-06-30"])
def test_a_day_is_year_month_and_day(text: str) -> None:
    with pytest.raises(ParameterError) as raised:
        read_day(text)
    assert raised.value.faults[0].where == "as_of"
    assert read_day("2022-06-30") == MID_2022


def test_a_document_stands_from_its_date_and_not_the_day_before(atlas: Atlas) -> None:
    for doc_id, since in atlas.tables["documents"].set_index("doc_id")["stands_from"].items():
        day = date.fromisoformat(since)
        assert standings(atlas, day)[str(doc_id)].stands
        assert not standings(atlas, day - timedelta(days=1))[str(doc_id)].stands


def test_a_document_without_a_printed_date_says_that_its_day_was_looked_up(atlas: Atlas) -> None:
    known = standings(atlas, MID_2022)
    assert (known["new-cities-2021"].basis, known["parks-2021"].basis) == ("looked_up", "looked_up")
    assert known["lg-plan-2020"].basis == "printed"


def test_a_term_that_has_run_out_ends_no_document(atlas: Atlas) -> None:
    late = standings(atlas, date(2030, 1, 1))
    assert late["parks-2021"].stands
    assert late["parks-2021"].term_passed
    assert not late["lg-plan-2020"].term_passed  # its far term is 2035
    assert standings(changed(atlas, "lg-plan-2020", term_to=""), MID_2022)["lg-plan-2020"].term_passed is None


def test_a_document_ends_on_the_day_it_prints_or_with_the_one_that_supersedes_it(atlas: Atlas) -> None:
    ended = changed(atlas, "lg-plan-2020", in_force_to="2022-06-29")
    assert not standings(ended, MID_2022)["lg-plan-2020"].stands
    assert standings(ended, MID_2022 - timedelta(days=1))["lg-plan-2020"].stands
    followed = changed(atlas, "lg-plan-2020", superseded_by="parks-2021")
    assert standings(followed, date(2021, 12, 31))["lg-plan-2020"].superseded_by is None
    assert standings(followed, date(2022, 1, 1))["lg-plan-2020"].superseded_by == "parks-2021"
    assert "lg-plan-2020" not in standing_documents(followed, MID_2022)


def test_a_day_before_the_first_document_says_so(atlas: Atlas) -> None:
    with pytest.raises(NotFoundError) as raised:
        as_of(atlas, date(2020, 9, 22))
    fault = raised.value.faults[0]
    assert "2020-09-22" in fault.found
    assert "2020-09-23" in fault.expected


def test_nothing_of_a_later_document_is_there(atlas: Atlas) -> None:
    then = as_of(atlas, MID_2022)
    standing = {"lg-plan-2020", "new-cities-2021", "parks-2021"}
    for name in ("documents", "claims", "indicators", "targets", "measures", "measure_places", "land_rules"):
        assert set(then.tables[name]["doc_id"]) == standing, name
    assert set(then.tables["relations"]["doc_id"]) <= standing | {""}
    assert set(then.tables["measure_places"]["measure_id"]) <= set(then.tables["measures"]["measure_id"])


def test_only_places_that_were_named_are_there_and_every_one_has_its_shape(atlas: Atlas) -> None:
    then = as_of(atlas, date(2020, 12, 31))
    assert "lg-new-area" in then.places.index
    assert "ftz-bonded-park" not in then.places.index
    assert "lg-mainland" in then.places.index  # a part of a named place, which no document names
    assert set(then.features.index) == set(then.places.index)
    parents = set(then.places["parent_id"]) - {""}
    assert parents <= set(then.places.index)
    ends = set(then.tables["relations"]["place_id"]) | set(then.tables["relations"]["other_id"])
    assert ends <= set(then.places.index)


def test_a_place_whose_parent_was_not_named_belongs_to_the_nearest_above(atlas: Atlas) -> None:
    # The base was named in 2020 at the latest by a claim on it; the belt that holds it came with the plan for parks.
    early = as_of(atlas, date(2021, 7, 1))
    assert "ib-riverside" not in early.places.index
    moved = [p for p in early.places.index if early.places.at[p, "parent_id"] != atlas.places.at[p, "parent_id"]]
    assert moved
    for place in moved:
        assert atlas.places.at[place, "parent_id"] not in early.places.index


def test_the_whole_atlas_is_returned_when_everything_stands(atlas: Atlas) -> None:
    assert as_of(atlas, None) is atlas
    assert as_of(atlas, date(2025, 3, 19)) is atlas
    assert as_of(atlas, MID_2022) is as_of(atlas, MID_2022 - timedelta(days=1))


def test_a_note_that_compares_documents_waits_for_all_of_them(atlas: Atlas) -> None:
    now = set(atlas.tables["differences"]["difference_id"])
    then = set(as_of(atlas, MID_2022).tables["differences"]["difference_id"])
    assert then < now
    assert "diff-01" in then  # the plan, the scheme and the plan for parks
    assert "diff-02" not in then  # the press conference of August 2022
    early = set(as_of(atlas, date(2020, 12, 31)).tables["differences"]["difference_id"])
    assert "diff-12" in early  # wordings of one place within the plan
    assert "diff-01" not in early


def test_a_place_named_later_is_not_found_and_the_answer_says_from_when(atlas: Atlas) -> None:
    then = as_of(atlas, MID_2022)
    require_named(atlas, then, "lg-new-area", MID_2022)
    with pytest.raises(NotFoundError) as raised:
        require_named(atlas, then, "wgq-cgt-zone", MID_2022)
    assert "2025-03-19" in raised.value.faults[0].expected
    with pytest.raises(UnknownPlaceError):
        require_named(atlas, then, "nowhere", MID_2022)
