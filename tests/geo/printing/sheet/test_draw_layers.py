"""Layers lie in the order of the catalogue or of the reader, and features keep their shape, dash and strength."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from matplotlib.path import Path

from geo import Atlas
from geo.atlas.symbology import SCHEMATIC_DASH
from geo.errors import UnknownLayerError
from geo.printing.page import Page, PaperWindow
from geo.printing.sheet.draw_layers import area_path, draw_layers, layers_in, print_dash, projected

WINDOW = PaperWindow(41_385_000.0, 3_425_000.0, 200_000, 150.0, 150.0)
LAYERS = ("scopes", "parks", "functional_areas", "coast", "clusters")


def test_layers_lie_as_high_as_the_catalogue_says(atlas: Atlas) -> None:
    ids = [layer.entry.id for layer in layers_in(atlas, LAYERS, WINDOW)]
    assert ids == ["coast", "clusters", "functional_areas", "parks", "scopes"]


def test_layers_of_an_order_change_places_among_themselves(atlas: Atlas) -> None:
    placed = layers_in(atlas, LAYERS, WINDOW, order=("clusters", "scopes"))
    assert [layer.entry.id for layer in placed] == ["coast", "scopes", "functional_areas", "parks", "clusters"]
    assert sorted(layer.height for layer in placed) == sorted(
        layer.height for layer in layers_in(atlas, LAYERS, WINDOW)
    )


def test_only_what_touches_the_window_is_placed(atlas: Atlas) -> None:
    box = shapely.box(*WINDOW.bounds)
    [parks] = layers_in(atlas, ["parks", "parks"], WINDOW, opacity={"parks": 0.4})
    assert parks.frame.geometry.intersects(box).all()
    assert len(parks.frame) == int(projected(atlas, "parks").geometry.intersects(box).sum())
    assert parks.share == 0.4
    assert layers_in(atlas, ["parks"], PaperWindow(40_000_000.0, 2_000_000.0, 10_000, 100.0, 100.0)) == []
    with pytest.raises(UnknownLayerError):
        layers_in(atlas, ["nowhere"], WINDOW)


def test_a_schematic_outline_is_dashed_but_no_background_is(atlas: Atlas) -> None:
    parks, coast, belts = atlas.entry("parks"), atlas.entry("coast"), atlas.entry("belts")
    assert print_dash(parks, "C", areal=True) == SCHEMATIC_DASH
    assert print_dash(parks, "A", areal=True) == ()
    assert print_dash(coast, "C", areal=True) == ()
    assert print_dash(belts, "C", areal=False) == (14.0, 6.0)


def test_a_path_has_every_ring_closed() -> None:
    hole = shapely.box(1, 1, 2, 2)
    parts = [shapely.box(0, 0, 4, 4).difference(hole), shapely.box(10, 10, 11, 11)]
    path = area_path(parts)
    assert path.codes is not None
    assert np.count_nonzero(path.codes == Path.MOVETO) == np.count_nonzero(path.codes == Path.CLOSEPOLY) == 3
    assert path.contains_points([(0.5, 0.5), (10.5, 10.5), (6.0, 6.0)]).tolist() == [True, True, False]


def test_a_faded_layer_is_drawn_with_its_share(atlas: Atlas) -> None:
    def opacities(share: float) -> list[float]:
        axes = Page(200, 200).map(10.0, 10.0, WINDOW)
        draw_layers(axes, layers_in(atlas, ["clusters"], WINDOW, opacity={"clusters": share}))
        return [float(patch.get_alpha() or 0.0) for patch in axes.patches]

    full, half = opacities(1.0), opacities(0.5)
    assert len(full) == len(half) > 0
    assert half == pytest.approx([alpha / 2 for alpha in full])
