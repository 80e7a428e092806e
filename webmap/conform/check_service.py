"""Whether the service is up, refuses what it should, and sends the headers that protect its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webmap.conform.visit import Visit

_PROBLEM = "application/problem+json"
#: Address, method and the statuses that are right for it.
_REFUSED = (
    ("places/no-such-place.json", "GET", (404,)),
    ("no-such-address", "GET", (404,)),
    ("tables/parks.json?no_such_option=1", "GET", (400,)),
    ("tables/parks.json?kind=park&kind=node", "GET", (400,)),
    ("tables/parks.json?digits=" + "9" * 2000, "GET", (400, 414, 431)),
    ("tiles/parks/99999999999/0/0.mvt", "GET", (400, 404)),
    ("export/parks.exe", "GET", (400, 404)),
    ("healthz", "DELETE", (405, 501)),
    ("measure", "POST", (400,)),
)
#: Bytes of a body that no address takes.
_TOO_LARGE = 1 << 31
_HTML_HEADERS = ("content-security-policy", "referrer-policy")


def check(visit: Visit) -> None:
    """Ask for health, refusals and headers."""
    health = visit.ask("healthz")
    visit.expect(health.status == 200 and health.json, "health", "/healthz", health.status, "200 with JSON")
    for address in ("", "places/lg-new-area", "tables/parks", "compare"):
        page = visit.ask(address, headers={"Accept": "text/html"})
        if visit.expect(page.status == 200, "page", f"/{address}", page.status, "200"):
            visit.expect(page.media_type == "text/html", "type", f"/{address}", page.media_type, "text/html")
            for name in _HTML_HEADERS:
                visit.expect(name in page.headers, "headers", f"/{address}", f"no {name}", f"header {name}")
        _sniff(visit, f"/{address}", page.headers)
    if visit.base.startswith("https:"):
        page = visit.ask("")
        visit.note("strict-transport-security" in page.headers, "headers", "/", "no HSTS", "Strict-Transport-Security")
    for address, method, right in _REFUSED:
        _refused(visit, address, method, right)
    _refused(visit, "measure", "POST", (413, 400), {"Content-Length": str(_TOO_LARGE)})


def _refused(
    visit: Visit, address: str, method: str, right: tuple[int, ...], headers: dict[str, str] | None = None
) -> None:
    shown = f"{method} /{address}"[:100]
    sent = {"Accept": _PROBLEM, "Content-Type": "application/json", **(headers or {})}
    answer = visit.ask(address, method, b"[]" if method == "POST" else None, sent)
    expected = " or ".join(map(str, right))
    if visit.expect(answer.status in right, "refusal", shown, answer.status, expected):
        visit.expect(answer.media_type == _PROBLEM, "refusal", shown, answer.media_type, _PROBLEM)
    _sniff(visit, shown, answer.headers)


def _sniff(visit: Visit, address: str, headers: dict[str, str]) -> None:
    value = headers.get("x-content-type-options")
    visit.expect(value == "nosniff", "headers", address, f"X-Content-Type-Options {value}", "nosniff")
