"""A state that is asked for once while a request is answered, and anew by the next."""

from __future__ import annotations

from geo.store.postgis.asked_once import asked_once, state_of


def test_a_state_is_asked_for_once_in_a_block_and_each_time_outside() -> None:
    states = iter("abcde")
    database, other = object(), object()

    def ask() -> str:
        return next(states)

    assert [state_of(database, ask), state_of(database, ask)] == ["a", "b"]
    with asked_once():
        assert state_of(database, ask) == "c"
        with asked_once():
            assert state_of(database, ask) == "c"
        assert state_of(other, ask) == "d"
        assert state_of(database, ask) == "c"
    assert state_of(database, ask) == "e"
