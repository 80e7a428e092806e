"""The SVG attributes of shapes: the style of the layer, and a dash that marks schematic outlines."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.atlas.schema import Layer
from geo.atlas.symbology import SHAPES, hatched, pattern, pattern_id, shape_symbology, svg_dash, symbology


def with_style(atlas: Atlas, layer: str, **style: object) -> Layer:
    entry = atlas.entry(layer)
    return entry.model_copy(update={"style": entry.style.model_copy(update=style)})


def test_every_layer_has_attributes_for_every_shape(atlas: Atlas) -> None:
    for layer in atlas.catalogue.layer:
        given = symbology(layer)
        assert tuple(given) == SHAPES
        for shape, by_grade in given.items():
            assert by_grade["known"] == shape_symbology(layer, shape, "A") == shape_symbology(layer, shape, None)
            assert by_grade["schematic"] == shape_symbology(layer, shape, "C")


def test_only_schematic_outlines_have_the_short_dash(atlas: Atlas) -> None:
    layer = atlas.entry("scopes")
    assert shape_symbology(layer, "area", "C")["stroke-dasharray"] == "5 4"
    assert "stroke-dasharray" not in shape_symbology(layer, "area", "A")
    belts = atlas.entry("belts")
    assert shape_symbology(belts, "line", "C")["stroke-dasharray"] == belts.style.dash
    assert shape_symbology(atlas.entry("coast"), "area", "C")["stroke-dasharray"] == "2 3"


def test_a_line_without_a_dash_of_its_own_is_dashed_if_schematic(atlas: Atlas) -> None:
    plain = with_style(atlas, "scopes", dash="")
    assert svg_dash(plain, "C", areal=False) == (5.0, 4.0)
    assert svg_dash(plain, "B", areal=False) == ()
    assert svg_dash(with_style(atlas, "scopes", dash="9 3"), "A", areal=True) == (9.0, 3.0)


def test_a_fill_is_a_colour_a_hatch_or_nothing(atlas: Atlas) -> None:
    plain = with_style(atlas, "scopes", hatch="none", fill_opacity=0.25)
    drawn = shape_symbology(plain, "area", None)
    assert (drawn["fill"], drawn["fill-opacity"]) == (plain.style.fill, 0.25)
    assert shape_symbology(plain, "line", None)["fill"] == "none"
    empty = shape_symbology(with_style(atlas, "scopes", hatch="none", fill_opacity=0.0), "area", None)
    assert empty["fill"] == "none"
    assert "fill-opacity" not in empty
    hatch = with_style(atlas, "scopes", hatch="dots")
    drawn = shape_symbology(hatch, "area", None)
    assert (drawn["fill"], drawn["fill-opacity"]) == ("url(#hatch-scopes)", 1.0)


def test_points_differ_by_role_and_grade(atlas: Atlas) -> None:
    nodes, towns = atlas.entry("scopes"), atlas.entry("coast")
    sure, schematic = shape_symbology(nodes, "point", "A"), shape_symbology(nodes, "point", "C")
    assert "stroke-dasharray" not in sure
    assert schematic["stroke-dasharray"] == "2.5 2"
    assert schematic["fill-opacity"] < sure["fill-opacity"]
    assert shape_symbology(towns, "point", "C")["stroke"] == "none"


@pytest.mark.parametrize("hatch", ["diagonal", "back_diagonal", "cross", "dots", "horizontal", "vertical"])
def test_each_hatch_is_a_pattern_of_its_own(atlas: Atlas, hatch: str) -> None:
    layer = with_style(atlas, "scopes", hatch=hatch)
    assert hatched(layer)
    given = pattern(layer)
    assert given["id"] == pattern_id(layer) == "hatch-scopes"
    assert (given["lines"] == "") is (hatch == "dots")
    others = {"diagonal", "cross"} - {hatch}
    assert given["lines"] not in {pattern(with_style(atlas, "scopes", hatch=other))["lines"] for other in others}


def test_a_layer_without_a_hatch_has_none(atlas: Atlas) -> None:
    assert not hatched(with_style(atlas, "scopes", hatch="none"))
