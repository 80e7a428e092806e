"""What each kind of value takes and refuses, and in which words."""

from __future__ import annotations

import dataclasses

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

from geo.errors import ParameterError
from webmap.http.option import NumberConverter, box, choice, columns, flag, opacities, text, whole, word, words

_DIGITS = "9" * 5000


@pytest.mark.parametrize("given", ["1,2,3", "nan,1,2,3", "1,2,inf,3", "3,2,1,4", "1,4,3,2", "", "a,b,c,d", "1,2,3,4,5"])
def test_a_box_is_west_south_east_north(given: str) -> None:
    option = box("Box.")
    with pytest.raises(ParameterError, match="west,south,east,north in degrees"):
        option.value("bbox", given)
    assert option.value("bbox", "121.5,30,122,31") == (121.5, 30.0, 122.0, 31.0)
    assert option.value("bbox", None) is None


def test_opacities_are_percents_by_layer() -> None:
    option = opacities("Opacity.")
    assert option.value("opacity", "parks:40,,scopes:100") == {"parks": 40, "scopes": 100}
    assert option.value("opacity", None) == {}
    for given in ("parks", "parks:", ":40", "parks:0.5", "parks:1000", "parks:٤"):
        with pytest.raises(ParameterError, match="such as parks:40"):
            option.value("opacity", given)


def test_columns_are_by_layer_and_may_hold_commas_and_colons() -> None:
    option = columns("Columns.")
    assert option.value("by", "ws-a:use,,ws-b:%E7%94%A8%2C%3A") == {"ws-a": "use", "ws-b": "用,:"}
    assert option.value("by", None) == {}
    for given in ("ws-a", "ws-a:", ":use"):
        with pytest.raises(ParameterError, match="such as ws-plots:use"):
            option.value("by", given)


def test_a_choice_takes_its_words_only() -> None:
    option = choice(("a", "b"), "Choice.", default="b")
    assert option.value("x", None) == "b"
    assert option.value("x", "a") == "a"
    assert choice(("a", "b"), "Choice.").value("x", None) == "a"
    with pytest.raises(ParameterError, match=r"x='c'; expected a or b"):
        option.value("x", "c")


def test_a_text_may_be_long_and_a_word_not() -> None:
    assert text("Text.").value("q", _DIGITS) == _DIGITS
    assert text("Text.").value("q", None) == ""
    assert word(4, "Word.", default=None).value("q", None) is None
    assert word(4, "Word.").value("q", "四个字符") == "四个字符"


@pytest.mark.parametrize(("given", "number"), [("0", 0), ("9", 9), ("007", 7), ("000000009", 9)])
def test_a_whole_number_may_have_nine_digits(given: str, number: int) -> None:
    assert whole(9, "Number.").value("n", given) == number


@pytest.mark.parametrize("given", ["10", "-1", "+1", "1.0", "1e0", " 1", "", "x", "Ⅴ", "٣", "²", "0000000009", _DIGITS])
def test_anything_else_is_no_whole_number(given: str) -> None:
    with pytest.raises(ParameterError, match="expected a whole number from 0 to 9"):
        whole(9, "Number.").value("n", given)


def test_a_number_may_be_clamped_above_and_never_below() -> None:
    limit = whole(100, "Limit.", least=1, default=7, clamp=True)
    assert [limit.value("limit", given) for given in (None, "1", "100", "101", "999999999")] == [7, 1, 100, 100, 100]
    for given in ("0", "1000000000"):
        with pytest.raises(ParameterError, match="from 1 to 100"):
            limit.value("limit", given)
    largest = whole(999_999_999, "Large.")
    assert largest.value("n", "999999999") == 999_999_999


def test_a_flag_is_one_or_zero() -> None:
    assert [flag("Flag.", default=True).value("f", given) for given in (None, "0", "1")] == [True, False, True]
    assert flag("Flag.").value("f", None) is False
    for given in ("", "2", "01", "true"):
        with pytest.raises(ParameterError, match="expected 1 or 0"):
            flag("Flag.").value("f", given)


def test_a_list_has_no_empty_parts() -> None:
    assert words("List.").value("l", ",a,,b,") == ("a", "b")
    assert words("List.").value("l", None) == words("List.").value("l", "") == ()


def test_a_message_names_option_value_expectation_and_remedy_and_stays_short() -> None:
    with pytest.raises(ParameterError) as raised:
        whole(9, "Number.").value("digits", _DIGITS)
    [fault] = raised.value.faults
    assert fault.found == f"digits='{'9' * 60}…'"
    assert (fault.expected, fault.where) == ("a whole number from 0 to 9", "query")
    assert fault.remedy
    with pytest.raises(ParameterError, match=rf"'{'9' * 60}'"):
        whole(9, "Number.").value("digits", "9" * 60)


def test_a_word_may_be_as_long_as_said_or_shorter() -> None:
    option = word(3, "A word.")
    assert [option.value("q", given) for given in ("abc", "ab", "")] == ["abc", "ab", ""]
    with pytest.raises(ParameterError, match="at most 3 characters"):
        option.value("q", "abcd")


def test_a_box_may_be_a_point_or_a_line() -> None:
    assert box("Box.").value("bbox", "121,30,121,30") == (121.0, 30.0, 121.0, 30.0)


def test_an_option_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        flag("Flag.").default = True


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
