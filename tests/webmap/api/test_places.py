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
        *["industry_links", "annex", "annex_parks", "documents", "disclaimer_zh", "disclaimer_en", "version"],
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
