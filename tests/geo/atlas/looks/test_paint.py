"""A paint: values between two zooms, and what of it travels as JSON."""

from __future__ import annotations

import pytest

from geo.atlas.looks.paint import Paint, at_zoom, scaled

STOPS = ((8.0, 2.0), (10.0, 4.0), (12.0, 10.0))


@pytest.mark.parametrize(("zoom", "value"), [(5, 2), (8, 2), (9, 3), (10, 4), (11, 7), (12, 10), (18, 10)])
def test_between_two_stops_a_value_is_interpolated_and_beyond_them_it_stays(zoom: float, value: float) -> None:
    assert at_zoom(STOPS, zoom) == value


def test_a_plain_number_is_the_same_at_every_zoom() -> None:
    assert at_zoom(1.5, 3) == at_zoom(1.5, 18) == 1.5


def test_a_product_has_the_stops_of_both() -> None:
    assert scaled(2.0, 0.25) == 0.5
    assert scaled(STOPS, 2) == ((8, 4), (10, 8), (12, 20))
    both = scaled(((8.0, 1.0), (12.0, 2.0)), ((10.0, 1.0), (12.0, 3.0)))
    assert both == ((8, 1), (10, 1.5), (12, 6))


def test_what_has_its_usual_value_does_not_travel() -> None:
    assert Paint(part="fill", colour="#ffffff").document() == {"part": "fill", "colour": "#ffffff", "level": 0}
    full = Paint(part="line", colour="#000000", width=STOPS, inside=True, dash="8 8", cap="round", least_zoom=11.5)
    extra = {"width": STOPS, "inside": True, "dash": "8 8", "cap": "round", "least_zoom": 11.5}
    assert full.document() == {"part": "line", "colour": "#000000", "level": 0, **extra}
