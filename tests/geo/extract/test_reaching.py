"""Which subjects reach a site, and what is said of each."""

from __future__ import annotations

import datetime as dt

import shapely

from geo import Atlas
from geo.extract.account import account_of_shape
from geo.extract.reaching import Reaching, statements_by_theme
from geo.extract.statement import extract_of_shape
from geo.extract.subjects import known_day, subjects
from tests.geo.extract.sites import CHIP_PORT_BOX

DAY = dt.date(2026, 1, 1)
BOX = shapely.box(*CHIP_PORT_BOX)
LEFT_OUT = ("status", "term", "office")


def test_the_statements_of_an_answer_are_those_of_the_extract(atlas: Atlas) -> None:
    extract = extract_of_shape(atlas, BOX, DAY)
    for theme in statements_by_theme(atlas, account_of_shape(atlas, BOX).reach, DAY):
        rows = [row for row in extract["applies"] if row["theme"] == theme["theme"]]
        assert theme["count"] == len(theme["rows"]) == len(rows) > 0
        for here, there in zip(theme["rows"], rows, strict=True):
            assert here == {key: value for key, value in there.items() if not key.startswith(LEFT_OUT)}


def test_a_subject_that_is_inherited_reaches_through_the_place_above(atlas: Atlas) -> None:
    subject = next(one for one in subjects(atlas, known_day(atlas, DAY)) if one.theme == "measures")
    key = str(subject.row["id"])
    (row,) = Reaching(atlas, {}, {key: "lg-new-area"}).rows(subject)
    assert (row["id"], row["verdict"], row["places"][0]["id"]) == (key, "inside", "lg-new-area")
    assert Reaching(atlas, {}, {}).rows(subject) == []
