"""Whether every link leads somewhere inside the service: of pages, of their scripts and of the OGC API."""

from __future__ import annotations

import json
from collections import deque
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webmap.conform.visit import Answer, Visit

_STARTS = ("", "ogc/", "places/lg-new-area", "tables/parks", "stats/scopes", "compare", "ledger")
#: The attribute of an element that names an address the browser asks for.
_ADDRESSES = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action"}
#: What takes seconds to draw is asked for by `webmap.conform.check_files`, once.
_HEAVY = ("/sheet.", "/report/", "/extract/", "/export/", "/stats.xlsx")


class _Links(HTMLParser):
    """The addresses a page names, its import map included."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_map = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of an element."""
        given = dict(attrs)
        self._in_map = tag == "script" and given.get("type") == "importmap"
        if value := given.get(_ADDRESSES.get(tag, "")):
            self.found.append(value)

    def handle_data(self, data: str) -> None:
        """Keep the addresses of an import map."""
        if self._in_map:
            self.found.extend(json.loads(data).get("imports", {}).values())
            self._in_map = False


def check(visit: Visit, most: int) -> None:
    """Follow links from a few pages, at most `most` addresses."""
    waiting = deque((visit.absolute(start), "the start") for start in _STARTS)
    seen = {address for address, _ in waiting}
    while waiting and most > 0:
        address, origin = waiting.popleft()
        most -= 1
        answer = visit.ask(address, headers={"Accept": "text/html,application/json;q=0.9,*/*;q=0.8"})
        shown = address.removeprefix(visit.base)
        visit.expect(answer.status < 400, "links", f"/{shown}", f"{answer.status}, linked from {origin}", "an answer")
        for link in _inside(visit, address, _links(answer)):
            if link not in seen and not any(word in link for word in _HEAVY):
                seen.add(link)
                waiting.append((link, f"/{shown}"))


def _inside(visit: Visit, address: str, links: Iterator[str]) -> Iterator[str]:
    """Return the links of this host as whole addresses; one that leaves the sub-path is a fault."""
    host = "/".join(visit.base.split("/")[:3]) + "/"
    for link in links:
        whole = visit.absolute(link, address)
        if whole.startswith(host) and visit.expect(
            visit.is_inside(whole), "links", address.removeprefix(visit.base), whole, f"an address below {visit.base}"
        ):
            yield whole


def _links(answer: Answer) -> Iterator[str]:
    if location := answer.headers.get("location"):
        yield location
    if answer.media_type == "text/html":
        page = _Links()
        page.feed(answer.body.decode("utf-8", "replace"))
        yield from page.found
    elif isinstance(answer.json, dict):
        yield from _hrefs(answer.json)


def _hrefs(value: Any) -> Iterator[str]:
    """Return each ``href`` of a JSON value, however deep, except those with a slot for a value."""
    if isinstance(value, dict):
        link = value.get("href")
        if isinstance(link, str) and "{" not in link:
            yield link
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _hrefs(part)
