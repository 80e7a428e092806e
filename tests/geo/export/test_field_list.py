"""The field dictionary describes every column of an exported layer and what the format cannot carry."""

from __future__ import annotations

import pytest

from geo.columns import FIELDS
from geo.errors import ParameterError
from geo.export import FORMATS
from geo.export.field_list import LIMITS, dictionary_rows


def test_every_format_says_what_it_cannot_carry() -> None:
    assert set(LIMITS) == set(FORMATS)
    assert all(text for pair in LIMITS.values() for text in pair)


@pytest.mark.parametrize("kind", LIMITS)
def test_the_dictionary_has_a_row_a_field_and_the_limits_last(kind: str) -> None:
    rows = dictionary_rows(kind, "codes")
    assert [row["name"] for row in rows] == [*FIELDS, kind]
    assert [row["column"] for row in rows] == [*(field.code for field in FIELDS.values()), "*"]
    assert all(LIMITS[kind][at] in rows[-1][f"label_{lang}"] for at, lang in enumerate(("zh", "en")))
    assert {row["type"] for row in rows[:-1]} == {"text", "number"}


def test_standard_codes_name_their_source() -> None:
    origins = {row["code"]: row["origin"] for row in dictionary_rows("csv", "names")}
    assert "数据库规范" in origins["BSM"]
    assert "数据库规范" not in origins["MC"]


def test_a_naming_that_is_none_is_refused() -> None:
    with pytest.raises(ParameterError):
        dictionary_rows("csv", "letters")


def test_codes_are_ascii_of_ten_characters_and_each_once() -> None:
    codes = [field.code for field in FIELDS.values()]
    assert all(code.isascii() and len(code) <= 10 for code in codes)
    assert len(set(codes)) == len(codes)
    assert {"BSM", "YSDM", "XZQMC", "MJ", "BZ"} <= set(codes)
