"""The cells of a grid."""

from __future__ import annotations

from geo.overlay.grid import cell_of, cells_of


def test_a_coordinate_lies_in_a_cell_and_outside_of_the_grid_in_the_nearest_one() -> None:
    """Cells of half a degree from 100° on."""
    assert [cell_of(x, 100.0, 2.0, 6) for x in (99.0, 100.0, 100.49, 100.5, 102.99, 103.0, 110.0)] == [
        0,
        0,
        0,
        1,
        5,
        5,
        5,
    ]
    assert cells_of((100.6, 30.1, 101.2, 31.0), (100.0, 30.0, 2.0, 4.0), 6, 3) == (1, 0, 2, 2)


def test_a_box_that_ends_on_a_line_between_cells_meets_the_cells_of_both_sides() -> None:
    assert cells_of((100.5, 30.25, 101.0, 30.5), (100.0, 30.0, 2.0, 4.0), 6, 3) == (1, 1, 2, 2)
    assert cells_of((90.0, 20.0, 110.0, 40.0), (100.0, 30.0, 2.0, 4.0), 6, 3) == (0, 0, 5, 2)
