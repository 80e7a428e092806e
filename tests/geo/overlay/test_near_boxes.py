"""Boxes that overlap, found through a grid."""

from __future__ import annotations

import numpy as np
import pytest

from geo.overlay.near_boxes import count_earlier, enter_boxes, near_pairs


@pytest.mark.parametrize("seed", range(3))
def test_near_boxes_are_those_that_overlap_each_pair_once(seed: int) -> None:
    rng = np.random.default_rng(seed)
    low = rng.uniform((121.0, 30.0), (121.5, 30.5), (80, 2))
    box = np.column_stack((low, low + rng.uniform(0.001, 0.2, (80, 2))))
    one, other = near_pairs(box)
    found = {tuple(sorted(pair)) for pair in zip(one.tolist(), other.tolist(), strict=True)}
    assert len(found) == len(one)
    meet = (box[:, None, :2] < box[None, :, 2:]).all(axis=2)
    assert found == {(i, j) for i, j in np.argwhere(meet & meet.T).tolist() if i < j}


def test_a_single_box_and_boxes_that_touch_are_near_none() -> None:
    for box in (
        np.empty((0, 4)),
        np.array([[0.0, 0.0, 1.0, 1.0]]),
        np.array([[0.0, 0.0, 1.0, 1.0], [1.0, 0.0, 2.0, 1.0]]),
    ):
        assert [len(rows) for rows in near_pairs(box)] == [0, 0]


def test_more_near_pairs_than_there_was_room_for_are_all_found() -> None:
    """Sixty boxes over each other make 1 770 pairs; the table starts with 1 024."""
    box = np.tile([121.0, 30.0, 122.0, 31.0], (60, 1)) + np.arange(60)[:, None] / 1000
    assert len(near_pairs(box)[0]) == 60 * 59 // 2


def test_pairs_whose_later_box_is_to_be_left_out_are() -> None:
    box = np.tile([121.0, 30.0, 122.0, 31.0], (3, 1)) + np.arange(3)[:, None] / 1000
    one, other = near_pairs(box, np.array([2, 0, 1]), np.array([True, False, False]))
    assert {one[0], other[0]} == {1, 2}
    assert len(one) == 1


def test_earlier_boxes_are_counted_and_those_a_crowded_one_meets_are_marked() -> None:
    box = np.array([[0.0, 0.0, 1.0, 1.0], [0.5, 0.0, 1.5, 1.0], [0.9, 0.0, 2.0, 1.0], [9.0, 9.0, 9.5, 9.5]])
    crowded = np.array([False, False, True, False])
    counts, covers = count_earlier(enter_boxes(box), np.array([1, 0, 2, 3]), crowded, 10)
    assert counts.tolist() == [1, 0, 2, 0]
    assert covers.tolist() == [True, True, False, False]
    assert count_earlier(enter_boxes(box), np.array([1, 0, 2, 3]), crowded, 1)[0].sum() < 3


def test_a_few_large_boxes_among_many_small_ones_do_not_fill_the_grid() -> None:
    """Each would be entered in four million cells."""
    low = np.random.default_rng(1).uniform((121.0, 30.0), (122.0, 31.0), (20_000, 2))
    small = np.column_stack((low, low + 1e-5))
    boxes = enter_boxes(np.concatenate((small, np.tile([121.0, 30.0, 122.0, 31.0], (100, 1)))))
    assert len(boxes.entries) <= 2 * 16 * len(boxes.box)
