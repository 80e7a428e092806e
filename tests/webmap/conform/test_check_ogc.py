"""Pages of features that do not fit together are found."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Request, Response

from webmap.conform import check_ogc
from webmap.conform.visit import Visit

CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
RELATIONS = ("self", "service-desc", "conformance", "data")


def _pages(offset: str) -> dict[str, Any]:
    features = [{"id": f"f{number}"} for number in range(10)]
    following = [] if offset else [{"rel": "next", "href": "?limit=10&offset=10"}]
    return {"numberMatched": 20, "numberReturned": 9, "features": features, "links": following}


def test_wrong_counts_and_features_sent_twice_are_found(serve: Callable[[Callable[[Request], Response]], str]) -> None:
    def answer(request: Request) -> Response:
        bodies: dict[str, Any] = {
            "/ogc/": {"links": [{"rel": name} for name in RELATIONS]},
            "/ogc/conformance": {"conformsTo": [CORE]},
            "/ogc/collections": {"collections": [{"id": "a"}]},
        }
        body = bodies.get(request.path) or _pages(request.args.get("offset", ""))
        for link in body.get("links", []):
            link["href"] = request.base_url + link.get("href", "")
        return Response(json.dumps(body), mimetype="application/json")

    visit = Visit(serve(answer))
    check_ogc.check(visit)
    assert [finding.found for finding in visit.findings] == ["9 said, 10 sent", "10 features on two pages"]


def test_an_empty_service_is_found(serve: Callable[[Callable[[Request], Response]], str]) -> None:
    visit = Visit(serve(lambda _: Response("{}", mimetype="application/json")))
    check_ogc.check(visit)
    assert [finding.address for finding in visit.findings] == ["/ogc/", "/ogc/conformance", "/ogc/collections"]
