"""The looks of the catalogue: contrast, distance of colours, also to colour-blind eyes, and what a dash is for.

Contrast is the ratio of WCAG 2. ΔE is CIE76. Colour blindness is simulated after Machado, Oliveira and Fernandes
(2009), deuteranopia of full severity, in linear RGB.
"""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from geo import Atlas
from geo.atlas.looks.look import Look
from geo.atlas.symbology import PALETTE, PAPER, style_of

SEA = PALETTE["sea"]
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)
#: Fills that are told by their line, because they lie on others.
BY_LINE = {"areas", "new_city"}
TOUCHING = [
    ("fa-modern-service", "fa-intl-innovation"),
    ("fa-special-bonded", "fa-frontier"),
    ("fa-two-wings", "fa-special-bonded"),
]


def rgb(colour: str) -> np.ndarray:
    """Shares of red, green and blue."""
    return np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) / 255


def linear(share: np.ndarray) -> np.ndarray:
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def luminance(share: np.ndarray) -> float:
    return float(TO_XYZ[1] @ linear(share))


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(share: np.ndarray, *, blind: bool) -> np.ndarray:
    light = linear(share)
    light = np.clip(DEUTERANOPIA @ light, 0, 1) if blind else light
    ratio = TO_XYZ @ light / WHITE
    root = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def distance(one: np.ndarray, other: np.ndarray, *, blind: bool = False) -> float:
    """ΔE of CIE76."""
    return float(np.linalg.norm(lab(one, blind=blind) - lab(other, blind=blind)))


def looks(atlas: Atlas, *recipes: str) -> list[tuple[str, Look]]:
    return [(layer.id, look) for layer in atlas.catalogue.layer for look in layer.look if look.recipe in recipes]


@pytest.fixture(scope="module")
def land(atlas: Atlas) -> np.ndarray:
    return rgb(style_of(atlas.entry("coast"), "area", "C", kind="land").look.colour)


@pytest.fixture(scope="module")
def fills(atlas: Atlas, land: np.ndarray) -> dict[str, np.ndarray]:
    """The fills as they lie on the land, by layer and place."""
    out = {}
    for layer, look in looks(atlas, "area", "band"):
        if layer not in BY_LINE and not look.within:
            name = "/".join([layer, *(look.places or look.kinds)])
            out[name] = rgb(look.colour) * look.opacity + land * (1 - look.opacity)
    return out


def test_sea_and_land_are_figure_and_ground(atlas: Atlas, land: np.ndarray) -> None:
    assert contrast(rgb(SEA), land) >= 1.45
    flats = rgb(style_of(atlas.entry("coast"), "area", "C", kind="tidal_flat").look.colour)
    assert min(contrast(flats, land), contrast(flats, rgb(SEA))) >= 1.15


def test_every_fill_is_apart_from_land_and_sea(fills: dict[str, np.ndarray], land: np.ndarray) -> None:
    assert {name: round(contrast(fill, land), 2) for name, fill in fills.items() if contrast(fill, land) < 1.15} == {}
    for ground in (rgb(SEA), land):
        assert {name for name, fill in fills.items() if distance(fill, ground) < 10} == set()
        assert {name for name, fill in fills.items() if distance(fill, ground, blind=True) < 8} == set()


@pytest.mark.parametrize(("one", "other"), TOUCHING)
def test_functional_areas_that_touch_are_apart_for_all_eyes(fills: dict[str, np.ndarray], one: str, other: str) -> None:
    areas = [fills[f"functional_areas/{place}"] for place in (one, other)]
    assert distance(*areas) >= 10
    assert distance(*areas, blind=True) >= 8


def test_a_park_is_apart_from_the_cluster_it_lies_in(fills: dict[str, np.ndarray]) -> None:
    assert distance(fills["clusters"], fills["parks"], blind=True) >= 8


def test_belt_and_corridor_are_apart(fills: dict[str, np.ndarray]) -> None:
    assert distance(fills["belts"], fills["belts/corridor"]) >= 10
    assert distance(fills["belts"], fills["belts/corridor"], blind=True) >= 8


def test_no_two_scopes_look_alike(atlas: Atlas, land: np.ndarray) -> None:
    scopes = [look for _, look in looks(atlas, "scope") if look.places]
    assert len(scopes) == 4
    for one, other in combinations(scopes, 2):
        assert distance(rgb(one.colour), rgb(other.colour), blind=True) >= 20, (one.places, other.places)
        assert (one.inset, one.width) != (other.inset, other.width)
    assert min(contrast(rgb(look.colour), land) for look in scopes) >= 4.5
    assert min(contrast(rgb(look.colour), rgb(SEA)) for look in scopes) >= 3.0


def test_scopes_that_run_together_do_not_cover_one_another(atlas: Atlas) -> None:
    insets = sorted(look.inset for _, look in looks(atlas, "scope") if look.inset)
    assert len(insets) == 3
    for (_, end, _), (start, _, _) in pairwise(insets):
        assert start - end >= 0.8


def test_names_can_be_read(atlas: Atlas) -> None:
    inks = {look.ink for layer in atlas.catalogue.layer for look in layer.look if look.ink}
    assert {ink for ink in inks if contrast(rgb(ink), rgb(PAPER)) < 5.5} == set()


def test_the_selected_place_is_like_no_colour_of_the_data(fills: dict[str, np.ndarray]) -> None:
    for blind in (False, True):
        assert min(distance(rgb(PALETTE["selected-casing"]), fill, blind=blind) for fill in fills.values()) >= 20
    assert contrast(rgb(PALETTE["selected"]), rgb(PALETTE["selected-casing"])) >= 10


def test_a_dash_is_a_railway_or_a_limit(atlas: Atlas) -> None:
    dashed = {look.recipe for layer in atlas.catalogue.layer for look in layer.look if look.dash}
    assert dashed == {"rail", "limit"}
    assert {layer.id for layer in atlas.catalogue.layer if layer.style.dash} == {"rail", "districts"}


def test_no_layer_is_hatched(atlas: Atlas) -> None:
    assert {layer.style.hatch for layer in atlas.catalogue.layer} == {"none"}


def test_the_land_of_a_place_has_one_fill(atlas: Atlas) -> None:
    large = style_of(atlas.entry("parks"), "area", "C", area_km2=240.0)
    assert "fill" not in {paint.part for paint in large.paints}
    assert all(look.opacity <= 0.07 for _, look in looks(atlas, "area") if look.within)
