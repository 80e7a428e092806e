"""Recipes: softness says how sure, a line how far, a dash is a railway, a limit or a planned line."""

from __future__ import annotations

from geo.atlas.looks.look import Look
from geo.atlas.looks.paint import Paint, at_zoom
from geo.atlas.looks.recipes import SOFT_STROKES, paints_of

PAPER = "#ffffff"


def paints(*, schematic: bool = False, **look: object) -> tuple[Paint, ...]:
    colours = {"colour": "#aa5500", "edge": "#552200"}
    return paints_of(Look.model_validate(colours | look), schematic=schematic, paper=PAPER)


def test_a_schematic_area_has_a_soft_edge_in_the_colour_of_its_fill_and_a_hairline() -> None:
    fill, *soft, hairline = paints(recipe="area", opacity=0.3, schematic=True)
    assert (fill.part, fill.opacity) == ("fill", 0.3)
    assert len(soft) == len(SOFT_STROKES)
    assert {paint.colour for paint in soft} == {fill.colour}
    assert all(not paint.dash for paint in (*soft, hairline))
    widths = [at_zoom(paint.width, 12) for paint in soft]
    assert widths == sorted(widths, reverse=True)
    assert (hairline.colour, at_zoom(hairline.opacity, 16)) == ("#552200", 0.25)


def test_a_surveyed_area_has_a_full_line() -> None:
    fill, line = paints(recipe="area", opacity=0.3)
    assert (fill.part, line.part, line.opacity) == ("fill", "line", 1.0)


def test_a_fill_that_fades_thins_out_with_the_zoom() -> None:
    fill = paints(recipe="area", opacity=0.4, fades=True)[0]
    assert [round(at_zoom(fill.opacity, zoom), 2) for zoom in (9, 12, 14, 16)] == [0.44, 0.4, 0.3, 0.22]


def test_an_area_without_a_fill_paints_none() -> None:
    assert {paint.part for paint in paints(recipe="area", opacity=0.0)} == {"line"}


def test_scopes_that_run_together_lie_side_by_side_inside_their_edge() -> None:
    outer, line, inner = paints(recipe="scope", inset=[4, 6, 7], level=6)
    assert [paint.colour for paint in (outer, line, inner)] == [PAPER, "#aa5500", PAPER]
    assert all(paint.inside and paint.level == 6 for paint in (outer, line, inner))
    assert [round(at_zoom(paint.width, 10), 2) for paint in (outer, line, inner)] == [5.95, 5.1, 3.4]
    assert len(paints(recipe="scope", inset=[0, 3, 4])) == 2, "nothing lies between the edge and a line along it"


def test_a_scope_on_its_edge_has_a_casing_and_what_glows_lies_under_both() -> None:
    glow, casing, line = paints(recipe="scope", width=1.3, glow=[[17, 0.07]], level=4)
    assert (glow.level, casing.level, line.level) == (0, 4, 4)
    assert at_zoom(casing.width, 12) > at_zoom(line.width, 12)
    tint = paints(recipe="scope", width=1.3, tint=[11, 0.06])[0]
    assert (tint.inside, tint.opacity) == (True, 0.06)


def test_parts_of_a_whole_are_not_drawn() -> None:
    assert paints(recipe="none") == ()


def test_only_a_band_whose_document_gives_a_direction_has_an_arrow() -> None:
    assert "arrow" not in {paint.part for paint in paints(recipe="band", width=1)}
    assert [paint.part for paint in paints(recipe="band", width=1, arrow=True)].count("arrow") == 1
    ring, hole = [paint for paint in paints(recipe="band", width=1) if paint.at == "stops"]
    assert ring.colour == "#552200"
    assert hole.colour == PAPER
    assert at_zoom(ring.width, 12) > at_zoom(hole.width, 12)


def test_a_band_grows_with_the_zoom_and_steps_back() -> None:
    band = paints(recipe="band", width=0.6, opacity=0.26)[1]
    assert at_zoom(band.width, 12) == 12
    assert at_zoom(band.opacity, 15) < at_zoom(band.opacity, 12) == 0.26


def test_a_schematic_point_has_a_pale_disc_of_twice_its_size_and_a_ring_has_none() -> None:
    doubt, rim, core = paints(recipe="dot", width=8, schematic=True)
    assert at_zoom(doubt.width, 12) == 2 * at_zoom(rim.width, 12)
    assert at_zoom(core.width, 12) < at_zoom(rim.width, 12)
    assert len(paints(recipe="dot", width=8)) == len(paints(recipe="ring", width=8, schematic=True)) == 2


def test_all_casings_of_roads_lie_under_all_cores() -> None:
    (casing, core), (small_casing, small_core) = paints(recipe="road", level=1), paints(recipe="road")
    assert max(casing.level, small_casing.level) < min(core.level, small_core.level)
    assert core.least_zoom == 11.5
    assert at_zoom(casing.width, 13) > at_zoom(core.width, 13)


def test_a_planned_railway_is_pale() -> None:
    assert {paint.opacity for paint in paints(recipe="rail", dash="8 8", schematic=True) if not paint.dash} == {0.55}
    assert len(paints(recipe="rail")) == 1, "a metro line is not dashed"


def test_water_along_the_shore_lies_under_the_land() -> None:
    outer, inner, land, shore = paints(recipe="land", shore=["#c1d9e7", "#cfe2ed"])
    assert [paint.part for paint in (outer, inner, land, shore)] == ["line", "line", "fill", "line"]
    assert at_zoom(outer.width, 12) > at_zoom(inner.width, 12)


def test_every_other_recipe_paints_what_it_is_named_for() -> None:
    assert [paint.part for paint in paints(recipe="lake")] == ["fill", "line"]
    assert [paint.part for paint in paints(recipe="flat")] == ["fill", "line"]
    assert [paint.width for paint in paints(recipe="outline")] == [2.6, 1.0]
    assert paints(recipe="limit", dash="8 3")[0].dash == "8 3"
    edge, water = paints(recipe="river", width=2)
    assert at_zoom(edge.width, 12) > at_zoom(water.width, 12)
    assert [len(paints(recipe="line", schematic=soft)) for soft in (False, True)] == [1, 2]


def test_a_look_that_begins_at_a_zoom_has_no_paint_below_it() -> None:
    assert {paint.least_zoom for paint in paints(recipe="road", least_zoom=12)} == {12}
