"""The index of zones: every edge where it is looked for, every label true, in bounded room."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.overlay.grid import BORDER, ZoneEdges, cells_of
from geo.overlay.kernel import raster_of
from geo.overlay.rings import rings_of
from geo.overlay.zone_index import index_zones
from tests.geo.shapes import LONLAT, star


def index(*zones: object) -> ZoneEdges:
    return index_zones(rings_of(np.array(zones, dtype=object), LONLAT, "zones"), len(zones))


def cell_boxes(zones: ZoneEdges, z: int) -> list[shapely.Polygon]:
    west, south, across, up = raster_of(zones.box, z, zones.side[z])
    side = int(zones.side[z])
    return [
        shapely.box(west + c / across, south + r / up, west + (c + 1) / across, south + (r + 1) / up)
        for r in range(side)
        for c in range(side)
    ]


RING = star(121.7, 30.9, 0.02, 60, 3).difference(star(121.7, 30.9, 0.006, 9, 4))


@pytest.mark.parametrize("zone", [RING, RING.reverse(), shapely.MultiPolygon([RING, star(121.75, 30.9, 0.01, 7, 5)])])
def test_a_cell_without_edges_is_labelled_as_what_covers_it(
    zone: shapely.Geometry,
) -> None:
    zones = index(star(121.5, 30.9, 0.01, 5, 1), zone)
    first, boxes = zones.first[1], cell_boxes(zones, 1)
    assert len(zones.labels) == zones.first[1] + zones.side[1] ** 2
    labels = zones.labels[first : first + len(boxes)].tolist()
    assert {0, 1, BORDER} == set(labels)
    outline = zone.boundary
    for number, (label, box) in enumerate(zip(labels, boxes, strict=True)):
        has_edges = zones.start[first + number + 1] > zones.start[first + number]
        assert has_edges == (label == BORDER)
        if label == BORDER:
            continue
        assert not outline.intersects(box.buffer(-1e-9))
        assert label == zone.covers(box.centroid)


def test_an_edge_stands_in_each_cell_its_box_meets_with_the_zone_on_its_left() -> None:
    zones = index(star(121.5, 30.9, 0.01, 5, 1), RING)
    grid, side = raster_of(zones.box, 1, zones.side[1]), int(zones.side[1])
    expected: dict[tuple[float, ...], set[int]] = {}
    turned = shapely.orient_polygons(RING)
    for ring in [turned.exterior, *turned.interiors]:
        coords = shapely.get_coordinates(ring)
        for (ax, ay), (bx, by) in zip(coords[:-1].tolist(), coords[1:].tolist(), strict=True):
            box = (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
            column0, row0, column1, row1 = cells_of(box, grid, side, side)
            expected[ax, ay, bx, by] = {
                row * side + column for row in range(row0, row1 + 1) for column in range(column0, column1 + 1)
            }
    found: dict[tuple[float, ...], set[int]] = {}
    for cell in range(side * side):
        for k in range(zones.start[zones.first[1] + cell], zones.start[zones.first[1] + cell + 1]):
            found.setdefault(tuple(zones.edges[k].tolist()), set()).add(cell)
    assert found == expected


def test_the_raster_of_long_edges_is_coarsened() -> None:
    """Teeth as tall as the zone: each edge would stand in a whole column of a fine raster."""
    lon = np.linspace(121.6, 121.9, 401)
    teeth = np.column_stack((lon, np.where(np.arange(401) % 2, 30.98, 30.86)))
    comb = shapely.Polygon([*teeth, (121.9, 30.85), (121.6, 30.85)])
    zones = index(comb, star(121.7, 30.9, 0.02, 403, 3))
    assert zones.side[0] < zones.side[1]
    entered = zones.start[zones.first[1]] - zones.start[0]
    assert entered <= 6 * 403


def test_a_zone_without_location_is_in_no_cell() -> None:
    zones = index(None, RING, None)
    assert np.isinf(zones.box[[0, 2]]).all()
    assert set(zones.cell_zone.tolist()) == {1}
    assert len(index(None).cell_zone) == 0


def test_sides_grow_with_the_root_of_the_edges() -> None:
    """One and a half cells for each: circles of 400 and of 1 600 edges."""
    zones = index(*(shapely.Point(121.7, 30.9).buffer(0.02, quad_segs=edges // 4) for edges in (400, 1_600)))
    assert zones.side.tolist() == [30, 60]
    assert zones.most_edges == 1_600
