"""Missing headers and wrong refusals are found."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.wrappers import Request, Response

from webmap.conform import check_service
from webmap.conform.visit import Visit


def test_a_server_that_takes_everything_is_found_out(serve: Callable[[Callable[[Request], Response]], str]) -> None:
    visit = Visit(serve(lambda _: Response("{}", mimetype="text/plain")))
    check_service.check(visit)
    found = {(finding.check, finding.expected) for finding in visit.findings}
    assert ("refusal", "404") in found
    assert ("refusal", "405 or 501") in found
    assert ("refusal", "413 or 400") in found
    assert ("type", "text/html") in found
    assert ("headers", "nosniff") in found
    assert ("headers", "header content-security-policy") in found
