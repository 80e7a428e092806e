"""The style of a shape: the first look of its layer that holds, and the simplest attributes for small pictures."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.atlas.schema import Layer
from geo.atlas.symbology import PAPER, SHAPES, shape_symbology, style_of, symbology


def plain(atlas: Atlas, **style: object) -> Layer:
    """A layer without looks, as readers' own are."""
    entry = atlas.entry("parks")
    return entry.model_copy(update={"look": (), "style": entry.style.model_copy(update=style)})


def test_every_layer_has_attributes_for_every_shape(atlas: Atlas) -> None:
    for layer in atlas.catalogue.layer:
        given = symbology(layer)
        assert tuple(given) == SHAPES
        for shape, by_grade in given.items():
            assert by_grade["known"] == shape_symbology(layer, shape, "A") == shape_symbology(layer, shape, None)
            assert by_grade["schematic"] == shape_symbology(layer, shape, "C")


def test_the_first_look_that_holds_is_taken(atlas: Atlas) -> None:
    parks = atlas.entry("parks")
    recipes = [
        style_of(parks, "point", "C").look.recipe,
        style_of(parks, "area", "C", area_km2=240.0).look.recipe,
        style_of(parks, "area", "C", area_km2=8.0).look.recipe,
    ]
    assert recipes == ["dot", "outline", "area"]
    inside = style_of(parks, "area", "C", area_km2=8.0, within=["functional_areas"])
    assert inside.look.opacity < style_of(parks, "area", "C", area_km2=8.0).look.opacity
    scopes = atlas.entry("scopes")
    assert style_of(scopes, "area", "B", kind="part").paints == ()
    assert style_of(scopes, "area", "B", place="lg-new-area").look.colour != PAPER


def test_only_grade_c_is_schematic(atlas: Atlas) -> None:
    clusters = atlas.entry("clusters")
    assert [style_of(clusters, "area", grade).schematic for grade in ("A", "B", "C", None)] == [
        False,
        False,
        True,
        False,
    ]
    soft, full = (len(style_of(clusters, "area", grade).paints) for grade in ("C", "A"))
    assert soft > full


def test_a_layer_without_looks_has_its_stroke_its_fill_and_its_dash(atlas: Atlas) -> None:
    layer = plain(atlas, stroke="#123456", fill="#654321", fill_opacity=0.25, stroke_width=2.0, dash="9 3")
    drawn = shape_symbology(layer, "area", None)
    line = {"stroke": "#123456", "stroke-width": 2.0, "stroke-linecap": "butt", "stroke-dasharray": "9 3"}
    assert drawn == {**line, "fill": "#654321", "fill-opacity": 0.25}
    assert shape_symbology(layer, "line", None)["fill"] == "none"
    assert shape_symbology(plain(atlas, fill_opacity=0.0), "area", None)["fill"] == "none"
    point = shape_symbology(layer, "point", "A")
    assert (point["fill"], point["stroke"]) == ("#654321", "#123456")
    assert point["r"] > 1


def test_a_shape_that_is_not_drawn_has_neither_stroke_nor_fill(atlas: Atlas) -> None:
    assert shape_symbology(atlas.entry("scopes"), "area", "B", kind="part") == {"stroke": "none", "fill": "none"}


@pytest.mark.parametrize(("layer", "shape"), [("belts", "line"), ("shanghai_structure", "line")])
def test_a_band_stays_a_band_in_small_pictures(atlas: Atlas, layer: str, shape: str) -> None:
    drawn = shape_symbology(atlas.entry(layer), shape, "C")  # type: ignore[arg-type]
    assert drawn["stroke-width"] > 6
    assert drawn["stroke-opacity"] < 0.5
