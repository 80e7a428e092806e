"""One answer in the form a client asks for."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

#: What a browser sends.
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "query", "mimetype"),
    [
        ("*/*", "", "application/json"),
        ("application/json", "", "application/json"),
        (BROWSER, "", "text/html"),
        (BROWSER, "?f=json", "application/json"),
        ("application/json", "?f=html", "text/html"),
    ],
)
def test_f_decides_before_the_header(client: FlaskClient, accept: str, query: str, mimetype: str) -> None:
    answer = client.get(f"/ogc/collections{query}", headers={"Accept": accept})
    assert answer.mimetype == mimetype


def test_what_has_no_page_says_so(client: FlaskClient) -> None:
    assert client.get("/ogc/collections/parks/schema?f=html").status_code == 400
    assert client.get("/ogc/collections/parks/schema", headers={"Accept": BROWSER}).status_code == 200
