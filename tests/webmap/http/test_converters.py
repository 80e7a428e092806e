"""Numbers in an address: up to nine digits, and anything longer leads nowhere."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

from webmap.http.converters import NumberConverter

ADDRESSES = Map([Rule("/<number:n>", endpoint="page")], converters={"number": NumberConverter}).bind("localhost")


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("999999999", 999_999_999)])
def test_a_short_number_is_a_number(text: str, number: int) -> None:
    assert ADDRESSES.match(f"/{text}") == ("page", {"n": number})


@pytest.mark.parametrize("text", ["1000000000", "9" * 5_000, "-1", "1.5", "a", "1a"])
def test_a_long_number_and_what_is_none_are_no_address(text: str) -> None:
    with pytest.raises(NotFound):
        ADDRESSES.match(f"/{text}")


@pytest.mark.parametrize("digits", [10, 5_000])
def test_the_service_answers_404_for_a_tile_of_too_many_digits(client: FlaskClient, digits: int) -> None:
    assert client.get("/tiles/parks/9/429/209.mvt").status_code == 200
    assert client.get(f"/tiles/parks/9/{'1' * digits}/209.mvt").status_code == 404
