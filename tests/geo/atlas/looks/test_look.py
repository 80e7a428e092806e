"""A look of the catalogue: known recipes, full colours, no unknown keys."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from geo.atlas.looks.look import Look


@pytest.mark.parametrize(
    "wrong",
    [
        {"recipe": "glitter"},
        {"recipe": "area", "colour": "red"},
        {"recipe": "area", "opacity": 2},
        {"recipe": "area", "hue": 1},
    ],
)
def test_a_look_that_no_recipe_understands_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Look.model_validate(wrong)


def test_lengths_are_one_number_or_one_for_each_zoom() -> None:
    assert Look.model_validate({"recipe": "line", "width": 2}).width == 2
    assert Look.model_validate({"recipe": "line", "width": [[8, 1], [12, 3]]}).width == ((8, 1), (12, 3))
