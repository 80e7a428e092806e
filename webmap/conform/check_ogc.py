"""Whether the OGC API holds what OGC API - Features, Part 1 asks: links, conformance, pages that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from webmap.conform.visit import Visit

_CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
_PAGE = 10


def check(visit: Visit) -> None:
    """Walk from the landing page to the features of each collection."""
    landing = visit.ask("ogc/").json or {}
    relations = {link.get("rel") for link in landing.get("links", [])}
    expected = {"self", "service-desc", "conformance", "data"}
    visit.expect(expected <= relations, "ogc", "/ogc/", sorted(map(str, relations)), f"links {sorted(expected)}")
    classes = (visit.ask("ogc/conformance").json or {}).get("conformsTo", [])
    visit.expect(_CORE in classes, "ogc", "/ogc/conformance", classes, _CORE)
    collections = (visit.ask("ogc/collections").json or {}).get("collections", [])
    visit.expect(collections, "ogc", "/ogc/collections", "no collection", "collections")
    for one in collections:
        _pages(visit, one["id"])


def _pages(visit: Visit, name: str) -> None:
    """Read a collection page by page; a long one to its second page."""
    address = f"ogc/collections/{name}/items?limit={_PAGE}"
    first: dict[str, Any] = visit.ask(address).json or {}
    matched, returned = first.get("numberMatched"), first.get("numberReturned")
    features = first.get("features", [])
    visit.expect(returned == len(features), "ogc", f"/{address}", f"{returned} said, {len(features)} sent", "the same")
    following = [link["href"] for link in first.get("links", []) if link.get("rel") == "next"]
    if not isinstance(matched, int) or matched <= _PAGE:
        visit.expect(not following, "ogc", f"/{address}", "a next page", "none: all features were sent")
        return
    if visit.expect(len(following) == 1, "ogc", f"/{address}", f"{len(following)} next pages", "one"):
        second = visit.ask(following[0]).json or {}
        ids = {one.get("id") for one in features} & {one.get("id") for one in second.get("features", [])}
        visit.expect(not ids, "ogc", f"/{address}", f"{len(ids)} features on two pages", "each once")
