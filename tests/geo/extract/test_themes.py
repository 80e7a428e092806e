"""Every layer of places belongs to one theme, and every theme says where it looked."""

from __future__ import annotations

import pytest
import shapely

from geo import Atlas
from geo.extract.themes import MAP_FRAME, NEW_AREA, THEMES, Theme, coverage, theme_of_layer
from geo.words import LANGUAGES


def test_every_planning_layer_belongs_to_one_theme(atlas: Atlas) -> None:
    planning = {layer.id for layer in atlas.catalogue.layer if layer.role == "planning"}
    listed = [layer for theme in THEMES for layer in theme.layers]
    assert sorted(listed) == sorted(planning)


def test_the_themes_are_those_of_the_contract() -> None:
    assert [theme.id for theme in THEMES] == [
        *("scopes", "functional_areas", "belts", "clusters", "parks"),
        *("city_structure", "industries", "targets", "measures", "land_rules"),
    ]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.id)
def test_a_theme_covers_its_places_and_has_a_title(atlas: Atlas, theme: Theme) -> None:
    ground = coverage(atlas, theme.id)
    for layer in theme.layers:
        assert ground.covers(shapely.box(*atlas.layers[layer].total_bounds))
    assert all(theme.title(lang) for lang in LANGUAGES)
    assert theme.looked_at in (MAP_FRAME, NEW_AREA)


def test_the_plans_of_the_new_area_cover_less_than_the_map(atlas: Atlas) -> None:
    assert coverage(atlas, "parks").contains(coverage(atlas, "scopes"))


def test_a_layer_of_the_background_has_no_theme() -> None:
    assert theme_of_layer("coast") is None
    assert theme_of_layer("nodes") == "parks"
