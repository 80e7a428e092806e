"""A paint is one path of the whole group: fill, line, line on the inside, dots and arrows, as wide as the zoom says."""

from __future__ import annotations

import numpy as np
import shapely

from geo.atlas.looks.paint import Paint
from geo.screen.canvas import Canvas
from geo.screen.drawing.paints import ShapeGroup, attributes_of, svg_of

NOWHERE = np.empty((0, 2))


def canvas(zoom: float = 12.0) -> Canvas:
    return Canvas(10.0, 10.0, "mm", 100, 20.0, zoom, (0.0, 0.0, 1.0, 1.0), np.asarray)


def group(*shapes: shapely.Geometry, stops: np.ndarray = NOWHERE) -> ShapeGroup:
    heads = np.array([[[100.0, 50.0], [40.0, 50.0]]])
    return ShapeGroup("g", np.array(shapes, dtype=object), stops, heads)


AREAS = group(shapely.box(0, 0, 100, 100), shapely.box(50, 50, 200, 200))


def test_a_fill_and_a_line_refer_to_one_path_of_all_shapes() -> None:
    fill = svg_of(AREAS, Paint(part="fill", colour="#112233", opacity=0.3), canvas())
    assert fill == '<use href="#g" fill="#112233" fill-opacity="0.3"/>'
    line = svg_of(AREAS, Paint(part="line", colour="#112233", width=2.0, dash="4 2", cap="round"), canvas())
    assert 'stroke-width="40.0"' in line
    assert 'stroke-dasharray="80.0 40.0"' in line
    assert 'stroke-linecap="round"' in line
    assert AREAS.definition([]).count("<path") == 1
    assert AREAS.path.count("z") == 2


def test_a_line_on_the_inside_is_twice_as_wide_and_cut_to_its_area() -> None:
    paint = Paint(part="line", colour="#112233", width=2.0, inside=True)
    assert 'stroke-width="80.0"' in svg_of(AREAS, paint, canvas())
    assert 'clip-path="url(#g-in)"' in svg_of(AREAS, paint, canvas())
    assert '<clipPath id="g-in">' in AREAS.definition([paint])
    assert "clipPath" not in AREAS.definition([])


def test_width_and_opacity_go_by_the_zoom() -> None:
    paint = Paint(part="line", colour="#112233", width=((10, 1.0), (12, 3.0)), opacity=((10, 0.2), (12, 1.0)))
    assert 'stroke-width="40.0"' in svg_of(AREAS, paint, canvas(11.0))
    assert 'stroke-opacity="0.6"' in svg_of(AREAS, paint, canvas(11.0))
    assert "opacity" not in svg_of(AREAS, paint, canvas(12.0))
    assert svg_of(AREAS, Paint(part="fill", colour="#112233", least_zoom=13.0), canvas(12.0)) == ""


def test_dots_stand_at_points_or_at_stops() -> None:
    points = group(shapely.Point(10, 20), shapely.MultiPoint([(30, 40), (50, 60)]), stops=np.array([[5.0, 5.0]]))
    dots = svg_of(points, Paint(part="dot", colour="#112233", width=1.0), canvas())
    assert dots.count("M") == 3
    assert "M0 20a10 10" in dots
    stops = svg_of(points, Paint(part="dot", colour="#112233", width=1.0, at="stops"), canvas())
    assert stops.count("M") == 1
    assert svg_of(points, Paint(part="fill", colour="#112233"), canvas()) == "", "a point has no inside"


def test_an_arrow_points_from_the_point_behind_to_the_tip() -> None:
    arrow = svg_of(AREAS, Paint(part="arrow", colour="#112233", width=1.0), canvas())
    assert 'd="M110 50L90 58L90 42z"' in arrow


def test_attributes_are_escaped_and_none_is_left_out() -> None:
    assert attributes_of(stroke_width=1, fill=None, id='a"<b') == ' stroke-width="1" id=\'a"&lt;b\''


def test_lines_of_a_crowd_are_thinner_than_its_areas() -> None:
    crowd = group(*(shapely.box(x, 0, x + 20, 20) for x in range(0, 15_000, 25)))
    assert 'stroke-width="2.0"' in svg_of(crowd, Paint(part="line", colour="#112233", width=2.0), canvas())
