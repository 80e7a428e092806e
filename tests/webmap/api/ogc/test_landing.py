"""What the service says it conforms to is what it does."""

from __future__ import annotations

from flask.testing import FlaskClient

from webmap.api.ogc.landing import CONFORMANCE


def test_every_class_is_listed_once_and_those_of_part_1_are_there(client: FlaskClient) -> None:
    listed = client.get("/ogc/conformance").json["conformsTo"]
    assert listed == CONFORMANCE
    assert len(set(listed)) == len(listed)
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in listed


def test_the_landing_page_leads_to_data_description_and_documentation(client: FlaskClient) -> None:
    links = {link["rel"]: link for link in client.get("/ogc").json["links"]}
    for rel in ("data", "conformance", "service-desc", "service-doc"):
        answer = client.get(links[rel]["href"])
        assert answer.status_code == 200
        assert answer.mimetype == links[rel]["type"].partition(";")[0]
