"""Dead links, and links that leave the sub-path, are found with the page that names them."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.wrappers import Request, Response

from webmap.conform import check_links
from webmap.conform.visit import Visit

PAGE = """<script type="importmap">{"imports": {"a": "lost.js"}}</script>
<a href="gone">x</a><a href="/places/b">y</a><a href="https://other.example/">z</a><img src="/report/a.pdf">"""


def test_dead_and_leaving_links_are_found(serve: Callable[[Callable[[Request], Response]], str]) -> None:
    asked: list[str] = []

    def answer(request: Request) -> Response:
        asked.append(request.path)
        if request.path.endswith(("gone", "lost.js")):
            return Response("no", status=404)
        return Response(PAGE if request.path == "/atlas/" else "", mimetype="text/html")

    base = serve(answer)
    visit = Visit(base + "atlas/")
    check_links.check(visit, 50)
    assert {(finding.address, finding.found) for finding in visit.findings} == {
        ("/gone", "404, linked from /"),
        ("/lost.js", "404, linked from /"),
        ("", f"{base}places/b"),
        ("", f"{base}report/a.pdf"),
    }
    assert all(path.startswith("/atlas/") for path in asked)


def test_no_more_addresses_are_asked_than_allowed(serve: Callable[[Callable[[Request], Response]], str]) -> None:
    visit = Visit(serve(lambda request: Response(f'<a href="{request.path}x">on</a>', mimetype="text/html")))
    check_links.check(visit, 12)
    assert visit.asked == 12


def test_links_in_json_count_unless_they_have_a_slot(serve: Callable[[Callable[[Request], Response]], str]) -> None:
    body = '{"links": [{"href": "dead"}, {"href": "a/{id}"}], "more": {"href": "dead2"}}'

    def answer(request: Request) -> Response:
        return Response(
            body if request.path == "/ogc/" else "",
            status=404 if "dead" in request.path else 200,
            mimetype="application/json",
        )

    visit = Visit(serve(answer))
    check_links.check(visit, 50)
    assert [finding.address for finding in visit.findings] == ["/ogc/dead", "/ogc/dead2"]
