"""Strict reading of the query: what is refused at every address, and what is documented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, Rule

from geo.errors import ParameterError
from geo.registers.fit.question import FIELDS
from webmap.http import option
from webmap.http.option import Option
from webmap.http.query import OptionGroup, PathOptions, declared, options, page_options, strict_blueprint, takes

#: Values of the routes, so that each address is one that answers.
_VALUES: dict[str, Any] = {
    **{
        "layer": "parks",
        "layer_id": "parks",
        "collection_id": "parks",
        "matrix_set": "WebMercatorQuad",
        "zones": "scopes",
        "place_id": "lg-new-area",
        "kind": "csv",
        "doc_id": "lg-plan-2020",
        "register": "measures",
        "theme_id": "industry-ic",
    },
    **{"zoom": 11, "column": 1717, "row": 838},
}
_DIGITS = "9" * 5000
_SQUARE = json.dumps({"type": "Polygon", "coordinates": [[[121, 30], [122, 30], [122, 31], [121, 30]]]})


def rules(app: Flask, method: str) -> Iterator[tuple[str, Rule]]:
    """All addresses of a method but those of static files, with their rule."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and method in (rule.methods or ()):
            values = {name: _VALUES.get(name) for name in rule.arguments} | (rule.defaults or {})
            for name, converter in rule._converters.items():
                if isinstance(converter, AnyConverter):
                    values[name] = min(converter.items)
            yield adapter.build(rule.endpoint, values, method=method), rule


def declared_of(app: Flask, method: str) -> Iterator[tuple[str, dict[str, Option]]]:
    """All addresses of a method with their options."""
    table = declared(app)
    return ((path, table[f"{method} {rule.rule}"]) for path, rule in rules(app, method))


def asked(client: FlaskClient, path: str, method: str, query_string: Any) -> tuple[int, str]:
    body = _SQUARE if method == "POST" else None
    # Closed, as a server does: some answers are open files.
    with client.open(path, method=method, query_string=query_string, data=body) as answer:
        return answer.status_code, answer.mimetype


REFUSED = (400, "application/problem+json")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_address_but_static_files_is_strict_and_in_the_table(app: Flask, method: str) -> None:
    listed = {name for name in declared(app) if name.startswith(f"{method} ")}
    assert listed == {f"{method} {rule.rule}" for _, rule in rules(app, method)}
    assert len(listed) > (20 if method == "GET" else 6)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_option_nobody_declared_is_refused_at_every_address(app: Flask, client: FlaskClient, method: str) -> None:
    passed = [path for path, _ in rules(app, method) if asked(client, path, method, {"knd": "park"}) != REFUSED]
    assert passed == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_option_given_twice_is_refused_at_every_address(app: Flask, client: FlaskClient, method: str) -> None:
    for path, known in declared_of(app, method):
        for name in known:
            assert asked(client, path, method, [(name, "1"), (name, "1")]) == REFUSED, (path, name)


def test_a_number_of_5000_digits_is_refused_at_every_address_that_takes_one(app: Flask, client: FlaskClient) -> None:
    numbers = [
        (path, name, method)
        for method in ("GET", "POST")
        for path, known in declared_of(app, method)
        for name, known_option in known.items()
        if known_option.expected.startswith("a whole number")
    ]
    weights = {f"{kind}_weight" for kind in FIELDS}
    assert {name for _, name, _ in numbers} == {"digits", "at", "limit", "offset", "scale", "dpi", "most", *weights}
    for path, name, method in numbers:
        assert asked(client, path, method, {name: _DIGITS}) == REFUSED, (path, name)


def test_5000_digits_in_any_other_option_are_no_fault_of_the_server(app: Flask, client: FlaskClient) -> None:
    # The first two draw whatever the title, and the third may say 503; their own tests ask for them.
    elsewhere = ("/sheet", "/report", "/readyz")
    for path, known in declared_of(app, "GET"):
        for name in known if not path.startswith(elsewhere) else ():
            assert asked(client, path, "GET", {name: _DIGITS})[0] < 500, (path, name)


def test_every_option_of_every_address_is_documented_and_has_one_meaning_a_blueprint(app: Flask) -> None:
    for address, known in declared(app).items():
        assert list(known)[-2:] == ["lang", "v"] or "f" in known, address
        for name, known_option in known.items():
            assert known_option.meaning[0].isupper(), (address, name)
            assert known_option.meaning.endswith("."), (address, name)
            assert known_option.expected, (address, name)


def test_a_page_passes_over_what_messengers_add_and_data_does_not(client: FlaskClient) -> None:
    marks = "utm_source=wechat&utm_medium=x&from=groupmessage&isappinstalled=0"
    for path in ("/", "/places/fa-frontier", "/stats/parks", "/tables/parks", "/compare", "/ledger", "/search"):
        answer = client.get(f"{path}?{marks}", headers={"Accept": "text/html"})
        assert answer.status_code == 200, path
        assert "utm_source" not in answer.text
    assert client.get(f"/stats?zones=parks&{marks}").headers["Location"] == "/stats/parks"
    for path in ("/tables/parks.csv", "/places/fa-frontier.json", "/map.json", "/ogc/collections", "/styles.css"):
        assert client.get(f"{path}?from=groupmessage").status_code == 400, path


def test_a_refusal_says_what_was_found_and_what_the_address_takes(client: FlaskClient) -> None:
    problem = client.get("/stats.xlsx?knd=park").get_json()
    assert problem["found"] == "option 'knd'"
    assert problem["expected"] == "one of by, lang, zones"
    assert (problem["where"], problem["rule"]) == ("query", "P002")
    assert problem["remedy"]
    problem = client.get("/stats.xlsx?by=parks&by=scopes").get_json()
    assert problem["found"] == "option 'by' more than once"
    problem = client.get(f"/stats/parks.json?digits={_DIGITS}").get_json()
    assert problem["expected"] == "a whole number from 0 to 9"
    assert len(problem["found"]) < 100
    page = client.get("/tables/parks?knd=park", headers={"Accept": "text/html"})
    assert page.status_code == 400
    assert "<h1>选项或取值有误</h1>" in page.text


def test_an_unknown_language_counts_as_chinese_and_v_is_not_read(client: FlaskClient) -> None:
    assert '<html lang="zh-CN">' in client.get("/ledger?lang=fr").text
    assert client.get("/healthz?v=anything").data == client.get("/healthz").data


@pytest.fixture
def small() -> FlaskClient:
    """An application of three views that answer what they got."""
    app = Flask(__name__)
    app.register_error_handler(ParameterError, lambda error: (str(error), 400))
    bp = strict_blueprint("small", common={"f": option.choice(("json",), "Format.")})
    pair = OptionGroup(
        "pair", {"a": option.word(3, "First."), "b": option.words("Rest.")}, lambda got: [got["a"], *got["b"]]
    )

    @bp.get("/data/<name>")
    @options(pair, count=option.whole(12, "How many.", least=1), on=option.flag("Whether.", default=None))
    def data(name: str, pair: list[str], count: int | None, *, on: bool | None) -> dict[str, Any]:
        return {"name": name, "pair": pair, "count": count, "on": on}

    @bp.route("/page", methods=["GET", "POST"])
    @page_options(at=option.whole(100, "Where.", default=50, clamp=True))
    def page(at: int) -> dict[str, Any]:
        return {"at": at}

    @bp.get("/plain")
    def plain() -> str:
        return "plain"

    app.register_blueprint(bp)
    return app.test_client()


def test_a_view_gets_parsed_values_and_defaults(small: FlaskClient) -> None:
    assert small.get("/data/x").json == {"name": "x", "pair": [""], "count": None, "on": None}
    got = small.get("/data/x?a=abc&b=1,,2&count=07&on=1&lang=en&v=1&f=json").json
    assert got == {"name": "x", "pair": ["abc", "1", "2"], "count": 7, "on": True}
    assert small.get("/data/x?on=0").json["on"] is False
    assert small.get("/page?at=250&utm_x=1").json == {"at": 100}
    assert small.get("/plain?lang=en&v=1").text == "plain"


@pytest.mark.parametrize(
    "address",
    [
        *("/data/x?a=abcd", "/data/x?count=0", "/data/x?count=13", "/data/x?count=", "/data/x?count=-1"),
        *("/data/x?count=1.0", "/data/x?count=%E2%85%A4", "/data/x?count=%D9%A1", "/data/x?count=0000000001"),
        *("/data/x?on=", "/data/x?on=yes", "/data/x?from=a", "/data/x?utm_source=a", "/data/x?f=xml", "/data/x?name=y"),
        *("/page?at=x", "/page?a=1", "/page?utmsource=1", "/page?lang=en&lang=zh", "/plain?at=1", "/plain?f="),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(small: FlaskClient, address: str) -> None:
    answer = small.get(address)
    assert answer.status_code == 400
    assert address.partition("?")[2].partition("=")[0] in answer.text
    assert "expected" in answer.text


def test_the_table_lists_each_method_and_leaves_out_what_is_not_strict(small: FlaskClient) -> None:
    table = declared(small.application)
    assert list(table) == ["GET /data/<name>", "GET /page", "POST /page", "GET /plain"]
    assert list(table["GET /data/<name>"]) == ["a", "b", "count", "on", "lang", "v", "f"]
    assert list(table["GET /plain"]) == ["lang", "v", "f"]


def test_a_view_takes_the_options_it_declares_and_no_other(app: Flask) -> None:
    with app.app_context():
        assert takes("pages.place", "as_of")
        assert not takes("pages.index", "as_of")
        assert not takes("no.such", "as_of")
        assert not takes(None, "as_of")


def test_a_view_that_cannot_take_what_it_declares_fails_at_import() -> None:
    with pytest.raises(TypeError, match="view takes no argument digits, pair"):

        @options(OptionGroup("pair", {}, dict), digits=option.whole(9, "Digits."))
        def view() -> None: ...


def test_options_of_a_path_are_taken_there_alone() -> None:
    app, bp = Flask(__name__), strict_blueprint("of_path")
    number = Option("A number.", "a number", int)
    more = PathOptions("more", lambda path: {"size": number, "fixed": number} if path["name"] == "large" else {})

    @bp.get("/<name>")
    @options(more, fixed=Option("A text.", "a text", str, ""))
    def view(name: str, more: dict[str, int], fixed: str) -> dict[str, Any]:
        return {"name": name, "more": more, "fixed": fixed}

    app.register_blueprint(bp)
    app.register_error_handler(ParameterError, lambda error: (str(error), 400))
    client = app.test_client()
    assert client.get("/large?size=3&fixed=x").json == {"name": "large", "more": {"size": 3}, "fixed": "x"}
    assert client.get("/large").json["more"] == {}
    assert client.get("/large?size=x").status_code == client.get("/small?size=3").status_code == 400


def test_a_mark_of_a_messenger_hides_no_unknown_option_behind_it(small: FlaskClient) -> None:
    answer = small.get("/page?from=a&zz=1")
    assert answer.status_code == 400
    assert "zz" in answer.text
