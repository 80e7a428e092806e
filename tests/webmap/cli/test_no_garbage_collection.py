"""Garbage collection is off meanwhile, and afterwards as it was, whatever happens."""

from __future__ import annotations

import gc
import weakref

import pytest

from webmap.cli.no_garbage_collection import no_garbage_collection


def test_it_is_off_meanwhile_and_on_again_after_a_fault() -> None:
    assert gc.isenabled()
    seen = []

    def fail() -> None:
        with no_garbage_collection():
            seen.append(gc.isenabled())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert seen == [False]
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off() -> None:
    gc.disable()
    try:
        with no_garbage_collection():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_was_made_meanwhile_is_old_and_still_collected() -> None:
    class Ring:
        pass

    with no_garbage_collection():
        one = Ring()
        one.itself = one  # type: ignore[attr-defined]
        seen = weakref.ref(one)
    assert not any(kept is one for kept in gc.get_objects(generation=0))
    del one
    gc.collect()
    assert seen() is None
    assert gc.get_freeze_count() == 0
