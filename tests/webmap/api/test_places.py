"""The data addresses: the same figures in every format, sources behind every statement, ETags that hold."""

from __future__ import annotations

import json

import jsonschema
import pytest
from flask.testing import FlaskClient

from geo import Atlas

TEXT = {"type": "string", "minLength": 1}
TEXT_OR_NULL = {"type": ["string", "null"], "minLength": 1}
NUMBER_OR_NULL = {"type": ["number", "null"]}
DOCUMENT = {
    "type": "object",
    "required": ["id", "title_zh", "title_en", "short_zh", "number", "issued_on", "date_basis_zh", "sequence", "kind"],
    "properties": {"id": TEXT, "title_zh": TEXT, "short_zh": TEXT, "number": TEXT_OR_NULL, "issued_on": TEXT_OR_NULL},
}
CLAIM = {
    "type": "object",
    "required": [
        *["claim_id", "type", "term_zh", "terms_zh", "terms_en", "summary_zh", "summary_en", "document", "section"],
        *["citation_zh", "citation_en", "note_zh", "note_en", "role", "status"],
    ],
    "properties": {"summary_zh": TEXT, "summary_en": TEXT, "document": DOCUMENT, "section": TEXT, "citation_en": TEXT},
}
BRIEF = {"type": "object", "required": ["id", "name_zh", "name_en", "kind"]}
CHILD = {**BRIEF, "properties": {"basis": {"enum": ["inside", "member"]}}, "required": [*BRIEF["required"], "basis"]}
TIE = {
    "required": ["industry_id", "basis", "document", "section", "citation_zh"],
    "properties": {"basis": {"enum": ["stated", "reading"]}, "document": DOCUMENT},
}
PLACE = {
    "type": "object",
    "required": [
        *["id", "name_zh", "name_en", "kind", "level", "layer", "aliases", "parents", "children"],
        *["unlocated_children", "area", "geometry", "claims", "indicators", "industries", "measures", "relations"],
        *[
            "industry_links",
            "annex",
            "annex_parks",
            "documents",
            "inherited",
            "lead",
            "lead_same",
            "lead_above",
            "as_of",
            "disclaimer_zh",
            "disclaimer_en",
            "version",
        ],
    ],
    "properties": {
        "parents": {"type": "array", "items": BRIEF},
        "children": {"type": "array", "items": CHILD},
        "unlocated_children": {"type": "array", "items": CHILD},
        "industries": {"type": "array", "items": TIE},
        "industry_links": {"type": "array", "items": TIE},
        "annex": {"type": "array", "items": {"required": ["city", "order", "rows", "sentence_zh", "sentence_en"]}},
        "annex_parks": {"type": "array", "items": {"required": ["place", "order", "name_zh", "document"]}},
        "documents": {"type": "array", "items": DOCUMENT},
        "lead": TEXT_OR_NULL,
        "lead_same": {"type": "array", "items": TEXT},
        "lead_above": {"type": ["object", "null"], "required": ["through", "claim"]},
        "claims": {"type": "array", "items": CLAIM},
        "indicators": {"type": "array", "items": {"required": ["value", "document", "section"]}},
        "area": {
            "type": ["object", "null"],
            "required": ["area_km2", "area_ha", "area_mu", "stated_area_km2", "uncertainty_km2", "method", "derived"],
            "properties": {"area_km2": {"type": "number", "exclusiveMinimum": 0}, "stated_area_km2": NUMBER_OR_NULL},
        },
        "geometry": {"type": "object", "required": ["type", "method", "reference_zh", "accuracy_m", "grade"]},
    },
}


@pytest.mark.long
def test_every_place_keeps_the_contract_and_serialises_as_strict_json(client: FlaskClient, atlas: Atlas) -> None:
    validator = jsonschema.Draft202012Validator(PLACE)
    for place_id in atlas.places.index:
        response = client.get(f"/places/{place_id}.json")
        assert response.status_code == 200, place_id
        # parse_constant is called for NaN and Infinity, which are no JSON.
        place = json.loads(response.data, parse_constant=pytest.fail)
        validator.validate(place)


def test_oriental_chip_port_tells_its_positioning_with_document_and_section(client: FlaskClient) -> None:
    place = client.get("/places/fp-oriental-chip-port.json").get_json()
    claim = next(claim for claim in place["claims"] if claim["term_zh"] == "国家级集成电路综合性产业基地")
    assert claim["document"]["id"] == "parks-2021"
    assert claim["section"] == "四(一)一轴1"
    assert [parent["id"] for parent in place["parents"]] == ["shanghai", "lg-new-area"]


def test_claims_come_in_the_order_of_the_documents(client: FlaskClient) -> None:
    claims = client.get("/places/lg-new-area.json").get_json()["claims"]
    order = [claim["document"]["sequence"] for claim in claims]
    assert order == sorted(order)
    assert len(set(order)) >= 3


def test_a_belt_has_no_area_of_its_own_but_that_of_the_places_it_connects(client: FlaskClient) -> None:
    area = client.get("/places/belt-two-ports.json").get_json()["area"]
    assert area["derived"] is True
    assert "area-pvg-south" in area["derived_from"]
    assert area["stated_area_km2"] is None


def test_a_place_nobody_locates_has_no_area_and_its_parent_lists_it(client: FlaskClient) -> None:
    place = client.get("/places/node-niiic.json").get_json()
    assert place["area"] is None
    assert place["geometry"]["type"] is None
    assert place["geometry"]["note_zh"]
    parent = client.get("/places/lg-new-area.json").get_json()
    assert "node-niiic" in [child["id"] for child in parent["unlocated_children"]]
    assert "node-niiic" not in [child["id"] for child in parent["children"]]


def test_a_feature_download_is_rfc_7946(client: FlaskClient) -> None:
    response = client.get("/places/fa-frontier.geojson")
    assert response.mimetype == "application/geo+json"
    feature = json.loads(response.data)
    assert feature["type"] == "Feature"
    assert feature["id"] == "fa-frontier"
    assert "crs" not in feature


def test_places_of_a_filter_are_given_with_their_area(client: FlaskClient) -> None:
    body = client.get("/places.json?industry=集成电路&layer=parks").get_json()
    assert body["filter"] == {"layer": "parks", "industry": "集成电路"}
    assert body["count"] == len(body["places"])
    assert {place["kind"] for place in client.get("/places.json?kind=park").get_json()["places"]} == {"park"}


def test_a_filter_by_kind_leaves_all_places_of_the_kind_and_no_other(client: FlaskClient, atlas: Atlas) -> None:
    for kind, ids in list(atlas.places.groupby("kind").groups.items())[:8]:
        body = client.get(f"/places.json?kind={kind}").get_json()
        assert {place["id"] for place in body["places"]} == set(ids), kind
        assert 0 < body["count"] == len(ids) < len(atlas.places), kind


def test_a_place_answers_as_of_a_day(client: FlaskClient) -> None:
    now = client.get("/places/lg-new-area.json").get_json()
    then = client.get("/places/lg-new-area.json?as_of=2022-06-30").get_json()
    assert (now["as_of"], then["as_of"]) == (None, "2022-06-30")
    for key in ("claims", "indicators", "measures"):
        assert {row["document"]["id"] for row in then[key]} <= {"lg-plan-2020", "new-cities-2021", "parks-2021"}, key
        assert len(then[key]) < len(now[key])
    assert not [row for row in then["indicators"] if row["passed"]]
    assert client.get("/places/lg-new-area.geojson?as_of=2022-06-30").status_code == 200


def test_a_target_whose_year_is_over_says_so(client: FlaskClient) -> None:
    late = client.get("/places/lg-new-area.json?as_of=2026-01-01").get_json()["indicators"]
    passed = {row["indicator_id"]: row["passed"] for row in late}
    assert passed["t-lg-output"] is True
    assert passed["t-lg-gdp-2035"] is False
    assert passed["f-lg-area"] is None


@pytest.mark.parametrize(
    "address",
    [
        "/places.json",
        "/places/lg-new-area.json",
        "/places/lg-new-area",
        "/tables/parks.json",
        "/tables/parks.csv",
        "/search?q=港",
    ],
)
def test_a_day_before_the_first_document_is_not_found_and_a_bad_day_is_refused(
    client: FlaskClient, address: str
) -> None:
    joined = "&" if "?" in address else "?"
    early = client.get(f"{address}{joined}as_of=2019-01-01")
    assert early.status_code == 404
    assert "2020-09-23" in early.get_json()["expected"]
    for bad in ("2022-02-30", "yesterday", "2022-6-3", ""):
        refused = client.get(f"{address}{joined}as_of={bad}")
        assert (refused.status_code, refused.mimetype) == (400, "application/problem+json"), bad


def test_a_place_that_no_document_had_named_is_not_found_on_that_day(client: FlaskClient) -> None:
    problem = client.get("/places/wgq-cgt-zone.json?as_of=2022-06-30")
    assert problem.status_code == 404
    assert "2025-03-19" in problem.get_json()["expected"]
    assert client.get("/places/wgq-cgt-zone.json").status_code == 200


def test_tables_and_search_of_a_day_have_only_what_was_named(client: FlaskClient) -> None:
    now, then = (client.get(f"/tables/places.json{day}").get_json() for day in ("", "?as_of=2021-12-31"))
    assert (now["as_of"], then["as_of"]) == (None, "2021-12-31")
    assert then["all_rows"] < now["all_rows"]
    assert "2021-12-31" in client.get("/tables/places.csv?as_of=2021-12-31").text
    assert client.get("/places.json?as_of=2021-12-31").get_json()["count"] == then["all_rows"]
    found = client.get("/search?q=自贸保税园&as_of=2021-12-31").get_json()
    assert (found["places"], found["as_of"]) == ([], "2021-12-31")
    assert client.get("/search?q=自贸保税园").get_json()["places"]


def test_the_page_of_a_day_says_so_and_its_links_keep_the_day(client: FlaskClient) -> None:
    page = client.get("/places/lg-pilot-119?as_of=2022-06-30", headers={"Accept": "text/html"}).text
    assert "时点：2022年6月30日" in page
    assert 'href="/places/lg-new-area?as_of=2022-06-30"' in page
    assert "时点" not in client.get("/places/lg-pilot-119", headers={"Accept": "text/html"}).text


def test_which_places_fit_is_the_same_as_data_and_as_a_table(client: FlaskClient) -> None:
    query = "industry=ind-ic&industry_must=1&industry_weight=3&area=500"
    found = client.get(f"/fit.json?{query}").get_json()
    assert [one["kind"] for one in found["conditions"]] == ["industry", "area"]
    assert found["places"][0]["rank"] == 1
    assert found["as_of"] is None
    table = client.get(f"/fit.csv?{query}&bom=0").get_data(as_text=True).splitlines()
    rows = sum(len(one["answers"]) for one in found["places"]) + len(found["left_out"])
    assert len(table) > rows
    assert table[1].startswith(found["places"][0]["place"]["id"])
    assert client.get(f"/fit.xlsx?{query}").data[:2] == b"PK"


def test_a_question_may_be_put_as_of_a_day(client: FlaskClient) -> None:
    then = client.get("/fit.json?document=lg-plan-2020&document_must=1&as_of=2021-01-01").get_json()
    assert then["as_of"] == "2021-01-01"
    assert then["places"]
    assert client.get("/fit.json?document=parks-2021&as_of=2021-01-01").status_code == 400


def test_places_side_by_side_as_data_and_as_a_workbook(client: FlaskClient) -> None:
    query = "places=fp-oriental-chip-port,nc-nanhui"
    body = client.get(f"/side.json?{query}").get_json()
    assert [place["id"] for place in body["places"]] == ["fp-oriental-chip-port", "nc-nanhui"]
    assert body["timeline"]
    file = client.get(f"/side.xlsx?{query}&lang=en")
    assert file.data[:2] == b"PK"
    assert "side-by-side" in file.headers["Content-Disposition"]
    assert client.get("/side.json?places=nc-nanhui").status_code == 400
