"""An answer that lacks a key its schema names is found; a service without description too."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import pytest
from werkzeug.wrappers import Request, Response

from geo.errors import ParameterError
from webmap.conform import check_schemas
from webmap.conform.visit import Visit

Serve = Callable[[Callable[[Request], Response]], str]
HEALTH = {"type": "object", "required": ["version"], "properties": {"version": {"type": "string"}}}


def _json(value: object) -> Response:
    return Response(json.dumps(value), mimetype="application/json")


def test_a_wrong_type_is_found(serve: Serve) -> None:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Health"}}}
    described = {
        "paths": {"/healthz": {"get": {"responses": {"200": {"content": content}}}}},
        "components": {"schemas": {"Health": HEALTH}},
    }
    visit = Visit(serve(lambda request: _json(described if request.path == "/openapi.json" else {"version": 1})))
    check_schemas.check(visit)
    texts = [str(finding) for finding in visit.findings]
    assert any("version: 1 is not of type 'string'" in text for text in texts)
    assert any("no schema of /places.json" in text for text in texts)


def test_no_description_is_one_finding(serve: Serve) -> None:
    visit = Visit(serve(lambda _: Response("no", status=404)))
    check_schemas.check(visit)
    assert [finding.found for finding in visit.findings] == ["no description"]


def test_without_the_extra_it_says_what_to_install(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    content = {"application/json": {"schema": {"type": "object"}}}
    described = {"paths": {"/healthz": {"get": {"responses": {"200": {"content": content}}}}}, "components": {}}
    monkeypatch.setitem(sys.modules, "jsonschema", None)
    with pytest.raises(ParameterError, match=r"lingang-atlas\[conform\]"):
        check_schemas.check(Visit(serve(lambda _: _json(described))))
