"""The names on the map: read on their halo, apart by rank, and a style for each feature of each layer."""

from __future__ import annotations

import json

import numpy as np
import pytest

from geo import Atlas
from geo.atlas.looks.names import NAME_STYLES, UNNAMED, Rank, name_style, name_symbology
from geo.atlas.symbology import HALO
from geo.screen.svg import shape_kind


def luminance(colour: str) -> float:
    """Compute the relative luminance of WCAG."""
    share = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_name_is_read_on_its_halo(atlas: Atlas) -> None:
    inks = {look.ink for layer in atlas.catalogue.layer for look in layer.look if look.ink}
    assert len(inks) > 15
    table = name_symbology()
    for ink in [*inks, table["ink"], table["context_ink"]]:
        assert contrast(ink, HALO) >= 5.5, ink
    assert contrast(table["plate"], table["plate_ink"]) >= 4.5


def test_the_four_scopes_and_the_functional_areas_have_a_colour_each(atlas: Atlas) -> None:
    for layer in ("scopes", "functional_areas"):
        inks = [look.ink for look in atlas.entry(layer).look if look.places and look.ink]
        assert len(set(inks)) == len(inks) > 3


def test_a_higher_rank_is_never_written_smaller_than_a_lower_one_of_its_place() -> None:
    for place in ("area", "point"):
        styles = sorted(
            (style for style in NAME_STYLES.values() if style.place == place and style.rank != Rank.WATER_BODY),
            key=lambda style: (style.rank, -style.size[-1][1]),
        )
        sizes = [style.size[-1][1] for style in styles]
        assert sizes == sorted(sizes, reverse=True)


def test_each_feature_has_a_style_or_a_kind_without_a_name(atlas: Atlas) -> None:
    for layer in atlas.catalogue.layer:
        located = atlas.layers[layer.id]
        for row in located[located.geometry.notna()].to_dict("records"):
            style = name_style(layer, shape_kind(row["geometry"]), row)
            assert style in NAME_STYLES if row["kind"] not in UNNAMED else style is None


@pytest.mark.parametrize(
    ("layer_id", "place_id", "style"),
    [
        ("scopes", "lg-new-area", "scope-outside"),
        ("scopes", "nc-nanhui", "scope"),
        ("scopes", "lg-mainland", None),
        ("functional_areas", "fa-modern-service", "area"),
        ("parks", "bp-nanhui", "whole-park"),
        ("parks", "fp-ocean-park", "park"),
        ("shanghai_parks", "zj-sci-city", "city-area"),
        ("roads", "g1503", "road-number"),
        ("landmarks", "station-huinan", "station"),
    ],
)
def test_the_style_follows_kind_size_and_layer(atlas: Atlas, layer_id: str, place_id: str, style: str | None) -> None:
    frame = atlas.layers[layer_id]
    row = frame.loc[place_id]
    assert name_style(atlas.entry(layer_id), shape_kind(row["geometry"]), row) == style


def test_the_table_can_be_written_as_json() -> None:
    table = json.loads(json.dumps(name_symbology()))
    assert set(table["styles"]) == set(NAME_STYLES)
    assert table["styles"]["scope"]["rank"] == 0
    assert table["halo"] == HALO
