"""The lead: the one statement a place begins with, chosen by one rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo import Atlas
from geo.places.lead import lead_above, lead_of, same_as_lead
from geo.places.profile import profile

CHIP_PORT = "fp-oriental-chip-port"


def term(atlas: Atlas, claim_id: str | None) -> str:
    claims = atlas.tables["claims"].set_index("claim_id")
    return str(claims.at[claim_id, "term_zh"])


def test_the_term_of_most_documents_leads_in_the_words_of_the_latest(atlas: Atlas) -> None:
    lead = lead_of(atlas, "lg-new-area")
    assert term(atlas, lead) == "特殊经济功能区"
    claims = atlas.tables["claims"].set_index("claim_id")
    assert claims.at[lead, "doc_id"] == "parks-2021"
    same = same_as_lead(atlas, "lg-new-area")
    assert [claims.at[claim, "doc_id"] for claim in same] == ["lg-plan-2020"]


def test_among_terms_of_one_document_each_the_latest_and_then_the_first_in_the_text_leads(atlas: Atlas) -> None:
    assert term(atlas, lead_of(atlas, CHIP_PORT)) == "国家级集成电路综合性产业基地"
    assert same_as_lead(atlas, CHIP_PORT) == []


def test_only_own_statements_of_positioning_lead(atlas: Atlas) -> None:
    claims = atlas.tables["claims"].set_index("claim_id")
    led = {place: lead for place in atlas.places.index if (lead := lead_of(atlas, place))}
    assert set(led) == set(claims[claims["type"] == "positioning"]["place_id"])
    for place, lead in led.items():
        assert (claims.at[lead, "place_id"], claims.at[lead, "type"]) == (place, "positioning")


def test_a_place_without_one_is_shown_beside_the_nearest_place_above_but_never_the_city(atlas: Atlas) -> None:
    above = lead_above(atlas, "lg-mainland")
    assert above is not None
    assert above["through"]["id"] == "lg-new-area"
    assert above["claim"]["claim_id"] == lead_of(atlas, "lg-new-area")
    assert above["claim"]["citation_zh"]
    assert lead_above(atlas, "lg-new-area") is None
    throughs = {found["through"]["id"] for place in atlas.places.index if (found := lead_above(atlas, place))}
    assert throughs
    assert "shanghai" not in throughs


def test_a_lead_is_that_of_the_documents_of_the_day(atlas: Atlas) -> None:
    claims = atlas.tables["claims"]
    before = replace(atlas, tables={**atlas.tables, "claims": claims[claims["doc_id"] == "lg-plan-2020"]})
    assert lead_of(before, "lg-new-area") == "lg-new-area.0.positioning.01"


@pytest.mark.parametrize("place", ["lg-new-area", CHIP_PORT, "lg-mainland"])
def test_the_profile_names_the_lead(atlas: Atlas, place: str) -> None:
    record = profile(atlas, place)
    assert record["lead"] == lead_of(atlas, place)
    assert (record["lead"] is None) == (record["lead_above"] is not None)
    assert {record["lead"], *record["lead_same"]} - {None} <= {claim["claim_id"] for claim in record["claims"]}
