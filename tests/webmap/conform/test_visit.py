"""Questions and findings: addresses below a sub-path, headers, what counts as a fault."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.wrappers import Request, Response

from webmap.conform.visit import Answer, Finding, Visit


def test_paths_are_asked_below_the_base(serve: Callable[[Callable[[Request], Response]], str]) -> None:
    base = serve(lambda request: Response(f"{request.method} {request.full_path} {request.headers.get('X-A')}"))
    visit = Visit(base + "atlas", {"X-A": "b"})
    assert visit.ask("/tables/parks?x=1").body == b"GET /atlas/tables/parks?x=1 b"
    assert visit.ask("measure", "POST", b"{}").body == b"POST /atlas/measure? b"
    assert visit.asked == 2


def test_whole_addresses_are_inside_or_not() -> None:
    visit = Visit("https://maps.example/atlas")
    assert visit.is_inside("https://maps.example/atlas/places/a")
    assert visit.is_inside("https://maps.example/atlas")
    assert not visit.is_inside("https://maps.example/places/a")
    assert visit.absolute("../stats#x", "https://maps.example/atlas/tables/parks") == "https://maps.example/atlas/stats"


def test_a_body_that_is_no_json_is_none() -> None:
    assert Answer("/", 200, {"content-type": "Text/HTML; charset=utf-8"}, b"<p>").json is None
    assert Answer("/", 200, {"content-type": "Text/HTML; charset=utf-8"}, b"<p>").media_type == "text/html"
    assert Answer("/", 200, {}, b"[1]").json == [1]


def test_faults_and_notes_are_told_apart() -> None:
    visit = Visit("http://a.example/")
    assert visit.expect(holds=True, check="x", address="/", found="a", expected="a")
    assert not visit.expect(holds=False, check="x", address="/", found="a", expected="b")
    visit.note(holds=False, check="y", address="/", found="a", expected="b")
    visit.note(holds=True, check="y", address="/", found="a", expected="b")
    assert visit.findings == [Finding("x", "/", "a", "b"), Finding("y", "/", "a", "b", is_note=True)]
    assert [str(finding) for finding in visit.findings] == [
        "fault x: /: a; expected b",
        "note  y: /: a; expected b",
    ]
