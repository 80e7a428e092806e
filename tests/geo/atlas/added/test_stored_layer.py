"""The question to a stored layer: without a word it asks for everything, and it cannot be changed on its way."""

from __future__ import annotations

import dataclasses

import pytest

from geo.atlas.added.stored_layer import StoredQuery


def test_a_question_without_conditions_asks_for_all_and_cannot_be_changed() -> None:
    query = StoredQuery()
    assert (query.offset, query.limit, query.ids, query.order) == (0, None, (), ())
    with pytest.raises(dataclasses.FrozenInstanceError):
        query.limit = 10  # type: ignore[misc]  # what the test is about
