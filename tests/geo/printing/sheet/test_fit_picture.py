"""A question of fit on paper: classes and ranks are those of the answer."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.errors import ParameterError
from geo.printing.sheet.content import sheet_content
from geo.printing.sheet.fit_picture import fit_theme
from geo.printing.sheet.map_picture import map_picture
from geo.printing.sheet.request import Request
from geo.registers.fit.answer import answer
from geo.registers.fit.question import asked

QUESTION = asked("industry=ind-ic&area=50&area_must=1")


def test_each_place_has_the_class_of_its_answers_and_its_rank(atlas: Atlas) -> None:
    found, shown = answer(atlas, QUESTION), fit_theme(atlas, QUESTION)
    ranks = {one["place"]["id"]: str(one["rank"]) for one in found["places"]}
    assert shown.numbers
    assert all(ranks[place] == number for place, number in shown.numbers.items())
    classes = {place: row["class"] for place, row in shown.rows.items()}
    for one in found["places"]:
        said = [row["answer"] for row in one["answers"]]
        expected = "some" if "no" in said else "unknown" if "unknown" in said else "all"
        assert classes.get(one["place"]["id"], expected) == expected
    assert {classes.get(one["place"]["id"], "out") for one in found["left_out"]} == {"out"}
    with pytest.raises(ParameterError):
        fit_theme(atlas, asked("industry=nowhere"))


def test_a_map_shows_ranks_legend_and_conditions(atlas: Atlas) -> None:
    request = Request(layers=("coast", "parks"), fit=QUESTION, lang="en", root="https://atlas.example")
    picture = map_picture(atlas, request)
    content = sheet_content(atlas, request, picture)
    assert content["legend"][0]["title"] == "Which parks fit?"
    assert ">1</text>" in picture.drawing.svg
    note = content["notes"][0]
    assert "at least 50 ha (must)" in note["text"]
    assert note["address"].startswith("https://atlas.example/fit?industry=ind-ic")
