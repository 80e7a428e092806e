"""Behind a real nginx at /atlas/ every address the service names answers, and none leads elsewhere (C-03)."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask import Flask

from geo import Atlas
from tests import nginx
from webmap import create_app

#: Addresses asked of each kind: enough to see its links, and not all of 373 places in two languages.
MOST_OF_A_KIND = 2
#: They take seconds to draw and name no address.
SLOW = ("/report/", "/extract/", "/sheet.pdf", "/export/", "/stats.xlsx")
#: What no page links to.
STARTS = ("", "robots.txt", "sitemap.xml", "favicon.ico", "ogc/", "map.json", "tiles/parks/9/429/209.mvt", "sheet.json")
_IN_HTML = re.compile(r"""\b(?:href|src|action)="([^"]*)\"""")
_IN_CSS = re.compile(r"""url\(["']?([^"')]+)""")
_IN_TEXT = re.compile(r"<loc>([^<]+)</loc>|^Sitemap: (\S+)$", re.MULTILINE)
_IN_JSON = {"href", "src", "start_url", "tiles", "url"}


@pytest.fixture(scope="module", params=["cut off", "as it comes"])
def public(request: pytest.FixtureRequest, atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("nginx")
    location = {"cut off": nginx.CUT_OFF, "as it comes": nginx.AS_IT_COMES}[request.param]

    def make_app(address: str) -> Flask:
        said = {"proxy_hops": 1} if location == nginx.CUT_OFF else {"public_url": address}
        return create_app({**said, "access_log": False}, atlas=atlas)

    with nginx.before(make_app, location, folder) as address:
        yield address


def fetch(address: str, accept: str = "*/*") -> tuple[int, str, str]:
    """Return status, media type and text of an address."""
    request = urllib.request.Request(quote(address, safe="%/:=&?~#+!$,;'@()*[]"), headers={"Accept": accept})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get_content_type(), error.read().decode("utf-8", "replace")


def addresses_in(media_type: str, text: str) -> set[str]:
    """List the addresses a document names."""
    if media_type == "text/html":
        maps = re.findall(r'<script type="importmap"[^>]*>(.*?)</script>', text, re.DOTALL)
        modules = {address for one in maps for address in json.loads(one)["imports"].values()}
        return {unescape(found) for found in _IN_HTML.findall(text)} | modules
    if media_type == "text/css":
        return set(_IN_CSS.findall(text))
    if media_type.endswith("json"):
        return set(_in_json(json.loads(text)))
    return {found for pair in _IN_TEXT.findall(text) for found in pair if found}


def _in_json(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key in _IN_JSON and isinstance(one, str):
                yield one
            yield from _in_json(one)
    elif isinstance(value, list):
        for one in value:
            yield from [one] if isinstance(one, str) and "{z}" in one else _in_json(one)


def kind_of(address: str) -> str:
    """Return the kind of an address: its folder, depth and ending, and the names of its options."""
    parts = urlsplit(address)
    options = ",".join(sorted(part.partition("=")[0] for part in parts.query.split("&")))
    if "/static/" in parts.path or (parts.path.startswith(f"{nginx.ROOT}/ogc") and parts.path.count("/") < 4):
        return parts.path
    depth = parts.path.count("/")
    return f"{parts.path.split('/')[2]} {depth} {parts.path.rpartition('.')[2] if '.' in parts.path else ''} {options}"


def crawl(public: str) -> tuple[dict[str, int], set[str]]:
    """Ask for all the service names; return the status by address, and addresses that lead elsewhere."""
    waiting = [public + start for start in STARTS]
    statuses: dict[str, int] = {}
    elsewhere: set[str] = set()
    asked: Counter[str] = Counter()
    host = urlsplit(public).netloc
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if address in statuses or asked[kind] >= MOST_OF_A_KIND or any(part in address for part in SLOW):
            continue
        asked[kind] += 1
        page = "text/html" if kind.split()[0] in ("search",) else "*/*"
        statuses[address], media_type, text = fetch(address, page)
        for found in sorted(addresses_in(media_type, text)):
            whole = urljoin(address, found.partition("#")[0] or address)
            whole = whole.replace("{z}", "9").replace("{x}", "429").replace("{y}", "209")
            whole = whole.replace("{tileMatrix}", "9").replace("{tileCol}", "429").replace("{tileRow}", "209")
            # The servers of a description are named without a slash.
            whole += "/" if f"{whole}/" == public else ""
            if whole.startswith(public):
                waiting.append(whole)
            elif not whole.startswith("data:") and (urlsplit(whole).netloc == host or "127.0.0.1" in whole):
                elsewhere.add(whole)
    return statuses, elsewhere


def test_every_address_answers_and_none_leads_elsewhere(public: str) -> None:
    statuses, elsewhere = crawl(public)
    assert elsewhere == set()
    assert {address: status for address, status in statuses.items() if status not in (200, 204)} == {}
    paths = [urlsplit(address).path for address in statuses]
    for part in ("static/js/main.js", "styles.css", "places/", "tables/", "stats/", "ogc/collections/", "compare"):
        assert any(path.startswith(f"{nginx.ROOT}/{part}") for path in paths), part
    assert sum(path.startswith(f"{nginx.ROOT}/static/js/") for path in paths) > 20
    assert len(statuses) > 80


def test_links_of_the_ogc_api_begin_with_the_public_address(public: str) -> None:
    _, _, text = fetch(f"{public}ogc/collections/parks/items?limit=2")
    links = json.loads(text)["links"]
    assert {link["rel"] for link in links} >= {"self", "next", "collection"}
    assert all(link["href"].startswith(f"{public}ogc/") for link in links)


def test_a_problem_comes_through(public: str) -> None:
    request = urllib.request.Request(f"{public}measure", data=b"x" * 1000, headers={"Content-Type": "text/plain"})
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(request, timeout=60)
    with raised.value as error:
        assert error.code == 400
        assert error.headers.get_content_type() == "application/problem+json"
